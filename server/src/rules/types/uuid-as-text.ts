import type { Column } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { reportColumns, writtenColumns } from '../lib/columns.js';
import { isMysqlLike, MYSQL_LIKE, POSTGRES_FAMILY } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'uuid-as-text',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: [...POSTGRES_FAMILY, ...MYSQL_LIKE, 'tsql'],
  summary: 'A column keeps UUIDs as text.',
  gains: 'Values read in any tool as they are, and other identifiers fit as well.',
  costs:
    'A UUID has 16 bytes, its text 36: rows, keys and every index on it are larger, comparisons slower. The same UUID in capitals or without hyphens is another text, and nothing refuses what is no UUID.',
  fineWhen: 'Identifiers of several kinds come from outside, or the table stays small.',
  advice:
    'Use uuid (PostgreSQL, CockroachDB, MariaDB 10.7), uniqueidentifier (SQL Server) or BINARY(16) (MySQL).',
  sources: [
    { title: 'PostgreSQL: UUID type', url: 'https://www.postgresql.org/docs/current/datatype-uuid.html' },
    {
      title: 'MySQL: UUID_TO_BIN()',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/miscellaneous-functions.html#function_uuid-to-bin',
    },
    { title: 'MariaDB: UUID data type', url: 'https://mariadb.com/kb/en/uuid-data-type/' },
    {
      title: 'SQL Server: uniqueidentifier',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/uniqueidentifier-transact-sql',
    },
    { title: 'CockroachDB: UUID', url: 'https://www.cockroachlabs.com/docs/stable/uuid' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id varchar(36) PRIMARY KEY, team_uuid text NOT NULL);',
      says: 'id and team_uuid',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id text PRIMARY KEY DEFAULT gen_random_uuid()::text, name text);',
      says: 'uuid',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id char(36) NOT NULL PRIMARY KEY, name varchar(80));',
      says: 'BINARY(16)',
    },
    {
      dialect: 'mariadb',
      sql: 'CREATE TABLE users (id char(36) NOT NULL PRIMARY KEY, name varchar(80));',
      says: 'UUID',
    },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id char(36) NOT NULL PRIMARY KEY, name nvarchar(80));' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (user_uuid STRING PRIMARY KEY, name STRING);' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id uuid PRIMARY KEY, uuid_version text, name varchar(36), digest char(64));',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE users (id binary(16) NOT NULL PRIMARY KEY, name varchar(80));' },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id uniqueidentifier NOT NULL PRIMARY KEY);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (id UUID PRIMARY KEY);' },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const found = writtenColumns(table).filter(column => {
      const type = column.type && typeClass(column.type, table.dialect, context.catalog);
      return type?.kind === 'text' && !type.array && isUuid(column, type.length);
    });
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'seem' : 'seems'} to hold UUIDs as text, which take 36 bytes instead of 16 in the row and in each index. Use ${typeFor(context.dialect)}.`,
    });
  },
});

function isUuid(column: Column, length: number | undefined): boolean {
  if (column.default?.functions.some(name => MAKERS.has(name.toLowerCase()))) return true;
  const words = wordsOf(column.name);
  const last = words.at(-1) ?? '';
  if (length === 36) return /^(id|ids?|uuid|guid|uid)$/.test(last) && !words.includes('external');
  return /^(uuid|guid)$/.test(last) && (length === undefined || (length >= 32 && length <= 40));
}

function typeFor(dialect: Dialect): string {
  if (dialect === 'tsql') return 'uniqueidentifier';
  if (dialect === 'mariadb') return 'UUID (10.7 and newer)';
  return isMysqlLike(dialect) ? 'BINARY(16) with UUID_TO_BIN()' : 'uuid';
}

const MAKERS = new Set([
  'gen_random_uuid',
  'uuid_generate_v4',
  'uuid_generate_v1',
  'uuidv7',
  'uuidv4',
  'uuid',
  'newid',
]);
