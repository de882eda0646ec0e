import { readTable } from '../../../classify/index.js';
import { stemOf } from '../../../rules/lib/denorm/words.js';
import { display, listed } from '../../../rules/lib/naming.js';
import { columnLike, isOwnTable } from '../../../rules/lib/tables.js';
import type { Catalog, Column, Table } from '../../../schema/model.js';
import { wordsOf } from '../../../text/words.js';
import { referencesFrom } from '../diagram/references.js';
import type { SchemaScope } from '../scope.js';
import { dimensionOf, type PlannedDimension } from './dimensions.js';

/** A star that could be made of tables that are there. */
export interface StarPlan {
  readonly source: Table;
  /** Name of the fact. */
  readonly name: string;
  /** Name of its table of days. */
  readonly dates: string;
  readonly because: string;
  /** From the source outwards, in the order of joins: the source's own rows are `s`. */
  readonly headers: readonly Joined[];
  readonly dimensions: readonly PlannedDimension[];
  /** When it happened: a column of the source or of a header. */
  readonly date: Taken | undefined;
  readonly degenerate: readonly Taken[];
  readonly measures: readonly Taken[];
  /** Columns of the fact that tell its rows apart; none where nothing does so in the source. */
  readonly key: readonly string[];
}

/** A table that is joined to the rows of the fact. */
export interface Joined {
  readonly alias: string;
  readonly table: Table;
  /** Alias of the table that refers to it, and the columns on both sides. */
  readonly from: string;
  readonly on: readonly { readonly own: string; readonly other: string }[];
  readonly optional: boolean;
}

/** A column that the fact takes over. */
export interface Taken {
  readonly alias: string;
  readonly column: Column;
  /** Its name in the fact. */
  readonly name: string;
}

const MOST = 5;

/** The likeliest facts of a schema: what has numbers, refers to things, happened at a time, and is not referred to itself. */
export function planStars(scope: SchemaScope): readonly StarPlan[] {
  const { catalog } = scope;
  const scored: { readonly plan: StarPlan; readonly score: number }[] = [];
  for (const table of catalog.allTables()) {
    if (!isOwnTable(table) || table.columnsIncomplete) continue;
    const reading = readTable(table, {});
    const measures = reading.columns.filter(({ part, measure }) => part === 'measure' && measure);
    if (measures.length === 0) continue;
    const plan = planOf(table, catalog);
    if (!plan || plan.dimensions.length < 1 || plan.dimensions.length + (plan.date ? 1 : 0) < 2) continue;
    const into = catalog.referencing(table.key).filter(({ table: other }) => other !== table).length;
    // A thing of its own has more words than numbers: a product with a price is none that happens.
    const words = reading.attributes + reading.flags;
    if (words > measures.length + plan.dimensions.length) continue;
    const score =
      plan.dimensions.length * 2 +
      measures.length +
      (plan.date ? 3 : 0) +
      plan.headers.length * 2 -
      into * 2 -
      words;
    if (score > 2) scored.push({ plan, score });
  }
  scored.sort((a, b) => b.score - a.score);
  const taken = new Set<Table>();
  const best: StarPlan[] = [];
  for (const { plan } of scored) {
    // The header of a finer fact is in there already.
    if (taken.has(plan.source) || best.length >= MOST) continue;
    best.push(plan);
    for (const { table } of plan.headers) taken.add(table);
  }
  return best;
}

function planOf(source: Table, catalog: Catalog): StarPlan | undefined {
  const headers: Joined[] = [];
  const dimensions: PlannedDimension[] = [];
  const names = new Set<string>();
  const degenerate: Taken[] = [];
  const seen = new Set<Table>([source]);
  let date = dateOf(source, 's');
  const visit = (table: Table, alias: string, optional: boolean): void => {
    for (const reference of referencesFrom(table, undefined, catalog)) {
      const target = catalog.table(reference.to);
      if (!target || target === table || reference.toColumns.length !== reference.fromColumns.length)
        continue;
      if (reference.toColumns.some(name => !columnLike(target, name))) continue;
      const on = reference.fromColumns.map((own, i) => ({ own, other: reference.toColumns[i]! }));
      const maybe =
        optional || reference.fromColumns.some(name => columnLike(table, name)?.nullable !== false);
      if (!seen.has(target) && headers.length < 2 && isHeader(target, catalog)) {
        seen.add(target);
        const join: Joined = {
          alias: `h${headers.length + 1}`,
          table: target,
          from: alias,
          on,
          optional: maybe,
        };
        headers.push(join);
        for (const { own } of on)
          add(degenerate, { alias, column: columnLike(table, own)!, name: '' }, target);
        date ??= dateOf(target, join.alias);
        visit(target, join.alias, maybe);
        continue;
      }
      const dimension = dimensionOf(target, { alias, on, optional: maybe }, names, catalog);
      if (dimension) dimensions.push(dimension);
    }
  };
  visit(source, 's', false);
  const measures = readTable(source, {})
    .columns.filter(({ part, measure }) => part === 'measure' && measure)
    .map(({ column }): Taken => ({ alias: 's', column, name: column.name }));
  const key = keyOf(source, { dimensions, degenerate, measures });
  return {
    source,
    name: freeName(`fact_${stemOf(source.name).join('_') || source.name}`, catalog),
    dates: freeName('dim_date', catalog),
    because: becauseOf(source, headers, dimensions, measures, date, catalog),
    headers,
    dimensions,
    date,
    degenerate,
    measures,
    key,
  };
}

