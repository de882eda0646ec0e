import type { Catalog, Column, Table } from '../../../schema/model.js';
import { wordsOf } from '../naming.js';
import { isOwnTable } from '../tables.js';
import { typeClass } from '../types.js';
import { keyColumns, type Reference, referencesOf } from './references.js';
import { behind, isAgreed, isAnalytical, isOwnState, keepsThePast, sameWords, stemOf } from './words.js';

/** A column that seems to repeat one of the row that its table refers to. */
export interface Copy {
  readonly table: Table;
  readonly column: Column;
  readonly reference: Reference;
  readonly parent: Table;
  readonly source: Column;
  /** Why it is taken for a copy: `its name begins with that of the reference customer_id`. */
  readonly evidence: string;
}

/**
 * Copies in a table, by declared or inferred reference, name and type. Left out is what is copied on purpose or only
 * looks alike: keys, states, agreed values such as prices, and tables that keep the past or feed reports.
 */
export function copiesOf(table: Table, catalog: Catalog): Copy[] {
  if (!isOwnTable(table) || keepsThePast(table.name) || isAnalytical(table.name)) return [];
  const columns = candidates(table);
  if (columns.length === 0) return [];
  const found: Copy[] = [];
  for (const reference of referencesOf(table, catalog)) {
    const { parent } = reference;
    if (isAnalytical(parent.name) && !reference.foreignKey) continue;
    for (const { column, words } of columns) {
      if (found.some(copy => copy.column === column)) continue;
      const match = sourceOf(column, words, reference, catalog);
      if (match) found.push({ table, column, reference, parent, ...match });
    }
  }
  return found;
}

interface Candidate {
  readonly column: Column;
  readonly words: readonly string[];
}

/** Columns whose names have at least two words and speak of an attribute. */
function candidates(table: Table): readonly Candidate[] {
  let own = CANDIDATES.get(table);
  if (!own) {
    const keys = keyColumns(table);
    own = table.columns.flatMap(column => {
      if (!column.type || column.generated || column.inherited || keys.has(column.name.toLowerCase()))
        return [];
      const words = wordsOf(column.name);
      const last = words[words.length - 1];
      return words.length < 2 || isAgreed(words) || last === undefined || /^(id|ids)$/.test(last)
        ? []
        : [{ column, words }];
    });
    CANDIDATES.set(table, own);
  }
  return own;
}

const CANDIDATES = new WeakMap<Table, readonly Candidate[]>();

function sourceOf(
  column: Column,
  words: readonly string[],
  reference: Reference,
  catalog: Catalog,
): Pick<Copy, 'source' | 'evidence'> | undefined {
  const { parent } = reference;
  const stem = stemOf(parent.name);
  const keys = keyColumns(parent);
  for (const prefix of [reference.role, stem]) {
    const rest = behind(words, prefix);
    if (!rest || isOwnState(rest)) continue;
    for (const source of parent.columns) {
      const name = wordsOf(source.name);
      // `customer_name` repeats `customers.name` and `customers.customer_name`.
      if (!sameWords(name, rest) && !sameWords(name, [...stem, ...rest])) continue;
      if (
        source === column ||
        keys.has(source.name.toLowerCase()) ||
        !sameKind(column, source, reference, catalog)
      )
        continue;
      return { source, evidence: `its name says ${prefix.join('_')}, and its type is the same` };
    }
  }
  return undefined;
}

function sameKind(a: Column, b: Column, reference: Reference, catalog: Catalog): boolean {
  if (!a.type || !b.type) return false;
  const one = typeClass(a.type, reference.table.dialect, catalog);
  const other = typeClass(b.type, reference.parent.dialect, catalog);
  if (one.array || other.array) return false;
  return one.kind === 'unknown'
    ? a.type.text === b.type.text
    : one.kind === other.kind && TEXTUAL.has(one.kind);
}

const TEXTUAL = new Set(['text', 'integer', 'decimal', 'float', 'date', 'uuid']);
