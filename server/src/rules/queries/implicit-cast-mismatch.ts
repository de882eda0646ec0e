import type { Column, Table } from '../../schema/model.js';
import type { Value } from '../../sql/ast/shape.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Origin } from '../../sql/reading.js';
import type { ColumnTest, TableUse } from '../../workload/model.js';
import { pathName } from '../lib/access.js';
import { replace } from '../lib/edits.js';
import { isMysqlLike, MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { type TypeClass, typeClass, typeText } from '../lib/types.js';
import { indexLedBy } from '../lib/workload/covered.js';
import { isKnownBig, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', 'yugabyte', ...MYSQL_LIKE, 'tsql'];

export default defineRule({
  id: 'implicit-cast-mismatch',
  subject: 'queries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ENGINES,
  summary: 'A query compares a column with a value of another type, so that the column is converted.',
  gains: 'None that is meant: the engine converts silently.',
  costs:
    'It is the column that is converted, row by row, so its index cannot find the value. In MySQL a text compared with a number is read as a number as well, so that `1abc` equals 1.',
  fineWhen: 'The table is small.',
  advice:
    'Write the value, or cast the parameter, in the type of the column; give joined columns the same type.',
  sources: [
    {
      title: 'MySQL: type conversion in expression evaluation',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/type-conversion.html',
    },
    { title: 'MariaDB: type conversion', url: 'https://mariadb.com/kb/en/type-conversion/' },
    {
      title: 'SQL Server: data type precedence',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-type-precedence-transact-sql',
    },
    {
      title: 'PostgreSQL: operators and their types',
      url: 'https://www.postgresql.org/docs/current/typeconv-oper.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);\nSELECT total FROM orders WHERE id = 5.0;',
      says: 'numeric',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, phone varchar(20) NOT NULL, KEY by_phone (phone));\nSELECT id FROM users WHERE phone = 5551234;',
      says: 'by_phone',
    },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE users (id int NOT NULL PRIMARY KEY, code varchar(20) NOT NULL, INDEX by_code (code));\nGO\nSELECT id FROM users WHERE code = N'abc';\n",
      says: 'by_code',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, name text);\nCREATE TABLE logins (id int PRIMARY KEY, user varchar(20) NOT NULL, KEY (user));\nSELECT l.id FROM users u JOIN logins l ON l.user = u.id WHERE u.id = ?;',
      says: 'logins.user',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);\nCREATE INDEX a ON orders (total);\nSELECT id FROM orders WHERE id = 5;\nSELECT id FROM orders WHERE id = $1;\nSELECT id FROM orders WHERE total = 5;',
    },
    {
      dialect: 'mysql',
      sql: "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20) NOT NULL, KEY by_phone (phone));\nSELECT id FROM users WHERE phone = '5551234';\nSELECT id FROM users WHERE id = '5';",
    },
    {
      dialect: 'tsql',
      sql: "CREATE TABLE users (id int NOT NULL PRIMARY KEY, code varchar(20) NOT NULL, name nvarchar(20), INDEX by_code (code), INDEX by_name (name));\nGO\nSELECT id FROM users WHERE code = 'abc';\nGO\nSELECT id FROM users WHERE name = 'abc';\n",
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const said = new Set<string>();
    for (const use of lastingUses(table, context)) {
      for (const test of [...use.equals, ...use.ranges, ...use.others]) {
        if (test.condition.kind === 'compare') ofValue(test, use, table, context, said);
      }
      for (const join of use.joins) ofJoin(join, table, context, said);
    }
  },
});

function ofValue(
  test: ColumnTest,
  use: TableUse,
  table: Table,
  context: RuleContext,
  said: Set<string>,
): void {
  const column = columnLike(table, test.column);
  if (!column?.type || !test.value) return;
  const own = typeClass(column.type, table.dialect, context.catalog);
  const other = clashWith(own, test.value, context.dialect);
  const path = other && indexLedBy(table, column.name);
  if (!other || !path || isKnownSmall(context.workload.factsOf(table))) return;
  if (!isFirst(test.origin, said)) return;
  context.report({
    origin: test.origin,
    severity: other.severity,
    message: `${display(table, context.catalog)}.${column.name} is ${typeText(column.type)} and is compared with ${other.what}: the column is converted in every row, and ${other.where ?? ''}${pathName(path)} cannot find it. Write ${other.instead}.`,
    ...(path.origin ? { related: [{ origin: path.origin, message: 'The index that it passes by.' }] } : {}),
    fixes: (): Fix[] => {
      const exact = other.exact && (use.query.from === 'statement' || use.query.from === 'view');
      const origin = { unit: test.origin.unit, span: test.value!.span };
      return exact
        ? [{ title: `Write ${other.instead}`, edits: [replace(origin, other.instead)], safe: false }]
        : [];
    },
  });
}

