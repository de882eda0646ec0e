import { readTable } from '../../../classify/index.js';
import { stemOf } from '../../../rules/lib/denorm/words.js';
import { columnLike } from '../../../rules/lib/tables.js';
import type { Catalog, Column, Table } from '../../../schema/model.js';
import { wordsOf } from '../../../text/words.js';
import { referencesFrom } from '../diagram/references.js';
import { freeName, type Joined } from './plan.js';

/** A dimension that a table of an application could be. */
export interface PlannedDimension {
  readonly source: Table;
  /** Name of the dimension, of its surrogate key, and of the fact's column that refers to it. */
  readonly name: string;
  readonly key: string;
  readonly as: string;
  /** Its key in the application, and what it is called here. */
  readonly natural: readonly { readonly column: Column; readonly name: string }[];
  readonly attributes: readonly Attribute[];
  /** Tables that are folded into it: what a snowflake would be. */
  readonly folded: readonly Joined[];
  /** How rows of the fact find it. */
  readonly by: Pick<Joined, 'on' | 'optional'> & { readonly alias: string };
}

export interface Attribute {
  readonly alias: string;
  readonly column: Column;
  readonly name: string;
}

const MOST = 24;

/** Undefined where the table has no key, or nothing that describes. */
export function dimensionOf(
  source: Table,
  by: PlannedDimension['by'],
  taken: Set<string>,
  catalog: Catalog,
): PlannedDimension | undefined {
  const keys = by.on.map(({ other }) => columnLike(source, other)!);
  const stem = stemOf(source.name).join('_') || source.name;
  const role = roleOf(
    by.on.map(({ own }) => own),
    stem,
  );
  const as = unique(`${role}_key`, taken);
  const names = new Set<string>([`${stem}_key`]);
  const natural = keys.map(column => ({ column, name: unique(naturalName(column, stem), names) }));
  const references = referencesFrom(source, undefined, catalog);
  const foreign = new Set(references.flatMap(({ fromColumns }) => fromColumns));
  const attributes: Attribute[] = describing(source)
    .filter(column => !foreign.has(column.name) && !keys.includes(column))
    .map(column => ({ alias: 'd', column, name: unique(column.name, names) }));
  const folded: Joined[] = [];
  for (const { to, fromColumns, toColumns } of references) {
    const target = catalog.table(to);
    if (!target || target === source || folded.length >= 3 || fromColumns.length !== toColumns.length)
      continue;
    const said = describing(target)
      .filter(({ type }) => /char|text|string/i.test(type?.base ?? ''))
      .slice(0, 3);
    if (said.length === 0 || toColumns.some(name => !columnLike(target, name))) continue;
    const alias = `f${folded.length + 1}`;
    const on = fromColumns.map((own, i) => ({ own, other: toColumns[i]! }));
    folded.push({ alias, table: target, from: 'd', on, optional: true });
    const prefix = roleOf(fromColumns, stemOf(target.name).join('_'));
    for (const column of said) {
      const words = wordsOf(column.name).join('_') || column.name;
      attributes.push({
        alias,
        column,
        name: unique(words.startsWith(prefix) ? words : `${prefix}_${words}`, names),
      });
    }
  }
  if (attributes.length === 0) return undefined;
  return {
    source,
    name: freeName(`dim_${stem}`, catalog),
    key: `${stem}_key`,
    as,
    natural,
    attributes: attributes.slice(0, MOST),
    folded,
    by,
  };
}

/** Columns that say something of a row; no secrets, and nothing that cannot be compared. */
function describing(table: Table): readonly Column[] {
  const key = new Set(table.primaryKey?.columns);
  return readTable(table, {})
    .columns.filter(
      ({ column, kind, part }) =>
        !key.has(column.name) &&
        part !== 'audit' &&
        part !== 'reference' &&
        !['json', 'array', 'bytes', 'other'].includes(kind) &&
        column.type !== undefined &&
        !SECRET.test(column.name),
    )
    .map(({ column }) => column);
}

const SECRET = /passw|secret|token|hash|salt|api_?key|credential|encrypted/i;

/** `billing_address` of `billing_address_id`; the table's own word where the column says no more. */
function roleOf(columns: readonly string[], stem: string): string {
  const words = wordsOf(columns[columns.length - 1] ?? '').filter(
    word => !/^(?:id|key|code|no|fk|uuid)$/.test(word),
  );
  return words.length > 0 ? words.join('_') : stem;
}

function naturalName({ name }: Column, stem: string): string {
  return /^(?:id|uuid|code|key|no)$/i.test(name) ? `${stem}_${name.toLowerCase()}` : name;
}

function unique(name: string, names: Set<string>): string {
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name}_${i}`;
    if (names.has(tried.toLowerCase())) continue;
    names.add(tried.toLowerCase());
    return tried;
  }
}
