import type { Column, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { formatBytes, formatCount, indexBytes } from '../../workload/capacity.js';
import { replaceIn } from '../lib/edits.js';
import { isMysqlLike, MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isInnodb, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { defineRule, type Fix, type RuleContext, type Severity, type TradeOff } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', ...MYSQL_LIKE, 'tsql'];

export default defineRule({
  id: 'random-uuid-key',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENGINES,
  summary: 'The key of a large or clustered table is a random UUID.',
  gains: 'Keys can be made anywhere without asking the database, and do not tell how many rows there are.',
  costs:
    'Each insert goes to another place of the index, so nearly all of it has to stay in memory, pages split all over it, and PostgreSQL logs a full image of each page that it touches first after a checkpoint. In a clustered index (InnoDB, SQL Server) that holds for the rows themselves.',
  fineWhen: 'The index fits in memory and writes are few, or keys must not tell when they were made.',
  advice:
    'Make UUIDs that begin with the time: version 7 (`uuidv7()` of PostgreSQL 18), `UUID_TO_BIN(UUID(), 1)` of MySQL, `NEWSEQUENTIALID()` of SQL Server.',
  sources: [
    {
      title: 'PostgreSQL: UUID functions',
      url: 'https://www.postgresql.org/docs/current/functions-uuid.html',
    },
    {
      title: 'MySQL: UUID_TO_BIN and its swap flag',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/miscellaneous-functions.html',
    },
    { title: 'MariaDB: UUID data type', url: 'https://mariadb.com/kb/en/uuid-data-type/' },
    {
      title: 'SQL Server: NEWSEQUENTIALID',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/functions/newsequentialid-transact-sql',
    },
    { title: 'RFC 9562: UUID version 7', url: 'https://www.rfc-editor.org/rfc/rfc9562.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: '-- faultline: rows=50M writes=800/s\nCREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), at timestamptz);',
      says: 'uuidv7',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (\n  id char(36) NOT NULL DEFAULT (uuid()),\n  at datetime,\n  PRIMARY KEY (id)\n) ENGINE=InnoDB;',
      says: 'clustered',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE events (id uniqueidentifier NOT NULL DEFAULT NEWID() PRIMARY KEY, at datetime2);',
      says: 'NEWSEQUENTIALID',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '-- faultline: rows=50M writes=800/s\nCREATE TABLE events (id uuid PRIMARY KEY DEFAULT uuidv7(), at timestamptz);\nCREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid());',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id binary(16) NOT NULL DEFAULT (uuid_to_bin(uuid(), 1)), PRIMARY KEY (id));',
    },
    { dialect: 'mariadb', sql: 'CREATE TABLE events (id uuid NOT NULL DEFAULT uuid() PRIMARY KEY);' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE a (id uniqueidentifier NOT NULL DEFAULT NEWSEQUENTIALID() PRIMARY KEY);\nCREATE TABLE b (id uniqueidentifier NOT NULL DEFAULT NEWID() PRIMARY KEY NONCLUSTERED, n int);\nCREATE CLUSTERED INDEX b_n ON b (n);',
    },
  ],
  check(table, context) {
    const key = table.primaryKey;
    if (!isOwnTable(table) || key?.columns.length !== 1) return;
    const column = columnLike(table, key.columns[0]!);
    if (!column?.default || !isRandom(column, context)) return;
    const clustered = isMysqlLike(table.dialect)
      ? isInnodb(table)
      : table.dialect === 'tsql' && isClustered(table);
    if (!clustered && table.dialect !== 'postgres') return;
    const facts = context.workload.factsOf(table);
    const weighty = isKnownBig(facts) || isKnownHot(facts);
    // Many like random keys in PostgreSQL, where the rows stay in order: only figures speak against it.
    if (isKnownSmall(facts) || (!clustered && !weighty)) return;
    const severity: Severity = weighty && clustered ? 'warning' : weighty || clustered ? 'info' : 'hint';
    context.report({
      origin: column.default
        ? { unit: column.nameOrigin.unit, span: column.default.span }
        : column.nameOrigin,
      severity,
      message: `${display(table, context.catalog)}.${column.name} is a random UUID and the ${clustered ? 'clustered ' : ''}primary key: each insert goes to another page of ${clustered ? 'the table itself' : 'its index'}, all of which has to stay in memory. ${instead(table, context)}`,
      fixes: () => fixes(column, table, context),
      tradeOff: () => tradeOff(table, context),
    });
  },
});

