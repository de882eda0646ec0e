import type { DynamoTable } from '../../../documents/dynamodb/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Span } from '../../../text/span.js';
import { singular } from '../../../text/words.js';
import { listed, wordsOf } from '../naming.js';
import { namedAs, tablesOf } from './dynamo.js';

/** A partition key that many writes at a time may share. */
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
  readonly weight: 'warning' | 'info' | 'hint';
}

/**
 * Keys of few values, the heaviest first. Few values alone harm nobody: they are told where rows are appended all the
 * time, as far as names and sort keys tell, or where figures say that the table is written more than a partition bears.
 */
export function hotKeysOf(
  document: DesignDocument,
  writesOf: (table: DynamoTable) => number,
): readonly HotKey[] {
  const found = tablesOf(document).flatMap(table => keysOf(document, table, writesOf(table)));
  return found.sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
}

function keysOf(document: DesignDocument, table: DynamoTable, writes: number): HotKey[] {
  const found: HotKey[] = [];
  const appended = isAppended(document, table);
  const units = table.billing === 'provisioned' ? (table.write?.value ?? 0) : 0;
  const { name, span } = { name: table.hash?.value, span: table.hash?.span };
  const own = name === undefined ? undefined : kindOf(name);
  // Without a sort key each value of a table's key is one row.
  if (name !== undefined && span && own && table.range) {
    const provisioned = units > BEARABLE ? units : undefined;
    const heavy = writes > BEARABLE || provisioned !== undefined;
    if (heavy || appended || isTime(table.range.value))
      found.push({
        name,
        span,
        table: table.name,
        owner: `table ${table.name}`,
        index: false,
        kind: own,
        provisioned,
        weight: heavy ? 'warning' : own === 'period' ? 'info' : 'hint',
      });
  }
  // Indexes by one attribute share its cause.
  const byKey = new Map<string, typeof table.indexes>();
  for (const index of table.indexes) {
    const key = index.hash?.value;
    if (key === undefined || index.kind !== 'global' || index.composite || !kindOf(key)) continue;
    if (writes > BEARABLE || appended || isTime(index.range?.value))
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
      weight: writes > BEARABLE ? 'warning' : 'hint',
    });
  }
  return found;
}

/** Rows are added all the time and seldom changed: what its name ends in tells, as services stand before it. */
function isAppended(document: DesignDocument, table: DynamoTable): boolean {
  // What the table will be called tells more than what the template calls it.
  for (const name of [...namedAs(document, table)].reverse()) {
    const words = wordsOf(name)
      .map(singular)
      .filter(word => !GENERIC.has(word))
      .slice(-2);
    if (words.length > 0)
      return words.some(word => APPENDED.has(word)) && !words.some(word => ABOUT.has(word));
  }
  return false;
}

function isTime(name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = wordsOf(name);
  if (words.some(word => FORESEEN.has(word))) return false;
  return (
    words.some(word => TIME.has(word)) ||
    words.at(-1) === 'at' ||
    /^(?:creat|updat|insert)ed(?:at|on)$/i.test(name)
  );
}

function kindOf(name: string): 'period' | 'few' | undefined {
  const words = wordsOf(name);
  if (words.length > 3) return undefined;
  if (words.some(word => PERIOD.has(word)))
    return words.some(word => FORESEEN.has(word)) ? undefined : 'period';
  return FEW.has(words.at(-1) ?? '') ? 'few' : undefined;
}

/** Write units that one partition takes in a second. */
const BEARABLE = 1000;
const WEIGHTS = ['warning', 'info', 'hint'];

const APPENDED = new Set(
  'audit log event activity history metric telemetry order message transaction'.split(' '),
);
/** What is kept about such rows is not one of them. */
const ABOUT = new Set(
  'type template config configuration setting definition rule subscription preference permission role schema metadata status category'.split(
    ' ',
  ),
);
const GENERIC = new Set(
  'table db dynamo dynamodb ddb store data this main prod production dev staging stage test'.split(' '),
);
const TIME = new Set('time date timestamp datetime ts created day hour month epoch'.split(' '));
const PERIOD = new Set('date day month week year hour yyyymmdd yyyymm ymd'.split(' '));
/** Dates that are not those of the day on which a row is written. */
const FORESEEN = new Set(
  'start end due birth birthday expiry expire expires expiration valid from until departure arrival check booking reservation appointment release publish scheduled event'.split(
    ' ',
  ),
);
const FEW = new Set(
  'status state type kind category gender priority severity level active enabled deleted archived country currency locale language entity'.split(
    ' ',
  ),
);
