import { rowWidth } from '../../workload/capacity.js';
import { formatBytes } from '../../workload/figures.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { STANDBY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

/** A standby that is away over a night or a longer repair. */
const WANTED_HOURS = 8;

const files = (limit: string, growth: string) => ({
  ...STANDBY,
  'pg/primary/postgresql.conf': `${STANDBY['pg/primary/postgresql.conf']}max_slot_wal_keep_size = ${limit}\n`,
  'schema.sql': `-- faultline: growth=${growth}\nCREATE TABLE events (id bigint PRIMARY KEY, account bigint NOT NULL, at timestamptz NOT NULL);\n`,
});

export default defineRule({
  id: 'slot-limit-against-writes',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'At the rate that is told of the tables, max_slot_wal_keep_size lasts for less than a night.',
  gains: 'A standby that never comes back cannot fill the disk of the primary.',
  costs:
    'Once a slot would have to keep more than the limit, it is given up: the standby or subscriber that stood behind it has to be built anew. How long that takes follows from what is written; the rows alone are the least of it, indexes and full pages come on top.',
  fineWhen: 'Standbys are built anew without effort, or fetch old segments from an archive.',
  advice: 'Raise the limit to what the disk allows and the longest repair needs, or keep an archive.',
  sources: [
    {
      title: 'PostgreSQL: max_slot_wal_keep_size',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE',
    },
  ],
  bad: [clusterExample('postgres', files('1GB', '500M/day'), 'hours')],
  good: [
    clusterExample('postgres', files('500GB', '500M/day')),
    clusterExample('postgres', files('1GB', '1M/day')),
  ],
  check(cluster, context) {
    const limited = (each: typeof cluster) =>
      each.members.some(
        ({ settings }) => (settings.postgres?.given('max_slot_wal_keep_size')?.effective ?? -1) !== -1,
      );
    const setting = cluster.members
      .map(({ settings }) => settings.postgres?.given('max_slot_wal_keep_size'))
      .find(given => given !== undefined);
    const limit = setting?.effective;
    if (setting === undefined || typeof limit !== 'number' || limit <= 0) return;
    let perDay = 0;
    const told: { name: string; bytes: number; from: string }[] = [];
    for (const { table, facts, catalog } of tablesOf(cluster, context, limited)) {
      const width = rowWidth(table, facts, catalog);
      const rows = facts.growthPerDay ?? facts.writesPerSecond;
      if (width === undefined || rows === undefined || table.unlogged) continue;
      const bytes = width.bytes * (facts.growthPerDay === undefined ? rows.value * 86_400 : rows.value);
      perDay += bytes;
      told.push({ name: table.name, bytes, from: rows.source });
    }
    const hours = (limit / perDay) * 24;
    if (perDay <= 0 || hours >= WANTED_HOURS) return;
    const text = hours < 1 ? `${Math.max(1, Math.round(hours * 60))} minutes` : `${hours.toFixed(1)} hours`;
    context.report({
      origin: setting.written.origin,
      message: `The tables take in at least ${formatBytes(perDay)} a day, so ${formatBytes(limit)} lasts for at most ${text} (hours count without indexes and full pages): a standby that is away longer loses its slot and has to be built anew. Raise the limit or keep an archive.`,
      tradeOff: () => ({
        gains: ['A dead standby cannot fill the disk of the primary.'],
        costs: [`A standby that is away for more than ${text} has to be built anew.`],
        breakEven: `For ${WANTED_HOURS} hours the limit has to be at least ${formatBytes((perDay / 24) * WANTED_HOURS)}.`,
        advice: ['Raise the limit to what the disk allows, or keep an archive of the log.'],
        numbers: told.slice(0, 10).map(({ name, bytes, from }) => ({
          label: `${name}, bytes a day`,
          value: formatBytes(bytes),
          from,
        })),
      }),
    });
  },
});
