import type { Column, Table } from '../../schema/model.js';
import { replace } from '../lib/edits.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { defineRule, type Edit } from '../rule.js';

export default defineRule({
  id: 'char-padding',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  // MySQL takes the padding off when it reads; SQLite and CockroachDB never pad.
  engines: ['postgres', 'yugabyte', 'redshift', 'tsql'],
  summary: 'A char(n) column fills every value with blanks up to its length.',
  gains: 'In SQL Server and Redshift a fixed length needs no bytes for a length.',
  costs:
    'Blanks are stored, read and sent; LIKE, concatenation and comparison with text see or drop them in ways that surprise. It checks no minimum length.',
  fineWhen: 'Every value has exactly that length: country codes, hashes, identifiers.',
  advice: 'Use varchar(n), or text with a CHECK on its length.',
  sources: [
    {
      title: 'PostgreSQL: character types',
      url: 'https://www.postgresql.org/docs/current/datatype-character.html',
    },
    {
      title: 'SQL Server: char and varchar',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/char-and-varchar-transact-sql',
    },
    {
      title: 'Redshift: character types',
      url: 'https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name char(50), city character(30));',
      says: 'name and city',
    },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, name nchar(50));' },
    { dialect: 'redshift', sql: 'CREATE TABLE users (id bigint, name char(50));' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE stock (id bigint PRIMARY KEY, dist_01 char(24), dist_02 char(24), dist_03 char(24), dist_04 char(24));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50), country_code char(2), sha256 char(64), flag char(1));',
    },
    { dialect: 'tsql', sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, name nvarchar(40));' },
    { dialect: 'redshift', sql: 'CREATE TABLE users (id bigint, country char(2));' },
  ],
  check(table, context) {
    if (table.partitionOf) return;
    const found = table.columns.filter(
      column => !column.inherited && isPadded(column) && !isOfSeries(table, column),
    );
    const first = found[0];
    if (!first) return;
    const names = listed(found.map(column => column.name));
    context.report({
      origin: first.typeOrigin ?? first.nameOrigin,
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'are' : 'is'} filled with blanks to the full length, which comparisons and LIKE treat unevenly. Use varchar unless every value has that length.`,
      related: found.slice(1).map(column => ({
        origin: column.typeOrigin ?? column.nameOrigin,
        message: `${column.name} as well.`,
      })),
      fixes: fixes(found),
    });
  },
});

/** Short codes and names of things with a fixed length are what the type is for. */
function isPadded(column: Column): boolean {
  const base = column.type?.base ?? '';
  if (!/^(char|character|bpchar|nchar)$/.test(base) || column.type!.dimensions > 0) return false;
  const length = Number(column.type!.args[0] ?? 1);
  return length > 3 && !FIXED_LENGTHS.has(length) && !wordsOf(column.name).some(word => FIXED.test(word));
}

/** `dist_01` to `dist_10`, all of one length: such a series is of codes that fill it. */
function isOfSeries(table: Table, { name, type }: Column): boolean {
  const stem = stemOf(name);
  if (stem === undefined) return false;
  const alike = table.columns.filter(
    other =>
      stemOf(other.name) === stem && other.type?.base === type?.base && other.type?.args[0] === type?.args[0],
  );
  return alike.length >= 4;
}

function stemOf(name: string): string | undefined {
  return /^(.*\D)\d{1,3}$/.exec(name)?.[1]?.toLowerCase();
}

function fixes(columns: readonly Column[]) {
  const edits: Edit[] = [];
  for (const column of columns) {
    if (!column.typeOrigin) return [];
    const national = column.type!.base === 'nchar' ? 'nvarchar' : 'varchar';
    edits.push(replace(column.typeOrigin, `${national}(${column.type!.args[0]})`));
  }
  return [{ title: 'Use varchar', edits, safe: false }];
}

/** MD5, UUID, SHA-1, SHA-256 and their kin in hexadecimal, bcrypt. */
const FIXED_LENGTHS = new Set([32, 36, 40, 56, 60, 64, 96, 128]);
const FIXED =
  /^(code|iso|iso\d|hash|md5|sha\d*|digest|checksum|uuid|guid|currency|country|state|lang|language|locale|zip|zipcode|postcode|phone|ssn|isbn|iban|bic|vin|ean|key|token|date|year|quarter|month|time|flag|status|type|id|no|num|number|cd)$/;