function isRandom(column: Column, context: RuleContext): boolean {
  const called = column.default!.functions;
  if (context.dialect === 'postgres') return called.some(name => POSTGRES.has(name));
  if (context.dialect === 'tsql') return called.includes('newid');
  if (!called.includes('uuid')) return false;
  // MariaDB's own type keeps the time in front.
  if (column.type?.base === 'uuid') return false;
  return !/uuid_to_bin\s*\(.*,\s*(1|true)\s*\)/i.test(column.default!.text);
}

const POSTGRES = new Set(['gen_random_uuid', 'uuid_generate_v4', 'uuidv4']);

function isClustered(table: Table): boolean {
  if (table.primaryKey?.clustered !== undefined) return table.primaryKey.clustered;
  return !table.indexes.some(index => index.clustered) && !table.uniques.some(key => key.clustered);
}

function instead(table: Table, context: RuleContext): string {
  if (table.dialect === 'tsql') return 'Use NEWSEQUENTIALID(), or cluster by another column.';
  if (table.dialect === 'mysql')
    return 'Store UUID_TO_BIN(UUID(), 1) in a binary(16), or use AUTO_INCREMENT.';
  if (table.dialect === 'mariadb')
    return 'Use the type uuid, which keeps the time in front, or AUTO_INCREMENT.';
  return (context.engineVersion ?? 18) >= 18
    ? 'Use uuidv7() (PostgreSQL 18), which begins with the time.'
    : 'Let the application make UUIDs of version 7, which begin with the time.';
}

function fixes(column: Column, table: Table, context: RuleContext): Fix[] {
  const origin = { unit: column.nameOrigin.unit, span: column.default!.span };
  const { kind } = column.type ? typeClass(column.type, table.dialect, context.catalog) : { kind: '' };
  const migration = context.roleOf(origin) === 'migration';
  if (migration) return [];
  if (table.dialect === 'tsql') {
    const edit = replaceIn(origin, /\bnewid\b/i, 'NEWSEQUENTIALID');
    return edit ? [{ title: 'Use NEWSEQUENTIALID()', edits: [edit], safe: false }] : [];
  }
  if (table.dialect !== 'postgres' || kind !== 'uuid' || (context.engineVersion ?? 18) < 18) return [];
  const edit = replaceIn(origin, /[\w."]*(gen_random_uuid|uuid_generate_v4|uuidv4)"?\s*\(\s*\)/i, 'uuidv7()');
  return edit ? [{ title: 'Use uuidv7() (PostgreSQL 18)', edits: [edit], safe: false }] : [];
}

function tradeOff(table: Table, context: RuleContext): TradeOff {
  const facts = context.workload.factsOf(table);
  const rows = facts.rows;
  const costs = [
    'Inserts touch a random page each; pages split in the middle and stay about two thirds full.',
  ];
  const numbers: { label: string; value: string; from: string }[] = [];
  if (rows) {
    numbers.push({ label: 'rows', value: formatCount(rows.value), from: rows.source });
    const fresh = indexBytes(table, table.primaryKey?.columns ?? [], rows.value, facts, context.catalog);
    if (fresh !== undefined) {
      // Built in order, pages are 90 % full; splits in the middle leave them at 69 % (ln 2).
      const bytes = (fresh * 0.9) / 0.69;
      numbers.push({
        label: 'index of the key',
        value: formatBytes(bytes),
        from: 'rows × entry, at 69 % fill',
      });
      costs.push(
        `All ${formatBytes(bytes)} of the index are written to at random, so that much has to stay in memory.`,
      );
    }
  }
  if (facts.writesPerSecond) {
    const rate = facts.writesPerSecond;
    numbers.push({ label: 'writes per second', value: formatCount(rate.value), from: rate.source });
    if (table.dialect === 'postgres') {
      // A checkpoint every 5 minutes by default; each page touched first after it is logged whole (8 kB).
      const images = Math.ceil(rate.value * 300 * 8192);
      costs.push(
        `At ${formatCount(rate.value)} writes a second, up to ${formatBytes(images)} of page images go to the log between two checkpoints (5 minutes).`,
      );
    }
  }
  return {
    gains: ['Keys are made without the database and cannot be guessed.'],
    costs,
    breakEven: 'Until the index no longer fits in memory, the difference is hardly felt.',
    advice: [instead(table, context)],
    numbers,
  };
}
