import { sqlName, sqlTable } from '../../../rules/lib/naming.js';
import type { Catalog, Column, Table } from '../../../schema/model.js';
import type { PlannedDimension } from './dimensions.js';
import type { Joined, StarPlan } from './plan.js';
import type { Speaker } from './speak.js';

/** The tables of a star: dates, dimensions, the fact. */
export function ddlOf(plan: StarPlan, speak: Speaker): string {
  const name = (text: string) => sqlName(text, speak.dialect);
  const parts: string[] = [];
  if (plan.date) {
    const [key, notNull] = ['date_key', speak.dialect === 'clickhouse' ? '' : ' NOT NULL'];
    const lines = [
      speak.references ? `${key} ${speak.int} NOT NULL PRIMARY KEY` : `${key} ${speak.int}${notNull}`,
      `full_date ${speak.date}${notNull}`,
      ...(['year', 'quarter', 'month', 'day'] as const).map(part => `${name(part)} ${speak.int}${notNull}`),
    ];
    parts.push(table(plan.dates, lines, speak.tail([key])));
  }
  for (const dimension of distinct(plan)) {
    const lines = [
      speak.surrogate(name(dimension.key)),
      ...dimension.natural.map(({ column, name: own }) => `${name(own)} ${typeOf(column, speak, false)}`),
      ...dimension.attributes.map(
        ({ column, name: own, alias }) =>
          `${name(own)} ${typeOf(column, speak, alias !== 'd' || column.nullable)}`,
      ),
    ];
    parts.push(table(name(dimension.name), lines, speak.tail([name(dimension.key)])));
  }
  const foreign: string[] = [];
  const refer = (column: string, to: string, of: string): void => {
    if (speak.references) foreign.push(`FOREIGN KEY (${column}) REFERENCES ${to} (${of})`);
  };
  const lines = plan.degenerate.map(
    ({ column, name: own }) => `${name(own)} ${typeOf(column, speak, false)}`,
  );
  if (plan.date) {
    const own = name(dateKey(plan));
    lines.push(`${own} ${keyType(speak, speak.int, plan.date.column.nullable)}`);
    refer(own, plan.dates, 'date_key');
  }
  for (const { as, name: dimension, key, by } of plan.dimensions) {
    lines.push(`${name(as)} ${keyType(speak, BIG[speak.dialect] ?? 'bigint', by.optional)}`);
    refer(name(as), name(dimension), name(key));
  }
  for (const { column, name: own } of plan.measures)
    lines.push(`${name(own)} ${typeOf(column, speak, column.nullable)}`);
  if (speak.references && plan.key.length > 0) lines.push(`PRIMARY KEY (${plan.key.map(name).join(', ')})`);
  const key = plan.degenerate.map(each => name(each.name));
  const first = key.length > 0 ? key : [name(plan.dimensions[0]!.as)];
  parts.push(table(name(plan.name), [...lines, ...foreign], speak.tail(first)));
  return `${parts.join('\n\n')}\n`;
}

