import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-hba-trust',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A line of pg_hba lets clients of the network in without a password.',
  gains: 'No password to hand out.',
  costs:
    'With `trust` anybody who reaches the port is the user that he says he is, the superuser too; on a line for replication he may copy the whole cluster.',
  fineWhen: 'Only addresses of this very machine are meant.',
  advice: 'Use scram-sha-256 or cert, on hostssl lines.',
  sources: [
    {
      title: 'PostgreSQL: trust authentication',
      url: 'https://www.postgresql.org/docs/current/auth-trust.html',
    },
    PATRONI_PAGES.dynamic,
  ],
  bad: [
    nodeExample(
      { dcs: 'postgresql:\n  pg_hba:\n    - host replication replicator 10.0.0.0/24 trust' },
      'replication',
    ),
    nodeExample({ postgresql: 'pg_hba:\n  - host all all 0.0.0.0/0 trust' }, 'without a password'),
  ],
  good: [
    nodeExample({
      postgresql:
        'pg_hba:\n  - local all all trust\n  - host all all 127.0.0.1/32 trust\n  - hostssl all all 0.0.0.0/0 scram-sha-256',
    }),
    nodeExample({ postgresql: 'pg_hba:\n  - host all all {{ network }} trust' }),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    const shared = cluster.members.map(({ settings }) => settings.patroni);
    for (const written of shared.flatMap(settings => settings?.written ?? [])) {
      if (written.key !== 'pg_hba' || typeof written.raw !== 'string' || written.raw.length > 1000) continue;
      const words = written.raw.trim().split(/\s+/);
      if (!/^host/.test(words[0] ?? '')) continue;
      const [, database = '', user = '', address = ''] = words;
      const masked = /^\d+\.\d+\.\d+\.\d+$/.test(words[4] ?? '');
      if (words[masked ? 5 : 4] !== 'trust') continue;
      if (/^(?:127\.|::1|localhost|samehost)/.test(address) || /[\uE000{$]/.test(address)) continue;
      const key = `${written.origin.unit.uri} ${written.origin.span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const what =
        database === 'replication'
          ? 'copy the whole cluster (replication)'
          : `work as ${user === 'all' ? 'any user, the superuser too,' : user}`;
      context.report({
        origin: written.origin,
        message: `Anybody at ${address.slice(0, 60)} may ${what} without a password. Use scram-sha-256 on a hostssl line.`,
      });
    }
  },
});
