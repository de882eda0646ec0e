import type { Column, Table } from '../../schema/model.js';
import { insertAt, replace } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'sqlite-null-primary-key',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ['sqlite'],
  summary: 'A primary key of SQLite may hold NULL, because NOT NULL is not written.',
  gains: 'Nothing; it is an old mistake of SQLite that is kept for the sake of old databases.',
  costs:
    'Rows without a key get in, any number of them, since NULLs are distinct. Above all a column INT PRIMARY KEY is not filled by itself as INTEGER PRIMARY KEY is, so inserts that leave it out store NULL.',
  fineWhen: 'Every insert gives the key.',
  advice:
    'Write NOT NULL, or INTEGER PRIMARY KEY for numbers that SQLite counts, or make the table STRICT or WITHOUT ROWID.',
  sources: [
    { title: 'SQLite: the PRIMARY KEY', url: 'https://www.sqlite.org/lang_createtable.html#the_primary_key' },
    {
      title: 'SQLite: quirks, primary keys can sometimes contain NULLs',
      url: 'https://www.sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls',
    },
    {
      title: 'SQLite: ROWIDs and the INTEGER PRIMARY KEY',
      url: 'https://www.sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key',
    },
  ],
  bad: [
    { dialect: 'sqlite', sql: 'CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT);', says: 'email' },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (id INT PRIMARY KEY, name TEXT);', says: 'not counted' },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE seats (hall INT NOT NULL, place INT, PRIMARY KEY (hall, place));',
      says: 'place',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE events (shard INT NOT NULL, id BIGINT AUTO_INCREMENT UNIQUE, PRIMARY KEY (shard, id));',
      says: 'not counted',
    },
  ],
  good: [
    { dialect: 'sqlite', sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);' },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (email TEXT PRIMARY KEY NOT NULL, name TEXT);' },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;' },
    { dialect: 'sqlite', sql: 'CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT) STRICT;' },
  ],
  check(table, context) {
    const key = table.primaryKey;
    if (!isOwnTable(table) || !key) return;
    const open = key.columns.flatMap(name => {
      const column = columnLike(table, name);
      return column?.nullable ? [column] : [];
    });
    const first = open[0];
    if (!first) return;
    const counting = open.find(isMeantToCount);
    if (counting && key.columns.length > 1) {
      // No fix: NOT NULL would refuse the inserts that leave it to be counted.
      context.report({
        origin: counting.nameOrigin,
        message: `${counting.name} of ${display(table, context.catalog)} is not counted by SQLite, which takes AUTO_INCREMENT for a part of the type's name: inserts that leave it out store NULL. Only a single INTEGER PRIMARY KEY is counted.`,
      });
      return;
    }
    const names = listed(open.map(column => column.name));
    const counted = isNumber(first) && key.columns.length === 1;
    context.report({
      origin: first.nameOrigin,
      message: counted
        ? `${names} of ${display(table, context.catalog)} is not counted by SQLite, as its type is not exactly INTEGER: inserts that leave it out store NULL. Use INTEGER PRIMARY KEY, or write NOT NULL.`
        : `${names} of ${display(table, context.catalog)} may be NULL though it belongs to the primary key: SQLite wants NOT NULL written. Write NOT NULL.`,
      fixes: () => fixes(table, open, counted),
    });
  },
});

function isNumber(column: Column): boolean {
  return /int/i.test(column.type?.text ?? '');
}

/** The type of MySQL's counters, which SQLite accepts, as it accepts any words for a type. */
function isMeantToCount(column: Column): boolean {
  return /\bauto_?increment\b/i.test(column.type?.text ?? '');
}

/** Not safe: rows without a key may be there. */
function fixes(table: Table, columns: readonly Column[], counted: boolean): readonly Fix[] {
  const places = columns.map(column => column.typeOrigin);
  const made = table.origins[0]?.unit;
  if (!places.every(place => place !== undefined && place.unit === made)) return [];
  if (counted) return [{ title: 'Use INTEGER', edits: [replace(places[0]!, 'INTEGER')], safe: false }];
  const edits = places.map(place => insertAt(place!.unit, place!.span.end, ' NOT NULL'));
  return [{ title: 'Write NOT NULL', edits, safe: false }];
}
