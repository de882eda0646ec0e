import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'counter-with-other-columns',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['cql'],
  summary: 'Counters and other columns stand in one table, which the engine refuses.',
  gains: 'None: CREATE TABLE fails.',
  costs:
    'Outside of the primary key, either all columns of a table are counters, or none is. A key cannot be a counter.',
  fineWhen: 'Never.',
  advice: 'Keep the counters in a table of their own with the same key.',
  sources: [
    {
      title: 'Cassandra: limitations of counters',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/types.html#counter-limitations',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.stats (video uuid PRIMARY KEY, name text, views counter);',
      says: 'name',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.stats (views counter PRIMARY KEY);',
      says: 'key',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE v.stats (video uuid, day date, views counter, likes counter, PRIMARY KEY (video, day));',
    },
  ],
  check(table, context) {
    const counters = table.columns.filter(column => column.type?.base === 'counter');
    const [first] = counters;
    if (!first || table.columnsIncomplete) return;
    const keys = new Set(table.primaryKey?.columns);
    const inKey = counters.find(column => keys.has(column.name));
    const others = table.columns.filter(column => !keys.has(column.name) && !counters.includes(column));
    if (!inKey && others.length === 0) return;
    const name = display(table, context.catalog);
    context.report({
      origin: (inKey ?? first).nameOrigin,
      message: inKey
        ? `The counter ${inKey.name} of ${name} cannot be part of the primary key: CREATE TABLE fails. Make it a column of its own.`
        : `${name} has counters beside ${listed(others.map(column => column.name))}, and CREATE TABLE fails: counters need a table with nothing but its key and counters. Move them to one.`,
      related: others.map(column => ({ origin: column.nameOrigin, message: 'Not a counter.' })),
    });
  },
});