/**
 * The fact has a row for each of its source, so what tells those apart does it here: keys of dimensions stand for the columns that
 * refer to them, and what nothing stands for is taken over.
 */
function keyOf(
  source: Table,
  { dimensions, degenerate, measures }: Pick<StarPlan, 'dimensions' | 'measures'> & { degenerate: Taken[] },
): readonly string[] {
  const key: string[] = [];
  for (const own of source.primaryKey?.columns ?? []) {
    const dimension = dimensions.find(
      ({ by }) => by.alias === 's' && !by.optional && by.on.some(each => each.own === own),
    );
    const column = columnLike(source, own);
    if (!dimension && column && !measures.some(each => each.column === column))
      add(degenerate, { alias: 's', column, name: '' }, source);
    const taken = [...degenerate, ...measures].find(each => each.alias === 's' && each.column === column);
    const name = dimension?.as ?? taken?.name;
    if (name === undefined) return [];
    if (!key.includes(name)) key.push(name);
  }
  return key;
}

/** What happened as a whole, of which the fact has the parts: it has a time, refers to things, and is referred to. */
function isHeader(table: Table, catalog: Catalog): boolean {
  if (dateOf(table, '') === undefined) return false;
  const { attributes } = readTable(table, {});
  const out = referencesFrom(table, undefined, catalog).filter(({ to }) => to !== table.key);
  return out.length > 0 && attributes <= 6 && HAPPENS.test(stemOf(table.name).join(' '));
}

const HAPPENS =
  /\b(order|sale|invoice|purchase|transaction|payment|rental|booking|reservation|shipment|delivery|visit|session|receipt|ticket|claim|trip|call|exam|admission|encounter|appointment|bill|quote|return|transfer|game|match|race|run|job|event)\b/;

const TIMED = /^(?:at|on|date|time|datetime|timestamp)$/;

/** When it happened: a time of its own rather than that of the row. */
function dateOf(table: Table, alias: string): Taken | undefined {
  const times = readTable(table, {}).columns.filter(
    ({ kind, words }) =>
      kind === 'date' ||
      kind === 'timestamp' ||
      // SQLite keeps times as texts.
      (table.dialect === 'sqlite' && kind === 'text' && TIMED.test(words[words.length - 1] ?? '')),
  );
  const found =
    times.find(
      ({ part, words }) =>
        part !== 'audit' && !/^(?:updated|modified|deleted|expires?|due)$/.test(words[0] ?? ''),
    ) ?? times.find(({ words }) => /^(?:created|inserted)$/.test(words[0] ?? ''));
  if (!found) return undefined;
  const words = found.words.filter(word => !/^(?:at|on|date|time|timestamp|ts|dt)$/.test(word));
  return { alias, column: found.column, name: words.join('_') };
}

function add(list: Taken[], taken: Taken, of: Table): void {
  const words = wordsOf(taken.column.name);
  // `id` alone says of what it is nothing.
  const name =
    words.length === 1 && words[0] === 'id' ? `${stemOf(of.name).join('_')}_id` : taken.column.name;
  if (!list.some(each => each.name === name)) list.push({ ...taken, name });
}

function becauseOf(
  source: Table,
  headers: readonly Joined[],
  dimensions: readonly PlannedDimension[],
  measures: readonly Taken[],
  date: Taken | undefined,
  catalog: Catalog,
): string {
  const things = [...new Set([...headers.map(({ table }) => table), ...dimensions.map(each => each.source)])];
  const parts = [
    `has ${measures.length === 1 ? 'a number' : `${measures.length} numbers`} (${measures
      .slice(0, 4)
      .map(({ name }) => name)
      .join(', ')})`,
    `refers to ${listed(things.slice(0, 5).map(table => display(table, catalog)))}`,
    ...(date ? [`happens at a time (${date.column.name})`] : []),
  ];
  const into = catalog.referencing(source.key).filter(({ table }) => table !== source).length;
  return `${display(source, catalog)} ${listed(parts)}${into === 0 ? '; nothing refers to it' : ''}.`;
}

/** Every table of a star, with how many columns it has. */
export function tablesOf({
  name,
  dates,
  date,
  dimensions,
  degenerate,
  measures,
}: StarPlan): readonly { readonly name: string; readonly columns: number }[] {
  return [
    ...(date ? [{ name: dates, columns: 6 }] : []),
    ...dimensions.map(each => ({
      name: each.name,
      columns: 1 + each.natural.length + each.attributes.length,
    })),
    { name, columns: degenerate.length + (date ? 1 : 0) + dimensions.length + measures.length },
  ];
}

/** A name that no table has. */
export function freeName(name: string, catalog: Catalog): string {
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name.slice(0, 60) : `${name.slice(0, 57)}_${i}`;
    if (catalog.tablesNamed(tried).length === 0) return tried;
  }
}