/** The statements that fill it from the tables that are there. */
export function loadOf(plan: StarPlan, speak: Speaker, catalog: Catalog): string {
  const { dialect } = speak;
  const name = (text: string) => sqlName(text, dialect);
  const of = (alias: string, column: string) => `${alias}.${name(column)}`;
  const source = sqlTable(plan.source, catalog);
  const statements: string[] = [];
  const headers = joinsText(plan.headers, catalog, name);
  const at = plan.date && of(plan.date.alias, plan.date.column.name);
  if (at !== undefined) {
    const columns = ['date_key', 'full_date', ...['year', 'quarter', 'month', 'day'].map(name)];
    const values = [
      speak.dateKey(at),
      speak.day(at),
      ...(['year', 'quarter', 'month', 'day'] as const).map(part => speak.part(part, at)),
    ];
    statements.push(
      `INSERT INTO ${plan.dates} (${columns.join(', ')})\nSELECT DISTINCT ${values.join(', ')}\nFROM ${source} AS s${headers}\nWHERE ${at} IS NOT NULL;`,
    );
  }
  for (const { source: from, name: dimension, key, natural, attributes, folded } of distinct(plan)) {
    const own = natural.map(({ column }) => of('d', column.name));
    const columns = [
      ...(speak.counts ? [] : [name(key)]),
      ...natural.map(each => name(each.name)),
      ...attributes.map(each => name(each.name)),
    ];
    const values = [
      ...(speak.counts ? [] : [`ROW_NUMBER() OVER (ORDER BY ${own.join(', ')})`]),
      ...own,
      ...attributes.map(({ alias, column }) => of(alias, column.name)),
    ];
    statements.push(
      `INSERT INTO ${name(dimension)} (${columns.join(', ')})\nSELECT ${values.join(', ')}\nFROM ${sqlTable(from, catalog)} AS d${joinsText(folded, catalog, name)};`,
    );
  }
  const joins = plan.dimensions.map(({ name: dimension, by, natural }, i) => {
    const on = by.on.map(({ own }, n) => `k${i + 1}.${name(natural[n]!.name)} = ${of(by.alias, own)}`);
    return `\n${by.optional ? 'LEFT JOIN' : 'JOIN'} ${name(dimension)} AS k${i + 1} ON ${on.join(' AND ')}`;
  });
  const columns = [
    ...plan.degenerate.map(each => name(each.name)),
    ...(plan.date ? [name(dateKey(plan))] : []),
    ...plan.dimensions.map(({ as }) => name(as)),
    ...plan.measures.map(each => name(each.name)),
  ];
  const values = [
    ...plan.degenerate.map(({ alias, column }) => of(alias, column.name)),
    ...(at === undefined ? [] : [speak.dateKey(at)]),
    ...plan.dimensions.map(({ key }, i) => `k${i + 1}.${name(key)}`),
    ...plan.measures.map(({ alias, column }) => of(alias, column.name)),
  ];
  statements.push(
    `INSERT INTO ${name(plan.name)} (${columns.join(', ')})\nSELECT ${values.join(', ')}\nFROM ${source} AS s${headers}${joins.join('')};`,
  );
  return `${statements.join('\n\n')}\n`;
}

/** A dimension that is seen in two parts is one table. */
function distinct({ dimensions }: StarPlan): readonly PlannedDimension[] {
  return [...new Map(dimensions.map(dimension => [dimension.name, dimension])).values()];
}

function dateKey({ date, dimensions }: StarPlan): string {
  const name = date?.name ? `${date.name}_date_key` : 'date_key';
  return dimensions.some(({ as }) => as === name) ? `${name}_2` : name;
}

function joinsText(joins: readonly Joined[], catalog: Catalog, name: (text: string) => string): string {
  return joins
    .map(({ alias, table: to, from, on, optional }) => {
      const tests = on.map(({ own, other }) => `${alias}.${name(other)} = ${from}.${name(own)}`);
      return `\n${optional ? 'LEFT JOIN' : 'JOIN'} ${sqlTable(to, catalog)} AS ${alias} ON ${tests.join(' AND ')}`;
    })
    .join('');
}

function table(name: string, lines: readonly string[], tail: string): string {
  return `CREATE TABLE ${name} (\n${lines.map(line => `  ${line}`).join(',\n')}\n)${tail};`;
}

function keyType({ dialect }: Speaker, type: string, optional: boolean): string {
  if (dialect === 'clickhouse') return optional ? `Nullable(${type})` : type;
  return optional ? type : `${type} NOT NULL`;
}

function typeOf(column: Column, { dialect }: Speaker, nullable: boolean): string {
  const type = column.type?.text ?? 'text';
  const modifiers = column.type?.modifiers?.length ? ` ${column.type.modifiers.join(' ')}` : '';
  return dialect === 'clickhouse' || nullable ? `${type}${modifiers}` : `${type}${modifiers} NOT NULL`;
}

const BIG: Partial<Record<Table['dialect'], string>> = {
  bigquery: 'INT64',
  spark: 'BIGINT',
  clickhouse: 'UInt64',
  snowflake: 'number(38, 0)',
  sqlite: 'INTEGER',
};
