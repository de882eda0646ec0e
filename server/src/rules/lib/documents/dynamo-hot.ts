import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Span } from '../../../text/span.js';
import { listed, wordsOf } from '../naming.js';
import { tablesOf } from './dynamo.js';

/** A partition key that more writes share than a partition takes. */
export interface HotKey {
  readonly name: string;
  readonly span: Span;
  readonly table: string;
  /** `table orders`, `indexes a and b of orders`. */
  readonly owner: string;
  readonly index: boolean;
  readonly kind: 'period' | 'few';
  /** Write units of the table, where they are more than one partition takes. */
  readonly provisioned: number | undefined;
}

/**
 * Keys of few values, by their names, where figures say that more is written than a partition bears: few values alone
 * harm nobody, and what a table is called does not tell how much is written to it.
 */
export function hotKeysOf(
  document: DesignDocument,
  writesOf: (table: DynamoTable) => number,
): readonly HotKey[] {
  return tablesOf(document).flatMap(table => keysOf(table, writesOf(table)));
}

function keysOf(table: DynamoTable, writes: number): HotKey[] {
  const found: HotKey[] = [];
  const isProvisioned = table.billing === 'provisioned';
  const units = isProvisioned ? (table.write?.value ?? 0) : 0;
  const { name, span } = { name: table.hash?.value, span: table.hash?.span };
  const own = name === undefined ? undefined : kindOf(name);
  // Without a sort key each value of a table's key is one row.
  if (name !== undefined && span && own && table.range && Math.max(writes, units) > BEARABLE) {
    found.push({
      name,
      span,
      table: table.name,
      owner: `table ${table.name}`,
      index: false,
      kind: own,
      provisioned: units > BEARABLE ? units : undefined,
    });
  }
  // Indexes by one attribute share its cause.
  const byKey = new Map<string, typeof table.indexes>();
  for (const index of table.indexes) {
    const key = index.hash?.value;
    if (key === undefined || index.kind !== 'global' || index.composite || !kindOf(key)) continue;
    if (Math.max(writes, isProvisioned ? (index.write?.value ?? 0) : 0) > BEARABLE)
      byKey.set(key, [...(byKey.get(key) ?? []), index]);
  }
  for (const [key, indexes] of byKey) {
    const hash = indexes[0]?.hash;
    const kind = kindOf(key);
    if (!hash || !kind) continue;
    found.push({
      name: key,
      span: hash.span,
      table: table.name,
      owner: `${indexes.length === 1 ? 'index' : 'indexes'} ${listed(indexes.map(each => each.name))} of ${table.name}`,
      index: true,
      kind,
      provisioned: undefined,
    });
  }
  return found;
}

/** What a key of few values is by its name: a period, or one of a few states. */
export function kindOf(name: string): 'period' | 'few' | undefined {
  const words = wordsOf(name);
  if (words.length > 3) return undefined;
  if (words.some(word => PERIOD.has(word)))
    return words.some(word => FORESEEN.has(word)) ? undefined : 'period';
  return FEW.has(words.at(-1) ?? '') ? 'few' : undefined;
}

/** Write units that one partition takes in a second. */
const BEARABLE = 1000;

const PERIOD = new Set('date day month week year hour yyyymmdd yyyymm ymd'.split(' '));
/** Dates that are not those of the day on which a row is written. */
const FORESEEN = new Set(
  'start end due birth birthday expiry expire expires expiration valid from until departure arrival check booking reservation appointment release publish scheduled event'.split(
    ' ',
  ),
);
const FEW = new Set(
  'status state kind gender priority severity level active enabled deleted archived'.split(' '),
);
