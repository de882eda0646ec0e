import type { Catalog, Column, Table } from '../../../schema/model.js';
import { inRound, type RoundCache } from '../../round.js';
import { wordsOf } from '../naming.js';
import { isOwnTable } from '../tables.js';
import { typeClass } from '../types.js';
import { keyColumns, type Reference, referencesOf, tableNames } from './references.js';
import { keepsThePresent, sameWords, stemOf } from './words.js';

/** A column that seems to hold what could be worked out from the rows of a child table. */
export interface Aggregate {
  readonly table: Table;
  readonly column: Column;
  readonly child: Table;
  /** From the child to the table. */
  readonly reference: Reference;
  readonly kind: 'count' | 'sum' | 'average' | 'last';
  /** Of the child; absent for a count. */
  readonly source?: Column;
}

/** Aggregates in a table, by name, type and a child table that refers to it. */
export function aggregatesOf(table: Table, catalog: Catalog): readonly Aggregate[] {
  return inRound(AGGREGATES, table, catalog, () =>
    keepsThePresent(table)
      ? candidates(table).flatMap(candidate => aggregate(table, candidate, catalog) ?? [])
      : [],
  );
}

const AGGREGATES: RoundCache<readonly Aggregate[]> = new WeakMap();

/** `count(*)`, `sum(amount)`. */
export function aggregateText({ kind, source }: Aggregate): string {
  const name = source?.name ?? '*';
  return { count: 'count(*)', sum: `sum(${name})`, average: `avg(${name})`, last: `max(${name})` }[kind];
}

interface Candidate {
  readonly column: Column;
  readonly kind: Aggregate['kind'];
  /** Words that name the child, or the child's column. */
  readonly words: readonly string[];
}

/** Looked at once per table: names that say count, total, average or last. */
function candidates(table: Table): readonly Candidate[] {
  let own = CANDIDATES.get(table);
  if (!own) {
    const keys = keyColumns(table);
    own = table.columns.flatMap(column => {
      if (!column.type || column.generated || column.inherited || keys.has(column.name.toLowerCase()))
        return [];
      const found = readName(wordsOf(column.name));
      return found ? [{ column, ...found }] : [];
    });
    CANDIDATES.set(table, own);
  }
  return own;
}

const CANDIDATES = new WeakMap<Table, readonly Candidate[]>();

function readName(words: readonly string[]): Pick<Candidate, 'kind' | 'words'> | undefined {
  const first = words[0] ?? '';
  const last = words[words.length - 1] ?? '';
  if (words.length < 2) return undefined;
  if (/^(count|counter|cnt)$/.test(last)) return { kind: 'count', words: words.slice(0, -1) };
  if (/^(num|nb|cnt|count)$/.test(first)) return { kind: 'count', words: words.slice(1) };
  if (first === 'number' && words[1] === 'of') return { kind: 'count', words: words.slice(2) };
  if (/^(avg|average|mean)$/.test(first)) return { kind: 'average', words: words.slice(1) };
  if (/^(avg|average|mean)$/.test(last)) return { kind: 'average', words: words.slice(0, -1) };
  if (/^(total|sum)$/.test(first)) return { kind: 'sum', words: words.slice(1) };
  if (/^(total|sum)$/.test(last)) return { kind: 'sum', words: words.slice(0, -1) };
  if (/^(last|latest|newest)$/.test(first) && words.length > 2 && /^(at|on|date|time|timestamp)$/.test(last))
    return { kind: 'last', words: words.slice(1, -1) };
  return undefined;
}

function aggregate(
  table: Table,
  { column, kind, words }: Candidate,
  catalog: Catalog,
): Aggregate | undefined {
  const type = typeClass(column.type!, table.dialect, catalog);
  if (type.array) return undefined;
  const numeric = /^(integer|decimal|float)$/.test(type.kind);
  if (kind === 'last' ? !/^(timestamp|timestamptz|date)$/.test(type.kind) : !numeric) return undefined;
  if (kind === 'count' || kind === 'last') {
    const reference = childNamed(table, words, catalog);
    if (!reference) return undefined;
    if (kind === 'count') {
      return type.kind === 'integer' ? { table, column, child: reference.table, reference, kind } : undefined;
    }
    const times = reference.table.columns.filter(({ name }) =>
      /^(?:created|posted|placed|added|sent|inserted|ordered)_?(?:at|on|date|time)$|^(?:at|time|timestamp|date)$/i.test(
        name,
      ),
    );
    return times[0] && { table, column, child: reference.table, reference, kind, source: times[0] };
  }
  // `total_comments` counts, where `comments` is a child.
  const counted = kind === 'sum' && type.kind === 'integer' ? childNamed(table, words, catalog) : undefined;
  if (counted) return { table, column, child: counted.table, reference: counted, kind: 'count' };
  return summed(table, column, kind, words, catalog);
}

/** A child that has a column of this name, and no other child has. */
function summed(
  table: Table,
  column: Column,
  kind: 'sum' | 'average',
  words: readonly string[],
  catalog: Catalog,
): Aggregate | undefined {
  const found: Aggregate[] = [];
  for (const { table: child } of catalog.referencing(table.key)) {
    if (child.key === table.key || !isOwnTable(child)) continue;
    const reference = referencesOf(child, catalog).find(({ parent }) => parent.key === table.key);
    const stem = stemOf(child.name);
    const source = child.columns.find(({ name, type }) => {
      const own = wordsOf(name);
      if (!type || !(sameWords(own, words) || sameWords([...stem, ...own], words))) return false;
      return /^(integer|decimal|float)$/.test(typeClass(type, child.dialect, catalog).kind);
    });
    if (reference && source) found.push({ table, column, child, reference, kind, source });
  }
  return found.length === 1 ? found[0] : undefined;
}

/** The one table of that name that refers to this one. */
function childNamed(table: Table, words: readonly string[], catalog: Catalog): Reference | undefined {
  const stem = stemOf(words.join('_')).join('_');
  if (stem.length < 3) return undefined;
  for (const name of [
    ...tableNames(table, stem),
    `${stemOf(table.name).join('_')}_${stem}s`,
    `${stemOf(table.name).join('_')}_${stem}`,
  ]) {
    for (const child of catalog.tablesNamed(name)) {
      if (child.key === table.key || child.schema !== table.schema || !isOwnTable(child)) continue;
      const references = referencesOf(child, catalog).filter(({ parent }) => parent.key === table.key);
      if (references.length === 1) return references[0];
    }
  }
  return undefined;
}
