import { formatCount, formatRate } from '../../../workload/figures.js';
import type { RuleContext, TradeOff } from '../../rule.js';
import { display } from '../naming.js';
import { type Aggregate, aggregateText } from './aggregates.js';
import { numbers } from './copy-weight.js';

/** Both sides of an aggregate that is kept, computed from what is known. */
export function aggregateTradeOff(aggregate: Aggregate, context: RuleContext): TradeOff {
  const own = context.workload.factsOf(aggregate.table);
  const other = context.workload.factsOf(aggregate.child);
  const table = display(aggregate.table, context.catalog);
  const child = display(aggregate.child, context.catalog);
  const reads = own.readsPerSecond?.value;
  const writes = other.writesPerSecond?.value;
  const rows = own.rows?.value;
  const children = other.rows?.value;
  const each = rows !== undefined && rows > 0 && children !== undefined ? children / rows : undefined;
  return {
    gains: [
      each === undefined
        ? `Each read that shows it saves reading the rows of ${child}; how many there are for each row of ${table} is not known.`
        : `Each read that shows it saves reading about ${formatCount(each)} rows of ${child}${reads === undefined ? '' : `: up to ${formatCount(reads * each)} rows a second at ${formatRate(reads)}`}.`,
    ],
    costs: [
      writes === undefined
        ? `Each row of ${child} that comes, goes or moves writes a row of ${table}; how many do is not known.`
        : `Up to ${formatRate(writes)} further writes to ${table}, one for each write to ${child}; those of one parent wait for each other.`,
    ],
    ...(each === undefined
      ? {}
      : {
          breakEven: `It pays where ${table} is read more often than once for each ${formatCount(each)} writes to ${child}.`,
        }),
    advice: [
      reads === undefined || writes === undefined || each === undefined
        ? 'Say how large and how busy both tables are (`-- faultline: rows=… reads=…/s writes=…/s`), and this is worked out.'
        : reads * each > writes
          ? 'Keep it, and keep it true by a trigger.'
          : `Work out ${aggregateText(aggregate)} when asked; an index on the reference serves it.`,
    ],
    numbers: [
      ...numbers(table, own, ['rows', 'readsPerSecond']),
      ...numbers(child, other, ['rows', 'writesPerSecond']),
    ],
  };
}
