import { formatBytes, formatCount, formatRate } from '../../../workload/figures.js';
import type { Known, TableFacts } from '../../../workload/model.js';
import { valueWidth } from '../../../workload/widths.js';
import type { RuleContext, TradeOff } from '../../rule.js';
import { display } from '../naming.js';
import type { Copy } from './copies.js';

/** What a copy saves and costs a second, as far as figures say. */
export interface CopyWeight {
  /** Rows of the copying table per row of the source. */
  readonly fanOut?: number;
  /** Joins that readers save: reads of the copying table. */
  readonly saved?: number;
  /** Copies that have to be written anew: writes to the source times fan-out. */
  readonly updated?: number;
  /** Bytes that the copies take. */
  readonly bytes?: number;
}

export function copyWeight(copy: Copy, context: RuleContext): CopyWeight {
  const own = context.workload.factsOf(copy.table);
  const other = context.workload.factsOf(copy.parent);
  const rows = own.rows?.value;
  const parents = other.rows?.value;
  const fanOut = rows !== undefined && parents !== undefined && parents > 0 ? rows / parents : undefined;
  const saved = own.readsPerSecond?.value;
  const writes = other.writesPerSecond?.value;
  const width = widthOf(copy, own, context);
  return {
    ...(fanOut !== undefined ? { fanOut } : {}),
    ...(saved !== undefined ? { saved } : {}),
    ...(fanOut !== undefined && writes !== undefined ? { updated: writes * fanOut } : {}),
    ...(rows !== undefined ? { bytes: rows * width } : {}),
  };
}

/** Both sides of a copy, computed from what is known. */
export function copyTradeOff(copy: Copy, context: RuleContext): TradeOff {
  const own = context.workload.factsOf(copy.table);
  const other = context.workload.factsOf(copy.parent);
  const weight = copyWeight(copy, context);
  const child = display(copy.table, context.catalog);
  const parent = display(copy.parent, context.catalog);
  const writes = other.writesPerSecond?.value;
  const known = weight.saved !== undefined && weight.updated !== undefined;
  const better = known && weight.saved! > weight.updated!;
  return {
    gains: [
      weight.saved === undefined
        ? `Each read of ${child} that shows ${names(copy)} saves the look-up in ${parent}. How many reads there are is not known.`
        : `Up to ${formatRate(weight.saved)} look-ups in ${parent} are saved: one per read of ${child}.`,
    ],
    costs: [
      weight.updated === undefined
        ? `Each change of ${parent}${weight.fanOut === undefined ? '' : ` writes ${formatCount(weight.fanOut)} copies on average and`} has to reach every copy${writes === undefined ? '; how often it changes is not known' : ` (${formatRate(writes)} writes there)`}.`
        : `Up to ${formatRate(weight.updated)} copies are written: ${formatRate(writes!)} writes to ${parent}, ${formatCount(weight.fanOut!)} rows of ${child} for each of its rows.`,
      weight.bytes === undefined
        ? 'The space of the copies follows from the rows of the table, which are not known.'
        : `The copies take about ${formatBytes(weight.bytes)} (rows times width).`,
    ],
    ...(weight.fanOut === undefined
      ? {}
      : {
          breakEven: `A copy pays where ${child} is read more than ${formatCount(weight.fanOut)} times for each write to ${parent}.`,
        }),
    advice: [
      !known
        ? 'Say how large and how busy both tables are (`-- faultline: rows=… reads=…/s writes=…/s`), and this is worked out.'
        : better
          ? 'Keep the copy, and keep it true: a trigger on both sides does.'
          : 'Read the value by a join; the copy costs more than it saves.',
    ],
    numbers: [
      ...numbers(child, own, ['rows', 'readsPerSecond']),
      ...numbers(parent, other, ['rows', 'writesPerSecond']),
      {
        label: 'width of the copies',
        value: formatBytes(widthOf(copy, own, context)),
        from: isAssumed(copy, own, context)
          ? 'assumed: nothing says how wide the values are'
          : 'types and statistics of columns',
      },
    ],
  };
}

const LABELS = { rows: 'rows', readsPerSecond: 'reads', writesPerSecond: 'writes' } as const;

/** Known figures of a table, with who said them. */
export function numbers(
  name: string,
  facts: TableFacts,
  which: readonly (keyof typeof LABELS)[],
): TradeOff['numbers'] {
  return which.flatMap(key => {
    const known: Known<number> | undefined = facts[key];
    if (!known) return [];
    const value = key === 'rows' ? formatCount(known.value) : formatRate(known.value);
    return [{ label: `${LABELS[key]} of ${name}`, value, from: known.source }];
  });
}

function widthOf(copy: Copy, own: TableFacts, context: RuleContext): number {
  return copy.pairs.reduce(
    (sum, { column }) =>
      sum + valueWidth(column, copy.table.dialect, own.columns.get(column.name), context.catalog).bytes,
    0,
  );
}

function isAssumed(copy: Copy, own: TableFacts, context: RuleContext): boolean {
  return copy.pairs.some(
    ({ column }) =>
      valueWidth(column, copy.table.dialect, own.columns.get(column.name), context.catalog).assumed,
  );
}

function names({ pairs }: Copy): string {
  return pairs.map(({ column }) => column.name).join(' and ');
}
