import type { Column, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { isMysqlLike, MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { lastingUses } from '../lib/workload/uses.js';
import { defineRule, type RuleContext, type Severity } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', ...MYSQL_LIKE, 'tsql'];

export default defineRule({
  id: 'collation-mismatch',
  subject: 'queries',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ENGINES,
  summary: 'A join compares texts of two collations or character sets.',
  gains: 'Each column sorts as its own readers expect.',
  costs:
    'Which rules decide whether two values are equal is not determined: engines refuse the comparison. Where only the character sets differ, MySQL converts one side, whose index is then of no use.',
  fineWhen: 'The query names a collation itself.',
  advice: 'Give both columns one collation, or write COLLATE where they meet.',
  sources: [
    { title: 'PostgreSQL: collation support', url: 'https://www.postgresql.org/docs/current/collation.html' },
    {
      title: 'MySQL: collation coercibility in expressions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/charset-collation-coercibility.html',
    },
    {
      title: 'MariaDB: supported character sets and collations',
      url: 'https://mariadb.com/kb/en/supported-character-sets-and-collations/',
    },
    {
      title: 'SQL Server: collation precedence',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/statements/collation-precedence-transact-sql',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE a (id bigint PRIMARY KEY, code text COLLATE "C" NOT NULL);\nCREATE TABLE b (id bigint PRIMARY KEY, code text COLLATE "POSIX" NOT NULL);\nSELECT a.id FROM a JOIN b ON a.code = b.code;',
      says: 'POSIX',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE a (id int PRIMARY KEY, code varchar(20) NOT NULL) COLLATE=utf8mb4_general_ci;\nCREATE TABLE b (id int PRIMARY KEY, code varchar(20) NOT NULL) COLLATE=utf8mb4_unicode_ci;\nSELECT a.id FROM a JOIN b ON a.code = b.code;',
      says: 'refuses',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE a (id int PRIMARY KEY, code varchar(20) NOT NULL) DEFAULT CHARSET=latin1;\nCREATE TABLE b (id int PRIMARY KEY, code varchar(20) NOT NULL) DEFAULT CHARSET=utf8mb4;\nSELECT a.id FROM a JOIN b ON a.code = b.code;',
      says: 'converts',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE a (id int NOT NULL PRIMARY KEY, code varchar(20) COLLATE Latin1_General_CI_AS NOT NULL);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, code varchar(20) COLLATE Latin1_General_CS_AS NOT NULL);\nGO\nSELECT a.id FROM a JOIN b ON a.code = b.code;\n',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE a (id bigint PRIMARY KEY, code text COLLATE "C" NOT NULL);\nCREATE TABLE b (id bigint PRIMARY KEY, code text NOT NULL);\nSELECT a.id FROM a JOIN b ON a.code = b.code;',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE a (id int PRIMARY KEY, code varchar(20) NOT NULL) COLLATE=utf8mb4_general_ci;\nCREATE TABLE b (id int PRIMARY KEY, code varchar(20) COLLATE utf8mb4_bin NOT NULL);\nSELECT a.id FROM a JOIN b ON a.code = b.code;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE a (id int NOT NULL PRIMARY KEY, code varchar(20) COLLATE Latin1_General_CI_AS NOT NULL);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, code varchar(20) NOT NULL);\nGO\nSELECT a.id FROM a JOIN b ON a.code = b.code;\n',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const said = new Set<string>();
    for (const use of lastingUses(table, context)) {
      for (const join of use.joins) {
        const other = context.catalog.table(join.other.relation);
        const mine = columnLike(table, join.column);
        const theirs = other && columnLike(other, join.other.column);
        // Each pair is met from both its sides; a table with itself agrees.
        if (!other || other.key <= table.key || !mine?.type || !theirs?.type) continue;
        if (!isText(mine, table, context) || !isText(theirs, other, context)) continue;
        const clash = clashOf(mine, table, theirs, other);
        const place = `${join.origin.unit.uri}:${join.origin.unit.piece.start}:${join.origin.span.start}`;
        if (!clash || said.has(place)) continue;
        said.add(place);
        context.report({
          origin: join.origin,
          severity: clash.severity,
          message: `${display(table, context.catalog)}.${mine.name} is ${clash.mine} and ${display(other, context.catalog)}.${theirs.name} is ${clash.theirs}: ${clash.happens}. Give both columns one collation.`,
          related: [
            { origin: mine.nameOrigin, message: `${clash.mine} here.` },
            { origin: theirs.nameOrigin, message: `${clash.theirs} here.` },
          ],
        });
      }
    }
  },
});

interface Clash {
  readonly mine: string;
  readonly theirs: string;
  readonly happens: string;
  readonly severity: Severity;
}

function isText(column: Column, table: Table, context: RuleContext): boolean {
  return typeClass(column.type!, table.dialect, context.catalog).kind === 'text';
}

function clashOf(mine: Column, table: Table, theirs: Column, other: Table): Clash | undefined {
  if (isMysqlLike(table.dialect)) return mysqlClash(mine, table, theirs, other);
  const [a, b] = [mine.collation, theirs.collation];
  // A column without one has the default of the database, which gives way (PostgreSQL) or is not known.
  if (a === undefined || b === undefined || same(a, b)) return undefined;
  if (/^"?default"?$/i.test(a) || /^"?default"?$/i.test(b)) return undefined;
  if (/database_default/i.test(a + b)) return undefined;
  return { mine: a, theirs: b, happens: 'the engine refuses to compare them', severity: 'error' };
}

function mysqlClash(mine: Column, table: Table, theirs: Column, other: Table): Clash | undefined {
  const a = mysqlOf(mine, table);
  const b = mysqlOf(theirs, other);
  if (!a.set || !b.set) return undefined;
  if (a.set !== b.set) {
    if (a.set === 'binary' || b.set === 'binary') return undefined;
    return {
      mine: a.collation ?? a.set,
      theirs: b.collation ?? b.set,
      happens: 'MySQL converts one of them in every row, and its index cannot find it',
      severity: 'info',
    };
  }
  // Binary collations win over others of their character set.
  if (!a.collation || !b.collation || a.collation === b.collation) return undefined;
  if (/_bin$/.test(a.collation) !== /_bin$/.test(b.collation)) return undefined;
  return {
    mine: a.collation,
    theirs: b.collation,
    happens: 'the engine refuses to compare them (error 1267)',
    severity: 'error',
  };
}

/** Character set and collation as far as they are written: on the column, else on the table. */
function mysqlOf(column: Column, table: Table): { set?: string; collation?: string } {
  const option = (list: Table['options'], name: RegExp) =>
    list.find(item => name.test(item.name))?.value.toLowerCase();
  const own = column.collation?.toLowerCase();
  const ownSet = option(column.options, SET);
  if (own !== undefined) return { set: setOf(own), collation: own };
  if (ownSet !== undefined) return { set: canonical(ownSet) };
  const collation = option(table.options, /^(default )?collate$/);
  if (collation !== undefined) return { set: setOf(collation), collation };
  const set = option(table.options, SET);
  return set === undefined ? {} : { set: canonical(set) };
}

const SET = /^(default )?(character set|charset)$/;

function setOf(collation: string): string {
  return canonical(collation.split('_')[0]!);
}

/** `utf8` is a name of utf8mb3. */
function canonical(set: string): string {
  return set === 'utf8' ? 'utf8mb3' : set;
}

function same(a: string, b: string): boolean {
  return a.replaceAll('"', '').toLowerCase() === b.replaceAll('"', '').toLowerCase();
}
