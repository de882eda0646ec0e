import type { Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import type { TableUse } from '../../workload/model.js';
import { pathName } from '../lib/access.js';
import { replace, statementAfter } from '../lib/edits.js';
import { ENFORCING, isMysqlLike, isPostgresFamily } from '../lib/engines.js';
import { display, newName, sqlName, sqlTable } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { type TypeClass, typeClass } from '../lib/types.js';
import { indexLedBy, isExpressionIndexed, isFoundOtherwise, unqualified } from '../lib/workload/covered.js';
import { bareTest, innerColumn } from '../lib/workload/rewrites.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

type Wrapped = TableUse['wrapped'][number];

export default defineRule({
  id: 'wrapped-column',
  subject: 'queries',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'A query compares a function of an indexed column, so the index cannot find its rows.',
  gains: 'The test is written as one thinks of it.',
  costs:
    'An index holds the values of the column, not what the function makes of them: every row is read, the function worked out and the result compared.',
  fineWhen: 'Other tests of the query leave few rows over, or nearly all rows fit anyway.',
  advice:
    'Compare the bare column with a range (`at >= day AND at < day + 1`), move the function to the other side, or index the expression.',
  sources: [
    {
      title: 'PostgreSQL: indexes on expressions',
      url: 'https://www.postgresql.org/docs/current/indexes-expressional.html',
    },
    {
      title: 'MySQL: functional key parts',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html',
    },
    { title: 'MariaDB: sargable DATE and YEAR', url: 'https://mariadb.com/kb/en/sargable-date-and-year/' },
    { title: 'SQLite: indexes on expressions', url: 'https://www.sqlite.org/expridx.html' },
    {
      title: 'SQL Server: indexes on computed columns',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/indexes/indexes-on-computed-columns',
    },
    {
      title: 'CockroachDB: expression indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/expression-indexes',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz NOT NULL);\nCREATE INDEX orders_at ON orders (at);\nSELECT id FROM orders WHERE at::date = '2024-01-31';",
      says: "at >= '2024-01-31' AND at < '2024-02-01'",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);\nSELECT id FROM users WHERE lower(email) = $1;',
      says: 'lower(email)',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orders (id int PRIMARY KEY, at datetime NOT NULL, KEY by_at (at));\nSELECT id FROM orders WHERE month(at) = 5;',
      says: 'month(at)',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER NOT NULL);\nCREATE INDEX users_age ON users (age);\nSELECT id FROM users WHERE age + 1 > 18;',
      says: 'age > 17',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, at datetime2 NOT NULL, INDEX by_at (at));\nGO\nSELECT id FROM orders WHERE YEAR(at) = 2024;\n',
      says: "at < '20250101'",
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL UNIQUE);\nSELECT id FROM users WHERE lower(email) = $1;',
      says: 'lower(email)',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, at date);\nCREATE INDEX a ON users (lower(email));\nSELECT id FROM users WHERE lower(email) = lower($1);\nSELECT id FROM users WHERE email::text = 'x'::text;\nSELECT id FROM users WHERE id = $1 AND upper(email) = 'X';\nSELECT id FROM users WHERE date_part('year', at) = 2024;",
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE orders (id int PRIMARY KEY, at datetime NOT NULL, KEY by_at (at));\nSELECT id FROM orders WHERE at >= '2024-01-01' AND at < date_add('2024-01-01', INTERVAL 1 DAY);",
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER NOT NULL);\nCREATE INDEX users_age ON users (age);\nSELECT id FROM users WHERE age > 18 - 1;',
    },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE orders (id int NOT NULL PRIMARY KEY, at datetime2 NOT NULL, INDEX by_at (at));\nGO\nSELECT id FROM orders WHERE CAST(at AS date) = '2024-01-31';\n",
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING NOT NULL UNIQUE);\nSELECT id FROM users WHERE email = lower($1);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const said = new Set<string>();
    for (const use of lastingUses(table, context)) {
      for (const test of use.wrapped) {
        if (isWrapping(test, use, table, context)) report(test, use, table, context, said);
      }
    }
  },
});

function isWrapping(test: Wrapped, use: TableUse, table: Table, context: RuleContext): boolean {
  const { condition, wrapper, column } = test;
  if (
    condition.negated ||
    !(condition.kind === 'compare' || condition.kind === 'between' || condition.kind === 'in')
  )
    return false;
  if (condition.kind === 'compare' && !/^[<>]?=?$/.test(condition.operator)) return false;
  if (!innerColumn(wrapper) || !WRAPPERS.has(wrapper.kind) || !isGiven(test)) return false;
  if (wrapper.kind === 'arithmetic' && !/^[-+*/]$|^\|\|$/.test(wrapper.name ?? '')) return false;
  const type = columnLike(table, column)?.type;
  const own = type && typeClass(type, table.dialect, context.catalog);
  if (own && isFreeCast(wrapper, own, type.base, context)) return false;
  // On a partition key it is the pruning that is lost, which weighs more and has a rule of its own.
  if (table.partitioning?.parts.some(part => part.column?.value === column)) return false;
  return !isFoundOtherwise(use, table, column);
}

const WRAPPERS = new Set(['call', 'cast', 'arithmetic']);

