import { DAY, REPAIR, settingsOf, twins } from '../lib/cluster/cassandra.js';
import { durationText } from '../lib/durations.js';
import { defineRule } from '../rule.js';

const files = (days: number, grace: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\nCREATE TABLE shop.carts (id uuid PRIMARY KEY, items int)${grace};\n`,
  'cassandra-reaper.yaml': `segmentCountPerNode: 64\nrepairParallelism: DATACENTER_AWARE\nscheduleDaysBetween: ${days}\n`,
});

export default defineRule({
  id: 'cassandra-gc-grace-before-repair',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Tables forget deletions before the next repair has spread them.',
  gains: 'Tombstones leave the disk sooner.',
  costs:
    'A replica that missed a deletion learns of it from a repair. When the others have dropped the tombstone before, the repair brings the row back from that replica instead: deleted rows return.',
  fineWhen:
    'Rows of these tables are never deleted and never expire, or ScyllaDB drops tombstones after repairs only.',
  advice: 'Repair more often than `gc_grace_seconds`, with time left for a repair that fails.',
  sources: [
    REPAIR,
    {
      title: 'Cassandra: tombstones and zombies',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/tombstones.html',
    },
  ],
  bad: [
    ...twins(files(7, ' WITH gc_grace_seconds = 86400'), 'every 7 days'),
    ...twins(files(14, ' WITH gc_grace_seconds = 864000'), '10 days'),
  ],
  good: [
    ...twins(files(7, " WITH gc_grace_seconds = 0 AND tombstone_gc = {'mode': 'repair'}")),
    ...twins(files(7, ' WITH gc_grace_seconds = 864000')),
    ...twins(files(7, '')),
  ],
  check(cluster, context) {
    const schedule = cluster.settings[cluster.system]?.raw('reaper.scheduleDaysBetween');
    const days = typeof schedule?.raw === 'number' ? schedule.raw : undefined;
    if (schedule === undefined || days === undefined || days <= 0) return;
    const early = cluster.resources
      .flatMap(table => {
        const settings = table.kind === 'table' ? settingsOf(cluster, table) : undefined;
        const grace = settings?.given('gc_grace_seconds');
        // Rows that expire do so on every replica by themselves.
        const expires = (settings?.number('default_time_to_live') ?? 0) > 0;
        const waits = /repair|disabled/.test(settings?.text('tombstone_gc') ?? '');
        return typeof grace?.value !== 'number' || expires || waits || grace.value >= days * DAY
          ? []
          : [{ table, grace, ms: grace.value }];
      })
      .sort((a, b) => a.ms - b.ms);
    const [first, ...others] = early;
    if (first === undefined) return;
    context.report({
      origin: first.grace.written.origin,
      message: `${first.table.name} drops tombstones after ${durationText(first.ms / 1000)}, but repairs run every ${days} days: rows deleted while a replica was away come back${others.length > 0 ? `; ${others.length} more tables are like it` : ''}. Set gc_grace_seconds above ${days * 86_400}, or repair more often.`,
      related: [
        { origin: schedule.origin, message: `Repairs run every ${days} days.` },
        ...others
          .slice(0, 5)
          .map(({ table, grace }) => ({ origin: grace.written.origin, message: `${table.name}.` })),
      ],
    });
  },
});
