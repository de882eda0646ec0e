import { useOf } from '../lib/cql/use.js';
import { display, listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'null-insert-tombstone',
  subject: 'nosql',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ['cql'],
  summary: 'An INSERT writes NULL, which is a deletion.',
  gains: 'Values that stood there before are gone for sure.',
  costs:
    'Each NULL is a tombstone: it takes space until `gc_grace_seconds` and a compaction have passed, and each read has to pass over it.',
  fineWhen: 'The row may exist, and its old values have to go.',
  advice: 'Leave the columns without a value out; with prepared statements leave their parameters unset.',
  sources: [
    {
      title: 'DataStax driver: null and unset values',
      url: 'https://docs.datastax.com/en/developer/nodejs-driver/4.7/features/datatypes/nulls',
    },
    {
      title: 'Cassandra: INSERT JSON, NULL and UNSET',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/json.html',
    },
    {
      title: 'Cassandra: tombstones',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/tombstones.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, name text, phone text);\nINSERT INTO s.users (id, name, phone) VALUES (?, ?, null);',
      says: 'phone',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.users (id uuid PRIMARY KEY, name text, phone text);\nINSERT INTO s.users (id, name) VALUES (?, ?);\nUPDATE s.users SET phone = null WHERE id = ?;',
    },
  ],
  check(query, context) {
    const { shape } = query;
    const { target } = shape;
    if (shape.verb !== 'insert' || !target || target.columns.length !== target.values.length) return;
    const nulls = target.columns.filter((_, i) => {
      const value = target.values[i]!;
      return value.kind === 'constant' && value.constant === null;
    });
    if (nulls.length === 0) return;
    const found = useOf(query, context.workload);
    if (!found) return;
    context.report({
      origin: query.origin,
      message: `The NULL for ${listed(nulls.map(column => column.name))} is a tombstone in ${display(found.table, context.catalog)}, though nothing may have been there. Leave the ${nulls.length > 1 ? 'columns' : 'column'} out.`,
    });
  },
});