/** True where the other side has no column in it: a join of two computed values is another matter. */
function isGiven({ condition, wrapper }: Wrapped): boolean {
  const sides =
    condition.kind === 'compare'
      ? [condition.left === wrapper ? condition.right : condition.left]
      : condition.kind === 'between'
        ? [condition.low, condition.high]
        : condition.kind === 'in'
          ? (condition.list ?? [])
          : [];
  return sides.length > 0 && sides.every(side => !hasColumn(side));
}

function hasColumn(value: Value): boolean {
  return value.kind === 'column' || value.kind === 'subquery' || (value.args ?? []).some(hasColumn);
}

/** Casts that change nothing that an index compares by. */
function isFreeCast(wrapper: Value, own: TypeClass, base: string, { dialect }: RuleContext): boolean {
  if (wrapper.kind !== 'cast') return false;
  if (wrapper.name === base) return true;
  // The optimizer of SQL Server turns this one into a range itself.
  if (dialect === 'tsql') return wrapper.name === 'date' && own.kind.startsWith('timestamp');
  return (
    own.kind === 'text' &&
    /^(text|varchar|character varying|bpchar|char|character|string)$/.test(wrapper.name ?? '') &&
    isPostgresFamily(dialect)
  );
}

function report(test: Wrapped, use: TableUse, table: Table, context: RuleContext, said: Set<string>): void {
  const { wrapper, column, condition, origin } = test;
  const expression = unqualified(wrapper.text, use);
  if (isExpressionIndexed(table, expression)) return;
  const path = indexLedBy(table, column);
  const foldsCase = wrapper.kind === 'call' && (wrapper.name === 'lower' || wrapper.name === 'upper');
  // Where nothing is indexed yet, only the case that everybody wants an index for.
  if (!path && !(foldsCase && isPostgresFamily(context.dialect))) return;
  const facts = context.workload.factsOf(table);
  if (isKnownSmall(facts)) return;
  const place = `${origin.unit.uri}:${origin.unit.piece.start}:${origin.span.start}`;
  if (said.has(place)) return;
  said.add(place);
  const type = columnLike(table, column)?.type;
  const kind = type ? typeClass(type, table.dialect, context.catalog).kind : '';
  const better = serverRewrites(wrapper, context)
    ? undefined
    : bareTest(condition, wrapper, kind, context.dialect);
  if (!better && serverRewrites(wrapper, context)) return;
  const shown = shortened(expression);
  const name = display(table, context.catalog);
  const why = path
    ? `${shown} cannot use ${pathName(path)} of ${name}, which holds ${column} itself: every row is read and compared.`
    : `No index of ${name} holds ${shown}: every row is read and compared.`;
  context.report({
    origin,
    severity: isKnownBig(facts) || (facts.rows && isKnownHot(facts)) ? 'warning' : path ? 'info' : 'hint',
    message: `${why} ${better ? `Write ${better}.` : adviceFor(foldsCase, column, shown, context)}`,
    ...(path?.origin ? { related: [{ origin: path.origin, message: 'The index that it passes by.' }] } : {}),
    fixes: () => fixes(test, use, table, better, expression, foldsCase, context),
  });
}

/** MariaDB turns DATE(c) and YEAR(c) compared with a constant into ranges since 11.1, and uses an index for UPPER(c) since 11.3. */
const SARGABLE = new Set(['date', 'year', 'upper', 'ucase']);

function serverRewrites(wrapper: Value, context: RuleContext): boolean {
  return (
    context.dialect === 'mariadb' &&
    (context.engineVersion ?? 11) >= 11 &&
    wrapper.kind === 'call' &&
    SARGABLE.has(wrapper.name ?? '')
  );
}

function adviceFor(foldsCase: boolean, column: string, shown: string, { dialect }: RuleContext): string {
  if (foldsCase && (isMysqlLike(dialect) || dialect === 'tsql'))
    return `Most collations ignore case: compare ${column} itself.`;
  if (dialect === 'mariadb' || dialect === 'tsql')
    return `Compare ${column} itself, or index a computed column.`;
  return `Compare ${column} itself, or index ${shown}.`;
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 60 ? `${flat.slice(0, 57)}...` : flat;
}

function fixes(
  test: Wrapped,
  use: TableUse,
  table: Table,
  better: string | undefined,
  expression: string,
  foldsCase: boolean,
  context: RuleContext,
): Fix[] {
  const { from } = use.query;
  if (better && (from === 'statement' || from === 'view')) {
    return [{ title: `Write ${better}`, edits: [replace(test.origin, better)], safe: false }];
  }
  const indexable = context.dialect === 'sqlite' || isPostgresFamily(context.dialect);
  if (!foldsCase || !indexable || context.dialect === 'yugabyte') return [];
  const name = sqlName(newName(table.name, test.column, test.wrapper.name ?? 'expr', 'idx'), table.dialect);
  const sql = `CREATE INDEX ${name} ON ${sqlTable(table, context.catalog)} (${expression})`;
  const edit = statementAfter(table.nameOrigin.unit, sql);
  return edit ? [{ title: `Index ${expression}`, edits: [edit], safe: false }] : [];
}
