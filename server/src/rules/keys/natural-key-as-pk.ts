import type { Table } from '../../schema/model.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'natural-key-as-pk',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'The primary key is an address, a number of a person or another value that changes or is private.',
  gains: 'No join is needed to see whom a row belongs to, and the value is unique without an index more.',
  costs:
    'People change their addresses and names, and numbers are mistyped: then every row that refers to it has to change as well. The value is repeated in each table and index that refers to it, in logs and in URLs, where private ones should not be.',
  fineWhen: 'Nothing refers to the table, or the value is a code that an authority never changes.',
  advice: 'Take a key without meaning (identity, UUID) and declare the value UNIQUE.',
  sources: [
    {
      title: 'PostgreSQL: primary keys',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS',
    },
    {
      title: 'MySQL: clustered and secondary indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: 'CREATE TABLE users (email text PRIMARY KEY, name text);', says: 'email' },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE people (ssn char(11) NOT NULL, name varchar(80), PRIMARY KEY (ssn));',
    },
    { dialect: 'sqlite', sql: 'CREATE TABLE contacts (phone_number TEXT PRIMARY KEY NOT NULL, name TEXT);' },
    { dialect: 'tsql', sql: 'CREATE TABLE users (UserName nvarchar(80) NOT NULL PRIMARY KEY, born date);' },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (email STRING PRIMARY KEY, name STRING);' },
  ],
  good: [
    { dialect: 'postgres', sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);' },
    { dialect: 'postgres', sql: 'CREATE TABLE countries (code char(2) PRIMARY KEY, name text);' },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\nCREATE TABLE bounces (email text PRIMARY KEY REFERENCES users (email), at date);',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE people (id int PRIMARY KEY, ssn char(11) NOT NULL UNIQUE);' },
    { dialect: 'sqlite', sql: 'CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT);' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, UserName nvarchar(80) NOT NULL);',
    },
    { dialect: 'cockroach', sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, email STRING UNIQUE);' },
  ],
  check(table, context) {
    const key = table.primaryKey;
    if (!isOwnTable(table) || key?.columns.length !== 1 || key.inherited) return;
    const column = columnLike(table, key.columns[0]!);
    const kind = column && kindOf(column.name);
    if (!column?.type || !kind || isReference(table, column.name)) return;
    if (typeClass(column.type, table.dialect, context.catalog).kind !== 'text' && kind === 'changes') return;
    const referring = context.catalog.referencing(table.key).length;
    context.report({
      origin: column.nameOrigin,
      ...(referring > 0 ? { severity: 'info' as const } : {}),
      message: `${display(table, context.catalog)} is identified by ${column.name}, which ${kind === 'changes' ? 'people change' : 'is private'}${referring > 0 ? `, and ${referring} foreign ${referring > 1 ? 'keys repeat' : 'key repeats'} it` : ''}. Use a key without meaning and declare ${column.name} UNIQUE.`,
    });
  },
});

function isReference(table: Table, name: string): boolean {
  return table.foreignKeys.some(key => key.columns.includes(name));
}

function kindOf(name: string): 'changes' | 'private' | undefined {
  if (PRIVATE.test(name)) return 'private';
  return CHANGES.test(name) ? 'changes' : undefined;
}

const CHANGES =
  /^(e_?mail|(user_?)?e_?mail_?(address)?|user_?name|login_?name|phone|phone_?number|mobile|telephone)$/i;
const PRIVATE =
  /^(ssn|social_?security_?(no|number)|passport_?(no|number)|national_?id|tax_?id|credit_?card_?(no|number))$/i;
