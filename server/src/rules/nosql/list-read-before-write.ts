import { useOf } from '../lib/cql/use.js';
import { textOf } from '../lib/edits.js';
import { display } from '../lib/naming.js';
import { columnOf } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'list-read-before-write',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ['cql'],
  summary: 'An element of a list is changed by its position or removed by its value.',
  gains: 'The order of the elements is kept.',
  costs:
    'The node has to read the whole list before it writes, and two writers who count positions at the same time change each other’s elements. Tried again after a timeout, an append happens twice.',
  fineWhen: 'Lists are short, and one writer changes each.',
  advice: 'Use a set, or a map whose keys give the order: their elements are written without reading.',
  sources: [
    {
      title: 'Cassandra: lists, operations that read before writing',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/types.html#lists',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id uuid PRIMARY KEY, tags list<text>);\nUPDATE s.users SET tags = tags - ['x'] WHERE id = ?;",
      says: 'tags',
    },
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id uuid PRIMARY KEY, tags list<text>);\nUPDATE s.users SET tags[2] = 'x' WHERE id = ?;",
      says: 'tags',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE s.users (id uuid PRIMARY KEY, tags set<text>, log list<text>);\nUPDATE s.users SET tags = tags - {'x'}, log = log + ['y'] WHERE id = ?;",
    },
  ],
  check(query, context) {
    const sets = query.shape.target?.sets ?? [];
    if (query.shape.verb !== 'update' || sets.length === 0) return;
    const found = useOf(query, context.workload);
    if (!found) return;
    for (const { column, value, span } of sets) {
      if (!columnOf(found.table, column.name)?.type?.text.startsWith('list<')) continue;
      const origin = { unit: query.unit, span };
      const removes = value.kind === 'arithmetic' && value.name === '-';
      if (!removes && !/^[\w"]+\s*\[/.test(textOf(origin))) continue;
      context.report({
        origin,
        message: `${removes ? 'Removing from' : 'Writing a position of'} the list ${display(found.table, context.catalog)}.${column.name} reads all of it first, and two writers at once disturb each other. Use a set or a map.`,
      });
    }
  },
});