interface Clash {
  readonly what: string;
  readonly instead: string;
  readonly exact: boolean;
  readonly severity: 'warning' | 'info';
  /** Where not everywhere. */
  readonly where?: string;
}

/** What a constant does to the column that it is compared with; undefined where the constant is what is converted. */
function clashWith(own: TypeClass, value: Value, dialect: Dialect): Clash | undefined {
  if (own.array) return undefined;
  const number = value.kind === 'constant' && typeof value.constant === 'number';
  if (own.kind === 'text' && number && (isMysqlLike(dialect) || dialect === 'tsql')) {
    const instead = `'${value.text}'`;
    return {
      what: `the number ${value.text}`,
      instead,
      exact: /^\d+$/.test(value.text),
      severity: 'warning',
    };
  }
  if (dialect === 'tsql') return national(own, value);
  if (isMysqlLike(dialect) || own.kind !== 'integer') return undefined;
  // `5.0` is numeric, and there is no index operator for an integer and that.
  if (number && /^\d+\.\d*$/.test(value.text)) {
    const whole = /^(\d+)\.0*$/.exec(value.text)?.[1];
    return {
      what: `${value.text}, a numeric`,
      instead: whole ?? 'a whole number',
      exact: whole !== undefined,
      severity: 'warning',
    };
  }
  const cast = value.kind === 'cast' ? value.name : undefined;
  return cast !== undefined && /^(numeric|decimal|float8|float4|double precision|real)$/.test(cast)
    ? { what: `a ${cast}`, instead: 'a cast to the type of the column', exact: false, severity: 'warning' }
    : undefined;
}

/** A literal with N in front is nvarchar, which ranks above varchar. How bad that is depends on the collation. */
function national(own: TypeClass, value: Value): Clash | undefined {
  if (own.kind !== 'text' || value.kind !== 'constant' || !/^N'/i.test(value.text)) return undefined;
  const plain = [...value.text].every(letter => letter.charCodeAt(0) < 128);
  return {
    what: 'an nvarchar literal',
    instead: value.text.slice(1),
    exact: plain,
    severity: 'info',
    where: 'under a SQL_ collation ',
  };
}

function ofJoin(
  join: TableUse['joins'][number],
  table: Table,
  context: RuleContext,
  said: Set<string>,
): void {
  const other = context.catalog.table(join.other.relation);
  const mine = columnLike(table, join.column);
  const theirs = other && columnLike(other, join.other.column);
  if (!other || !mine?.type || !theirs?.type) return;
  if (!isConverted(mine, theirs, table, context)) return;
  // What is declared as a foreign key is judged by its own rule.
  const declared = [table, other].some(side =>
    side.foreignKeys.some(
      key =>
        key.columns.includes(side === table ? mine.name : theirs.name) &&
        (key.refTable === table.key || key.refTable === other.key),
    ),
  );
  if (declared || !isFirst(join.origin, said)) return;
  const facts = context.workload.factsOf(table);
  if (isKnownSmall(facts)) return;
  const path = indexLedBy(table, mine.name);
  context.report({
    origin: join.origin,
    severity: path || isKnownBig(facts) ? 'warning' : 'info',
    message: `${display(table, context.catalog)}.${mine.name} is ${typeText(mine.type)}, ${display(other, context.catalog)}.${theirs.name} ${typeText(theirs.type)}: the join converts the former in every row${path ? `, and ${pathName(path)} cannot find it` : ''}. Give both columns one type.`,
    related: [
      { origin: mine.nameOrigin, message: `${typeText(mine.type)} here.` },
      { origin: theirs.nameOrigin, message: `${typeText(theirs.type)} here.` },
    ],
  });
}

/** True where it is `mine` that becomes the type of the other. */
function isConverted(mine: Column, theirs: Column, table: Table, context: RuleContext): boolean {
  const a = typeClass(mine.type!, table.dialect, context.catalog);
  const b = typeClass(theirs.type!, table.dialect, context.catalog);
  if (a.array || b.array) return false;
  if (a.kind === 'text') {
    if (isMysqlLike(table.dialect) || table.dialect === 'tsql')
      if (b.kind === 'integer' || b.kind === 'decimal') return true;
    return table.dialect === 'tsql' && b.kind === 'text' && isNational(theirs) && !isNational(mine);
  }
  if (isMysqlLike(table.dialect) || table.dialect === 'tsql') return false;
  return a.kind === 'integer' && (b.kind === 'decimal' || b.kind === 'float');
}

function isNational(column: Column): boolean {
  return /^n(var)?char$|^ntext$/.test(column.type!.base);
}

function isFirst(origin: Origin, said: Set<string>): boolean {
  const place = `${origin.unit.uri}:${origin.unit.piece.start}:${origin.span.start}`;
  if (said.has(place)) return false;
  said.add(place);
  return true;
}
