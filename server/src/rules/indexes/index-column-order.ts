import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName, plainColumns } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'index-column-order',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'In an index, a column that queries search by range stands before one that they compare by `=`.',
  gains: 'Queries that ask for the range alone are served.',
  costs:
    'An index is narrowed down by the columns up to the first range. What stands behind it is only checked, entry by entry, through the whole range.',
  fineWhen: 'The range is so narrow that few entries are left, or other queries need this order.',
  advice: 'Put the columns compared by `=` first, then the range.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'MySQL: range access of multiple-part indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/range-optimization.html',
    },
    { title: 'SQLite: WHERE clause and indexes', url: 'https://www.sqlite.org/optoverview.html' },
    {
      title: 'SQL Server: index design guide, column order',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'CockroachDB: secondary indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/schema-design-indexes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz NOT NULL, shop bigint NOT NULL);\nCREATE INDEX i ON orders (at, shop);\nSELECT id FROM orders WHERE shop = $1 AND at >= $2;',
      says: '(shop, at)',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, at datetime NOT NULL, shop int NOT NULL, KEY i (at, shop));\nSELECT id FROM orders WHERE shop = ? AND at BETWEEN ? AND ?;',
      says: '(shop, at)',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, at TEXT NOT NULL, shop INTEGER NOT NULL);\nCREATE INDEX i ON orders (at, shop);\nSELECT id FROM orders WHERE shop = ? AND at >= ?;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, at datetime2 NOT NULL, shop int NOT NULL, INDEX i (at, shop));\nGO\nSELECT id FROM orders WHERE shop = @s AND at >= @t;\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, at TIMESTAMPTZ NOT NULL, shop INT8 NOT NULL);\nCREATE INDEX i ON orders (at, shop);\nSELECT id FROM orders WHERE shop = $1 AND at >= $2;',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz NOT NULL, shop bigint NOT NULL);\nCREATE INDEX i ON orders (at, shop);\nSELECT id FROM orders WHERE shop = $1 AND at >= $2;\nSELECT id FROM orders WHERE at >= $1;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, at datetime NOT NULL, shop int NOT NULL, KEY i (at, shop));\nSELECT id FROM orders WHERE shop = ? AND at = ?;',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE orders (id INTEGER PRIMARY KEY, at TEXT NOT NULL, shop INTEGER NOT NULL);\nCREATE INDEX i ON orders (shop, at);\nSELECT id FROM orders WHERE shop = ? AND at >= ?;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, at datetime2 NOT NULL, shop int NOT NULL, INDEX i (at, shop), INDEX j (shop));\nGO\nSELECT id FROM orders WHERE shop = @s AND at >= @t;\n',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, at TIMESTAMPTZ NOT NULL, shop INT8 NOT NULL);\nCREATE INDEX i ON orders (shop, at);\nSELECT id FROM orders WHERE shop = $1 AND at >= $2;',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.indexes.length === 0) return;
    if (!accessPaths(table).some(isCandidate)) return;
    const uses = searches(lastingUses(table, context));
    if (uses.length === 0) return;
    for (const path of accessPaths(table)) {
      const columns = isCandidate(path) ? plainColumns(path) : undefined;
      const better = columns && betterOrder(columns, path, uses, table);
      if (better) report(table, path, better, context);
    }
  },
});

interface Better {
  readonly order: readonly string[];
  readonly range: string;
  readonly equals: readonly string[];
  readonly uses: readonly TableUse[];
}

function isCandidate(path: AccessPath): boolean {
  return (
    path.kind === 'index' &&
    !path.unique &&
    !path.inherited &&
    !path.only &&
    path.clustered !== true &&
    path.origin !== undefined &&
    path.parts.length > 1 &&
    isOrdered(path)
  );
}

function betterOrder(
  columns: readonly string[],
  path: AccessPath,
  uses: readonly TableUse[],
  table: Table,
): Better | undefined {
  for (const use of uses) {
    const equals = new Set([...use.equals, ...use.joins].map(test => test.column));
    const at = columns.findIndex(name => !equals.has(name));
    const range = columns[at];
    if (range === undefined || !use.ranges.some(test => test.column === range)) continue;
    const behind = columns.slice(at + 1).filter(name => equals.has(name));
    if (behind.length === 0 || isServedBetter(behind, path, table)) continue;
    const agree = uses.filter(other => behind.every(name => hasEquality(other, name)) && tests(other, range));
    // Another query that needs the range in front would lose by the change.
    const against = uses.some(
      other => !behind.every(name => hasEquality(other, name)) && wants(other, range),
    );
    if (against || use.uncertain) continue;
    const rest = columns.slice(at + 1).filter(name => !behind.includes(name));
    return {
      order: [...columns.slice(0, at), ...behind, range, ...rest],
      range,
      equals: behind,
      uses: agree,
    };
  }
  return undefined;
}

function isServedBetter(equals: readonly string[], path: AccessPath, table: Table): boolean {
  return accessPaths(table).some(
    other => other !== path && !other.where && equals.includes(other.parts[0]?.column?.value ?? ''),
  );
}

function hasEquality(use: TableUse, name: string): boolean {
  return use.equals.some(test => test.column === name) || use.joins.some(join => join.column === name);
}

function tests(use: TableUse, name: string): boolean {
  return use.ranges.some(test => test.column === name);
}

function wants(use: TableUse, name: string): boolean {
  return (
    tests(use, name) || hasEquality(use, name) || use.orderBy[0]?.column === name || use.groupBy[0] === name
  );
}

function report(table: Table, path: AccessPath, better: Better, context: RuleContext): void {
  const facts = context.workload.factsOf(table);
  if (isKnownSmall(facts)) return;
  const queries = [...new Set(better.uses.map(use => use.query))];
  const name = pathName(path);
  context.report({
    origin: path.origin!,
    severity: isKnownBig(facts) || isKnownHot(facts) ? 'warning' : facts.rows ? 'info' : 'hint',
    message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} has ${better.range}, which ${queries.length === 1 ? 'a query searches' : `${queries.length} queries search`} by range, before ${listed(better.equals)}, compared by =: every entry of the range is read. Make it (${better.order.join(', ')}).`,
    related: queries
      .slice(0, 20)
      .map(query => ({ origin: query.origin, message: `This query compares ${listed(better.equals)}.` })),
    fixes: () => fixes(path, better),
  });
}

function fixes(path: AccessPath, better: Better): Fix[] {
  const { unit } = path.origin!;
  const text = unit.piece.text;
  const start = path.parts[0]!.span.start;
  const end = path.parts[path.parts.length - 1]!.span.end;
  const written = better.order.map(name => {
    const part = path.parts.find(item => item.column?.value === name);
    return part && text.slice(part.span.start, part.span.end);
  });
  if (written.some(item => item === undefined) || /--|\/\*/.test(text.slice(start, end))) return [];
  const edit = { origin: { unit, span: { start, end } }, newText: written.join(', ') };
  return [{ title: `Order it (${better.order.join(', ')})`, edits: [edit], safe: false }];
}
