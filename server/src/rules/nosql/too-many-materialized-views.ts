import type { Origin } from '../../sql/reading.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'too-many-materialized-views',
  subject: 'nosql',
  since: '0.2.0',
  on: 'catalog',
  severity: 'info',
  engines: ['cql'],
  summary: 'A table has more than a few materialized views.',
  gains: 'The cluster keeps the copies for each question, and no program has to.',
  costs:
    'Each write reads the old row under a lock and writes each view, to other nodes. What a view missed is not found by reads of the table; repairing it is work of its own.',
  fineWhen: 'The table is small or written seldom.',
  advice: 'Write the copies from the program, or use storage-attached indexes for small results.',
  sources: [
    {
      title: 'Cassandra: materialized views',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/mvs.html',
    },
    {
      title: 'Cassandra: guardrail materialized_views_per_table (cassandra.yaml)',
      url: 'https://github.com/apache/cassandra/blob/trunk/conf/cassandra.yaml',
    },
  ],
  options: {
    maximum: {
      type: 'number',
      default: 2,
      description: 'Materialized views of one table that are not too many.',
    },
  },
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.o (id uuid PRIMARY KEY, a text, b text, c text);\nCREATE MATERIALIZED VIEW s.by_a AS SELECT * FROM s.o WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id);\nCREATE MATERIALIZED VIEW s.by_b AS SELECT * FROM s.o WHERE b IS NOT NULL AND id IS NOT NULL PRIMARY KEY (b, id);\nCREATE MATERIALIZED VIEW s.by_c AS SELECT * FROM s.o WHERE c IS NOT NULL AND id IS NOT NULL PRIMARY KEY (c, id);',
      says: '3 materialized views',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE s.o (id uuid PRIMARY KEY, a text);\nCREATE MATERIALIZED VIEW s.by_a AS SELECT * FROM s.o WHERE a IS NOT NULL AND id IS NOT NULL PRIMARY KEY (a, id);',
    },
  ],
  check(catalog, context) {
    const maximum = context.options.maximum as number;
    const views = new Map<string, { name: string; origin: Origin }[]>();
    for (const view of catalog.allViews()) {
      const [base] = view.reads;
      if (!view.materialized || base === undefined) continue;
      const known = views.get(base) ?? [];
      known.push({ name: view.name, origin: view.nameOrigin });
      views.set(base, known);
    }
    for (const [key, list] of views) {
      const table = list.length > maximum ? catalog.table(key) : undefined;
      if (!table) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} has ${list.length} materialized views: each write to it reads first and then writes them all. Keep those that a query needs.`,
        related: list.map(({ name, origin }) => ({ origin, message: `View ${name}` })),
      });
    }
  },
});
