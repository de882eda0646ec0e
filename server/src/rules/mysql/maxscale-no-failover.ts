import { maxscale, maxscaleExample, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const watch = (...lines: readonly string[]) => ({
  'maxscale.cnf': maxscale(lines, ['router=readwritesplit', 'causal_reads=local']),
});

export default defineRule({
  id: 'maxscale-no-failover',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['maxscale'],
  summary: 'MaxScale watches the primary and promotes nobody.',
  gains: 'Nothing happens without a person.',
  costs:
    'When the primary is lost writes stop until somebody calls failover, or changes the servers by hand.',
  fineWhen: 'Replicas are for reads or backups, or another program promotes.',
  advice:
    'auto_failover=true, with auto_rejoin=true for servers that come back, and semi-synchronous replication.',
  sources: [
    {
      title: 'MaxScale: auto_failover',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Monitors/MariaDB-Monitor.md#auto_failover',
    },
  ],
  bad: [
    maxscaleExample(watch(), 'promotes nobody'),
    maxscaleExample(watch('auto_failover=false'), 'promotes nobody'),
  ],
  good: [
    maxscaleExample(watch('auto_failover=true')),
    maxscaleExample(watch('enforce_simple_topology=true')),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'maxscale' || cluster.failover.kind !== 'manual') return;
    const all = routersBefore(cluster, 'maxscale');
    const router = all.find(({ failover, targets }) => failover?.kind === 'manual' && targets.length > 1);
    if (router === undefined || all.some(({ failover }) => failover?.kind === 'automatic')) return;
    if (router.settings.maxscale?.flag('passive') === true) return;
    context.report({
      origin: router.failover?.origin ?? router.check?.origin ?? router.origin,
      message: `MaxScale watches ${router.targets.length} servers and promotes nobody: auto_failover is off, and when the primary is lost writes stop until somebody acts.`,
    });
  },
});
