import type { Column } from '../../schema/model.js';
import { typePlace, writtenColumns } from '../lib/columns.js';
import { replace } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'sqlite-strict-type',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'error',
  engines: ['sqlite'],
  summary: 'A STRICT table has a column of a type that it does not take.',
  gains: 'Nothing: the statement fails.',
  costs:
    'A STRICT table takes INT, INTEGER, REAL, TEXT, BLOB and ANY alone. Any other name, a length too, is an error.',
  fineWhen: 'Never.',
  advice: 'Use one of the six types, with a CHECK for lengths and ranges.',
  sources: [{ title: 'SQLite: STRICT tables', url: 'https://www.sqlite.org/stricttables.html' }],
  bad: [
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL) STRICT;',
      says: 'name',
    },
    { dialect: 'sqlite', sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, price DECIMAL) STRICT;' },
    { dialect: 'sqlite', sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT(40)) STRICT;' },
  ],
  good: [
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price REAL, n INT, raw BLOB, more ANY) STRICT;',
    },
  ],
  check(table, context) {
    if (!table.options.some(option => option.name === 'strict')) return;
    const wrong = writtenColumns(table).find(column => column.type && !TYPES.test(column.type.text));
    if (!wrong) return;
    context.report({
      origin: typePlace(wrong),
      message: `${display(table, context.catalog)} is STRICT, which takes INT, INTEGER, REAL, TEXT, BLOB and ANY but not ${wrong.type!.text} of ${wrong.name}: the statement fails.`,
      fixes: () => fixes(wrong),
    });
  },
});

/** Not safe: a DATETIME may be meant as a text or as a number. */
function fixes(column: Column): readonly Fix[] {
  const type = affinity(column.type!.text);
  if (!column.typeOrigin || !type) return [];
  return [{ title: `Use ${type}`, edits: [replace(column.typeOrigin, type)], safe: false }];
}

function affinity(type: string): string | undefined {
  if (/int|bool/i.test(type)) return 'INTEGER';
  if (/char|clob|text|string|uuid|json|date|time/i.test(type)) return 'TEXT';
  if (/blob|binary/i.test(type)) return 'BLOB';
  return /real|floa|doub|dec|num/i.test(type) ? 'REAL' : undefined;
}

const TYPES = /^(int|integer|real|text|blob|any)$/i;
