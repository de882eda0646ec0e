import type { Column, Table } from '../../schema/model.js';
import { accessPaths, plainColumns } from '../lib/access.js';
import { replaceIn } from '../lib/edits.js';
import { isMysqlLike } from '../lib/engines.js';
import { isGrowing, isRegistry } from '../lib/growing.js';
import { display, wordsOf } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { type TypeClass, typeClass, typeText } from '../lib/types.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'int-primary-key-overflow',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // SQLite's and CockroachDB's own integers have 64 bits.
  engines: ['postgres', 'yugabyte', 'mysql', 'mariadb', 'tsql'],
  summary: 'A counted primary key has a type that runs out after two thousand million rows or fewer.',
  gains: 'Four bytes less in each row, each index and each reference.',
  costs:
    'When the counter reaches the end, every insert fails; rolled back and conflicting inserts use up numbers too. Widening the column rewrites the table and all that refer to it, under a lock.',
  fineWhen: 'The number of rows ever made is bounded far below the limit.',
  advice: 'Use bigint for keys of tables that grow with use, and for the columns that refer to them.',
  sources: [
    {
      title: 'PostgreSQL: numeric types',
      url: 'https://www.postgresql.org/docs/current/datatype-numeric.html',
    },
    { title: 'MySQL: integer types', url: 'https://dev.mysql.com/doc/refman/8.4/en/integer-types.html' },
    {
      title: 'SQL Server: int, bigint, smallint, tinyint',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/int-bigint-smallint-and-tinyint-transact-sql',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id serial PRIMARY KEY, at timestamptz);',
      says: '2,147,483,647',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
      says: 'users',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE events (id int(11) unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (id));',
      says: '4,294,967,295',
    },
    { dialect: 'tsql', sql: 'CREATE TABLE events (id int IDENTITY(1,1) NOT NULL PRIMARY KEY);' },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE task_instances (id serial PRIMARY KEY, order_code text NOT NULL, host text, UNIQUE (order_code, host));',
      says: 'task_instances',
    },
    {
      dialect: 'postgres',
      sql: '-- faultline: growth=1M/day\nCREATE TABLE tags (id serial PRIMARY KEY);',
      says: 'tags',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE placements (id serial PRIMARY KEY, environment_code bigint NOT NULL, worker_group text, UNIQUE (environment_code, worker_group));\nCREATE TABLE alert_plugin_instances (id serial PRIMARY KEY);\nCREATE TABLE sales_quotas (id serial PRIMARY KEY);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id uuid PRIMARY KEY);\nCREATE TABLE rosters (id serial PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, day date NOT NULL, shift text NOT NULL, UNIQUE (user_id, day, shift));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id bigserial PRIMARY KEY);\nCREATE TABLE kinds (id int PRIMARY KEY);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE tenants (id serial PRIMARY KEY);\nCREATE TABLE account_settings (id serial PRIMARY KEY);\nCREATE TABLE dim_place (id serial PRIMARY KEY);',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE carts (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY);' },
    { dialect: 'mysql', sql: 'CREATE TABLE events (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);' },
    { dialect: 'tsql', sql: 'CREATE TABLE events (id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY);' },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const [name, ...more] = table.primaryKey?.columns ?? [];
    const column = name !== undefined && more.length === 0 ? columnLike(table, name) : undefined;
    if (!column?.type || column.inherited || !isCounted(column)) return;
    const type = typeClass(column.type, table.dialect, context.catalog);
    if (type.kind !== 'integer' || (type.bits ?? 64) > 32) return;
    const small = (type.bits ?? 32) < 32;
    const known = growsByFacts(table, type, context);
    const grows = known || (isGrowing(table.name) && !hasFew(table));
    if (!grows && (isBounded(table, type) || isBoundedByKey(table, column.name, context))) return;
    context.report({
      origin: column.typeOrigin ?? column.nameOrigin,
      severity: grows ? 'info' : 'hint',
      message: `${display(table, context.catalog)}.${column.name} (${typeText(column.type)}) counts up to ${limit(type)}; after that every insert fails. ${small ? 'Use a wider type' : 'Use bigint'}, unless the table stays far below.`,
      fixes: fixes(table, column, context),
    });
  },
});

function isCounted(column: Column): boolean {
  return (
    column.serial || column.identity !== undefined || (column.default?.functions.includes('nextval') ?? false)
  );
}

/** True where what is known of the table takes it to a tenth of the limit within ten years. */
function growsByFacts(table: Table, type: TypeClass, context: RuleContext): boolean {
  const { rows, growthPerDay } = context.workload.factsOf(table);
  return (rows?.value ?? 0) + 3650 * (growthPerDay?.value ?? 0) >= Number(highest(type)) / 10;
}

/** Four thousand million are plenty, and what people set up one by one never comes near. */
function isBounded(table: Table, type: TypeClass): boolean {
  return (type.unsigned === true && type.bits === 32) || isRegistry(table.name);
}

/** MySQL's dumps say what comes next: where that is little, the name alone says no more. */
function hasFew(table: Table): boolean {
  const next = Number(table.options.find(({ name }) => name === 'auto_increment')?.value ?? Number.NaN);
  return next > 1 && next < 1_000_000;
}

/** Another unique key of days, of references and of what has few values leaves no room for so many rows. */
function isBoundedByKey(table: Table, id: string, { catalog }: RuleContext): boolean {
  return accessPaths(table).some(path => {
    if (!path.unique || path.where || path.kind === 'primary key') return false;
    const columns = plainColumns(path);
    if (!columns?.length || columns.includes(id)) return false;
    // NULLs repeat, but few rows have one where another column has to be given.
    if (columns.every(name => columnLike(table, name)?.nullable !== false)) return false;
    return columns.every(name => {
      const column = columnLike(table, name);
      if (!column) return false;
      if (column.type?.base === 'date' || column.type?.base === 'boolean') return true;
      if (column.type && catalog.enumType(column.type.schema, column.type.base)) return true;
      if (
        table.foreignKeys.some(key => key.columns.some(other => other.toLowerCase() === name.toLowerCase()))
      )
        return true;
      const words = wordsOf(name);
      if (columns.length > 1 && (isRegistry(name) || isRegistryCode(words))) return true;
      return words.length > 1 ? /^(?:id|key)$/.test(words.at(-1)!) : FEW.has(words[0] ?? '');
    });
  });
}

/** `environment_code`: one of few, as there are few of what it is the code of. */
function isRegistryCode(words: readonly string[]): boolean {
  return words.length > 1 && words.at(-1) === 'code' && isRegistry(words.slice(0, -1).join('_'));
}

const FEW = new Set('shift type kind status state level category month quarter year weekday hour'.split(' '));

function highest(type: TypeClass): bigint {
  return 2n ** BigInt(type.unsigned ? type.bits! : type.bits! - 1) - 1n;
}

function limit(type: TypeClass): string {
  return highest(type)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Not safe: the columns that refer to this one have to follow. */
function fixes(table: Table, column: Column, context: RuleContext): Fix[] {
  if (!column.typeOrigin || table.dialect !== context.dialect) return [];
  const mysql = isMysqlLike(table.dialect);
  const pattern = /\b(small|big)?serial[24]?\b|\b(tiny|small|medium)?int(eger|2|4)?\b(\s*\(\s*\d+\s*\))?/i;
  const edit = replaceIn(column.typeOrigin, pattern, column.serial && !mysql ? 'bigserial' : 'bigint');
  return edit ? [{ title: 'Use bigint', edits: [edit], safe: false }] : [];
}
