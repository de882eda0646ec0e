import { ARCHITECTURE, keyspacesOf, one, settingsOf } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (factor: string, more = ''): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': '${factor}'${more}};\n`,
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
  // Of several data centres it is said once.
  bad: [...one(files('3/1'), '2 full'), ...one(files('3/1', ", 'us': '5/2'"), '2 full')],
  good: one(files('3')),
  check(cluster, context) {
    for (const keyspace of keyspacesOf(cluster)) {
      const transient = (settingsOf(cluster, keyspace)?.written ?? []).flatMap(({ key, raw, origin }) => {
        const found = key.startsWith('replication.') ? /^(\d+)\/(\d+)$/.exec(String(raw)) : null;
        return found ? [{ all: Number(found[1]), few: Number(found[2]), origin }] : [];
      });
      const [first, ...rest] = transient;
      if (first === undefined) continue;
      context.report({
        origin: first.origin,
        related: rest.map(({ all, few, origin }) => ({ origin, message: `${few} transient of ${all}.` })),
        message: `Keyspace ${keyspace.name} has ${first.few} transient of ${first.all} replicas: after a repair only ${first.all - first.few} full copies are left, conditional writes and counters do not work, and the feature is experimental. Use full replicas.`,
      });
    }
  },
});
