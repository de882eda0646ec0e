import type { Cluster, Link } from '../../cluster/model.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const files = (delay: string, freshness: string) => ({
  'pg/primary/postgresql.conf': "cluster_name = 'a'\nsynchronous_standby_names = ''\nwal_level = replica\n",
  'pg/standby/postgresql.conf': `cluster_name = 'b'\nprimary_conninfo = 'host=primary port=5432 user=repl application_name=b'\nrecovery_min_apply_delay = '${delay}'\n`,
  'pg/standby/standby.signal': '',
  'pg/haproxy.cfg':
    'frontend reads\n  mode tcp\n  bind *:5433\n  default_backend replicas\nbackend replicas\n  mode tcp\n  option httpchk GET /replica\n  server b b:5432 check port 8008\n  server a primary:5432 check port 8008\n',
  'schema.sql': `-- faultline: freshness=${freshness}\nCREATE TABLE prices (id bigint PRIMARY KEY, price numeric);\n`,
});

export default defineRule({
  id: 'freshness-against-delay',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Reads go to a standby that is held back on purpose for longer than a table may be out of date.',
  gains: 'A standby that lags on purpose still has what was deleted by mistake.',
  costs: 'Every read there is at least that old, though the program was promised fresher rows.',
  fineWhen: 'The router leaves the delayed standby out by other means.',
  advice: 'Take the delayed standby out of the router; keep it for repairs alone.',
  sources: [
    {
      title: 'PostgreSQL: recovery_min_apply_delay',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-RECOVERY-MIN-APPLY-DELAY',
    },
  ],
  bad: [clusterExample('postgres', files('1h', '5s'), '3600 s')],
  good: [clusterExample('postgres', files('1s', '5s')), clusterExample('postgres', files('1h', '1d'))],
  check(cluster, context) {
    const found = delayedRead(cluster);
    for (const { table, facts, catalog } of tablesOf(
      cluster,
      context,
      each => delayedRead(each) !== undefined,
    )) {
      const most = facts.freshnessSeconds?.value;
      if (found === undefined || most === undefined || found.link.delay! / 1000 <= most) continue;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} may be ${most} s out of date, and ${found.router} sends reads to ${found.link.to}, which is held back by ${found.link.delay! / 1000} s on purpose. Take the delayed standby out of the router.`,
        related: [{ origin: found.link.origin, message: 'The delayed standby.' }],
      });
    }
  },
});

/** A standby that is delayed on purpose and read from through a router. */
function delayedRead(cluster: Cluster): { readonly link: Link; readonly router: string } | undefined {
  if (!cluster.systems.has('postgres')) return undefined;
  for (const link of cluster.links) {
    if (link.delay === undefined || link.delay <= 0) continue;
    const member = cluster.members.find(({ id }) => id === link.to);
    const names = new Set([link.to, ...(member?.addresses ?? [])].map(hostPart));
    const router = cluster.routers.find(
      ({ purpose, targets }) => purpose === 'read' && targets.some(({ text }) => names.has(hostPart(text))),
    );
    if (router !== undefined) return { link, router: router.id };
  }
  return undefined;
}

function hostPart(address: string): string {
  return address.toLowerCase().replace(/:\d+$/, '');
}
