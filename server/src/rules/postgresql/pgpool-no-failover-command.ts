import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-no-failover-command',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgpool'],
  summary: 'Pgpool-II detaches a dead primary and promotes nobody.',
  gains: 'Something else (repmgr, Patroni) decides who leads.',
  costs:
    'failover_command is empty: when the primary is gone Pgpool-II takes it out of its pool and looks for a new one that nobody makes. There are no writes until a person promotes a standby.',
  fineWhen: 'Another program promotes.',
  advice: 'Set failover_command to a script that promotes, and follow_primary_command for the others.',
  sources: [
    {
      title: 'failover_command',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-config-failover.html',
    },
  ],
  bad: [
    clusterExample(
      'pgpool',
      { 'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\n" },
      'nobody promotes the other one.',
    ),
  ],
  good: [
    clusterExample('pgpool', {
      'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\n",
      'README.md': '# Pool\n\nThis is for reads. It does not include automatic primary failover.\n',
    }),
    clusterExample('pgpool', {
      'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\n",
      'README.md': '# Pool\n\nAutomatic standby promotion is not set up here: see below.\n',
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\nfailover_command = '/etc/pgpool/failover.sh %d %h'\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\nbackend_flag0 = 'DISALLOW_TO_FAILOVER'\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      if (settings === undefined || router.targets.length < 2 || cluster.failover.kind === 'automatic')
        continue;
      // A script promotes, or a document says who does.
      if (cluster.failover.steps === true) continue;
      if (settings.isHidden('failover_command') || (settings.text('failover_command') ?? '') !== '') continue;
      const mode = settings.text('backend_clustering_mode');
      // Where it replicates by itself there is no primary; and what may not fail over needs no command.
      if (mode !== 'streaming_replication' || settings.flag('replication_mode') === true) continue;
      if (
        settings.written.some(
          ({ key, raw }) =>
            /^backend_flag\d/i.test(key) && /DISALLOW_TO_FAILOVER|ALWAYS_PRIMARY/i.test(String(raw)),
        )
      )
        continue;
      // Images in which something else promotes set it up without one.
      if (!/\.conf(?:\.|$)/i.test(router.origin.unit.uri)) continue;
      const given = settings.given('failover_command') ?? settings.given('health_check_period');
      context.report({
        origin: given?.written.origin ?? router.targets[0]!.origin,
        message: `When the primary is lost Pgpool-II only takes it out of the pool: failover_command is empty, and nobody promotes ${router.targets.length === 2 ? 'the other one' : `one of the other ${router.targets.length - 1}`}. Set it to a script that does, unless something else promotes.`,
      });
    }
  },
});
