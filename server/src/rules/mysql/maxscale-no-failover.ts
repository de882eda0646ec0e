import { isOnOneMachine } from '../lib/cluster/one-machine.js';
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
      title: 'replication-manager: failover-mode',
      url: 'https://github.com/signal18/replication-manager',
    },
    {
      title: 'MaxScale: auto_failover',
      url: 'https://github.com/mariadb-corporation/MaxScale/blob/24.08/Documentation/Monitors/MariaDB-Monitor.md#auto_failover',
    },
  ],
  bad: [
    maxscaleExample(watch(), 'promotes nobody'),
    maxscaleExample(watch('auto_failover=false'), 'promotes nobody'),
    // The manager beside it waits for somebody as well.
    maxscaleExample(
      {
        ...watch(),
        'manager/config.toml':
          '[shop]\ndb-servers-hosts = "source,replica"\nfailover-mode = "manual"\nreplication-credential = "repl:x"\n',
      },
      'promotes nobody',
    ),
  ],
  good: [
    maxscaleExample(watch('auto_failover=true')),
    maxscaleExample(watch('enforce_simple_topology=true')),
    // Another program promotes.
    maxscaleExample({
      ...watch(),
      'manager/config.toml':
        '[shop]\ndb-servers-hosts = "source,replica"\nfailover-mode = "automatic"\nreplication-credential = "repl:x"\n',
    }),
    maxscaleExample({
      ...watch(),
      'compose.manager.yml':
        'services:\n  manager:\n    image: signal18/replication-manager:2.3\n    environment:\n      KIND: mariadb\n',
    }),
  ],
  check(cluster, context) {
    if (cluster.failover.by !== 'maxscale' || cluster.failover.kind !== 'manual') return;
    // Another program of the project does, such as Signal 18's replication-manager.
    if (cluster.failover.steps === true) return;
    // On one machine containers are started again, and nobody else is left to be promoted when it is lost.
    if (isOnOneMachine(cluster, context.clusters)) return;
    const all = routersBefore(cluster, 'maxscale');
    const router = all.find(({ failover, targets }) => failover?.kind === 'manual' && targets.length > 1);
    if (router === undefined || all.some(({ failover }) => failover?.kind === 'automatic')) return;
    if (router.settings.maxscale?.flag('passive') === true) return;
    // Servers that no file shows may well be the nodes of the Galera cluster that one does.
    if (
      cluster.members.every(({ configured }) => !configured) &&
      context.clusters.some(({ system }) => system === 'galera')
    )
      return;
    // Before 2.2 there was nothing to be switched on.
    const settings = router.settings.maxscale;
    const isOld =
      settings?.given('auto_failover') === undefined &&
      /^mysqlmon$/i.test(String(settings?.given('module')?.value ?? ''));
    context.report({
      origin:
        router.failover?.origin ??
        router.settings.maxscale?.given('module')?.written.origin ??
        router.check?.origin ??
        router.origin,
      message: `MaxScale watches ${router.targets.length} servers and promotes nobody: ${isOld ? '' : 'auto_failover is off, and '}when the primary is lost writes stop until somebody acts.`,
    });
  },
});
