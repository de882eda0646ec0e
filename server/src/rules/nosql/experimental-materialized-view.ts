import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'experimental-materialized-view',
  subject: 'nosql',
  since: '0.2.0',
  on: 'view',
  severity: 'hint',
  engines: ['cql'],
  summary: 'Cassandra calls materialized views experimental and refuses them by default.',
  gains: 'The cluster keeps a second copy under another key, and no program has to.',
  costs:
    'Since version 4.0 Cassandra refuses CREATE MATERIALIZED VIEW unless `materialized_views_enabled` is set. A view can silently drift from its table, and only rebuilding it makes that good.',
  fineWhen: 'The cluster is ScyllaDB, whose views are no experiment, or the setting is known to be on.',
  advice: 'Write the second table from the program, or use a storage-attached index.',
  sources: [
    {
      title: 'Cassandra: materialized views are experimental as of 4.0',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/data-modeling/intro.html',
    },
    {
      title: 'Cassandra: materialized_views_enabled (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.o (id uuid PRIMARY KEY, a text);\nCREATE MATERIALIZED VIEW s.by_a AS SELECT * FROM s.o WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id);',
      says: 'materialized_views_enabled',
    },
  ],
  good: [{ dialect: 'cql', sql: 'CREATE TABLE s.o_by_a (a text, id uuid, PRIMARY KEY (a, id));' }],
  check(view, context) {
    if (!view.materialized || (context.engineVersion ?? 5) < 4) return;
    context.report({
      origin: view.nameOrigin,
      message: `Cassandra 4.0 and later refuse the materialized view ${display(view, context.catalog)} unless materialized_views_enabled is set, and call such views experimental: they can drift from their table. ScyllaDB supports them.`,
    });
  },
});
