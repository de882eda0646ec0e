import type { Catalog, Column, Table } from '../../../schema/model.js';
import { inRound, type RoundCache } from '../../round.js';
import { wordsOf } from '../naming.js';
import { typeClass } from '../types.js';
import { keyColumns, type Reference, referencesOf } from './references.js';
import { behind, isAgreed, isAnalytical, isOwnState, keepsThePresent, sameWords, stemOf } from './words.js';

/** Columns that seem to repeat those of the row that their table refers to. */
export interface Copy {
  readonly table: Table;
  readonly parent: Table;
  readonly reference: Reference;
  /** At least one. */
  readonly pairs: readonly CopiedPair[];
}

export interface CopiedPair {
  readonly column: Column;
  readonly source: Column;
}

/**
 * Copies in a table, by declared or inferred reference, name and type. Left out is what is copied on purpose or only
 * looks alike: keys, states, agreed values such as prices, and tables that keep the past or feed reports.
 */
export function copiesOf(table: Table, catalog: Catalog): readonly Copy[] {
  return inRound(COPIES, table, catalog, () => findCopies(table, catalog));
}

const COPIES: RoundCache<readonly Copy[]> = new WeakMap();

function findCopies(table: Table, catalog: Catalog): readonly Copy[] {
  if (!keepsThePresent(table)) return [];
  const columns = candidates(table);
  if (columns.length === 0) return [];
  const found: Copy[] = [];
  const taken = new Set<Column>();
  const wanted = (role: readonly string[]) => columns.some(({ words }) => behind(words, role));
  for (const reference of referencesOf(table, catalog, wanted)) {
    const { parent } = reference;
    if (parent.columnsIncomplete || isAnalytical(parent)) continue;
    const pairs: CopiedPair[] = [];
    for (const { column, words } of columns) {
      const source = taken.has(column) ? undefined : sourceOf(column, words, reference, catalog);
      if (!source) continue;
      taken.add(column);
      pairs.push({ column, source });
    }
    if (pairs.length > 0) found.push({ table, parent, reference, pairs });
  }
  return found;
}

/** The copy without the pairs that do not pass; undefined where none is left. */
export function narrowed(copy: Copy, passes: (pair: CopiedPair) => boolean): Copy | undefined {
  const pairs = copy.pairs.filter(passes);
  return pairs.length > 0 ? { ...copy, pairs } : undefined;
}

/** True where the copies depend on a part of their table's key: the second normal form speaks of them. */
export function dependsOnPartOfKey({ table, reference }: Pick<Copy, 'table' | 'reference'>): boolean {
  const key = table.primaryKey?.columns ?? [];
  return (
    reference.columns.length < key.length &&
    reference.columns.every(name => key.some(part => part.toLowerCase() === name.toLowerCase()))
  );
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
      return words.length < 2 ? [] : [{ column, words }];
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
): Column | undefined {
  const { parent } = reference;
  const stem = stemOf(parent.name);
  const keys = keyColumns(parent);
  for (const prefix of [reference.role, stem]) {
    const rest = behind(words, prefix);
    if (!rest || isOwnState(rest) || isAgreed(rest)) continue;
    for (const source of parent.columns) {
      const name = wordsOf(source.name);
      // `customer_name` repeats `customers.name` and `customers.customer_name`.
      if (!sameWords(name, rest) && !sameWords(name, [...stem, ...rest])) continue;
      if (source === column || keys.has(source.name.toLowerCase())) continue;
      if (sameKind(column, source, reference, catalog)) return source;
    }
  }
  return thirdName(column, words, reference);
}

/** Both tables name the same third thing: `cluster_name` of a run and of the unit that it runs. */
function thirdName(column: Column, words: readonly string[], { foreignKey, parent, table }: Reference) {
  if (foreignKey?.columns.length !== 1 || words.length !== 2 || words[1] !== 'name') return undefined;
  if (OWN_NAMES.has(words[0]!) || words[0] === stemOf(table.name).join('')) return undefined;
  const source = parent.columns.find(
    ({ name, type }) => name.toLowerCase() === column.name.toLowerCase() && type?.text === column.type!.text,
  );
  return source && source !== column && !keyColumns(parent).has(source.name.toLowerCase())
    ? source
    : undefined;
}

/** Names that each thing has of itself. */
const OWN_NAMES = new Set(
  (
    'first last middle full display short long file nick sur given family contact host user class method field column ' +
    'table internal public legal native alt local common default original custom new old brand trade product item job ' +
    'step thread account login screen bucket object schema index key event action task node path type state status ' +
    'folder image icon domain maiden second birth'
  ).split(' '),
);

function sameKind(a: Column, b: Column, reference: Reference, catalog: Catalog): boolean {
  if (!a.type || !b.type) return false;
  const one = typeClass(a.type, reference.table.dialect, catalog);
  const other = typeClass(b.type, reference.parent.dialect, catalog);
  if (one.array || other.array) return false;
  if (one.kind === 'unknown') return a.type.text === b.type.text;
  return one.kind === other.kind && ATTRIBUTES.has(one.kind);
}

const ATTRIBUTES = new Set(['text', 'integer', 'decimal', 'float', 'date', 'uuid']);
