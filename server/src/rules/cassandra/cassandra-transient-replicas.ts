import { ARCHITECTURE, keyspacesOf, one, settingsOf } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (factor: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': '${factor}'};\n`,
});

export default defineRule({
  id: 'cassandra-transient-replicas',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra'],
  summary: 'A keyspace has transient replicas, which are experimental.',
  gains: 'Less disk: transient replicas keep rows only until a repair has brought them to the full ones.',
  costs:
    'After a repair a row is on the full replicas only: of `3/1` two copies are left. Conditional writes, counters, secondary indexes, materialized views and monotonic reads do not work with them, and the feature is experimental.',
  fineWhen: 'It is tried out.',
  advice: 'Use full replicas.',
  sources: [ARCHITECTURE],
  bad: one(files('3/1'), '2 full'),
  good: one(files('3')),
  check(cluster, context) {
    for (const keyspace of keyspacesOf(cluster)) {
      for (const { key, raw, origin } of settingsOf(cluster, keyspace)?.written ?? []) {
        const found = key.startsWith('replication.') ? /^(\d+)\/(\d+)$/.exec(String(raw)) : null;
        if (!found) continue;
        const full = Number(found[1]) - Number(found[2]);
        context.report({
          origin,
          message: `Keyspace ${keyspace.name} has ${found[2]} transient of ${found[1]} replicas: after a repair only ${full} full copies are left, conditional writes and counters do not work, and the feature is experimental. Use full replicas.`,
        });
      }
    }
  },
});
