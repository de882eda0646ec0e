import { createRequire } from 'node:module';
import type { Condition, QueryShape, Value } from '../../../../server/src/sql/ast/shape.js';
import { valuesIn } from '../../../../server/src/sql/tolerant/shapes/nodes.js';

/** What a SELECT says, as far as two readers can be compared: without places. */
export interface Essence {
  /** Aliases of the main block, or names where there are none. */
  readonly aliases: readonly string[];
  /** Columns in its WHERE, subqueries apart. */
  readonly where: readonly string[];
  readonly groupBy: number;
  readonly orderBy: number;
  readonly select: number;
}

const BUILDS: Readonly<Record<string, string>> = {
  mysql: 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  tsql: 'transactsql',
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  redshift: 'redshift',
  spark: 'hive',
  flink: 'flinksql',
};

interface Parser {
  astify(sql: string): unknown;
}

const parsers = new Map<string, Parser>();

/** What the grammar of node-sql-parser says; undefined where it refuses the text or reads no plain SELECT. */
export function ofGrammar(sql: string, dialect: string): Essence | undefined {
  const build = BUILDS[dialect];
  if (!build) return undefined;
  let parser = parsers.get(build);
  if (!parser) {
    const load = createRequire(__filename);
    const { Parser } = load(`node-sql-parser/build/${build}.js`) as { Parser: new () => Parser };
    parsers.set(build, (parser = new Parser()));
  }
  try {
    const ast = parser.astify(sql);
    const select = (Array.isArray(ast) ? ast[0] : ast) as Select;
    if (select?.type !== 'select' || select.set_op) return undefined;
    const list = (value: unknown): unknown[] =>
      Array.isArray(value)
        ? value
        : Array.isArray((value as { columns?: unknown })?.columns)
          ? (value as { columns: unknown[] }).columns
          : [];
    const aliases = list(select.from).flatMap(aliasOf).sort();
    // Two grammars take RIGHT for the alias of the table before it.
    if (aliases.includes('right')) return undefined;
    return {
      aliases,
      where: [...columnsOf(select.where)].sort(),
      groupBy: list(select.groupby).length,
      orderBy: list(select.orderby).length,
      select: select.columns === '*' ? 1 : list(select.columns).length,
    };
  } catch {
    return undefined;
  }
}

interface Select {
  readonly type?: string;
  readonly set_op?: unknown;
  readonly from?: unknown;
  readonly where?: unknown;
  readonly groupby?: unknown;
  readonly orderby?: unknown;
  readonly columns?: unknown;
}

function aliasOf(source: unknown): string[] {
  const { as, table, type } = source as { as?: unknown; table?: unknown; type?: unknown };
  if (type === 'dual') return [];
  const name = typeof as === 'string' ? as : typeof table === 'string' ? table : '';
  return name === '' ? [] : [name.split('.').at(-1)!.toLowerCase()];
}

function columnsOf(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  if (Array.isArray(node)) {
    for (const item of node) columnsOf(item, found);
    return found;
  }
  const record = node as Record<string, unknown>;
  if ('ast' in record || record.type === 'select') return found;
  if (record.type === 'column_ref') {
    const { column } = record;
    const named =
      typeof column === 'string' ? column : ((column as { expr?: { value?: unknown } })?.expr?.value ?? '');
    if (typeof named === 'string' && named !== '*' && !named.startsWith('@')) found.add(named.toLowerCase());
    return found;
  }
  for (const value of Object.values(record)) columnsOf(value, found);
  return found;
}

/** What our own reader says. */
export function ofShape(shape: QueryShape): Essence {
  const [main] = shape.blocks;
  const where = new Set<string>();
  const visit = (value: Value): void => {
    if (value.column && value.kind === 'column') where.add(value.column.name.toLowerCase());
    for (const arg of value.args ?? []) visit(arg);
    for (const arg of value.window ?? []) visit(arg);
  };
  const all = (conditions: readonly Condition[]): void => conditions.flatMap(valuesIn).forEach(visit);
  all(main!.where);
  return {
    aliases: main!.sources
      .filter(({ alias }) => alias !== '')
      .map(({ alias }) => alias.toLowerCase())
      .sort(),
    where: [...where].sort(),
    groupBy: main!.groupBy.length,
    orderBy: main!.orderBy.length,
    select: main!.select.length,
  };
}
