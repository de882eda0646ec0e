import { reportColumns, writtenColumns } from '../lib/columns.js';
import { replaceIn } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'sqlite-type-affinity',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: ['sqlite'],
  summary: 'A column of type STRING turns texts that look like numbers into numbers.',
  gains: 'Nothing: SQLite has no type of that name.',
  costs:
    "SQLite takes the kind of a column from words in its type, and STRING has none of those for text, so it counts as NUMERIC: '007' is stored as 7, '1e3' as 1000, and what was written is lost.",
  fineWhen: 'No value ever looks like a number.',
  advice: 'Use TEXT.',
  sources: [
    {
      title: 'SQLite: determination of column affinity',
      url: 'https://www.sqlite.org/datatype3.html#determination_of_column_affinity',
    },
    {
      title: 'SQLite: column affinity behaviour',
      url: 'https://www.sqlite.org/datatype3.html#type_affinity',
    },
  ],
  bad: [
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, code STRING NOT NULL, name string(40));',
      says: 'code and name',
    },
  ],
  good: [
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT NOT NULL, name VARCHAR(40));',
    },
  ],
  check(table, context) {
    if (table.options.some(option => option.name === 'strict')) return;
    const found = writtenColumns(table).filter(column => /^n?str(ing)?$/.test(column.type?.base ?? ''));
    if (found.length === 0) return;
    const names = listed(found.map(column => column.name));
    reportColumns(found, context, {
      message: `${names} of ${display(table, context.catalog)} ${found.length > 1 ? 'count' : 'counts'} as numeric, since SQLite knows no ${found[0]!.type!.base.toUpperCase()}: '007' is stored as 7. Use TEXT.`,
      title: 'Use TEXT',
      edit: column =>
        column.typeOrigin &&
        replaceIn(column.typeOrigin, /^["`[]?n?str(ing)?["`\]]?(\s*\(\s*\d+\s*\))?/i, 'TEXT'),
    });
  },
});
