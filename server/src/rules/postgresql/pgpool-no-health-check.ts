import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-no-health-check',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgpool'],
  summary: 'Pgpool-II does not look whether its servers live.',
  gains: 'No checks on the network.',
  costs:
    'health_check_period is 0: a server that died is noticed only when a client runs into it, and one that hangs is not noticed at all.',
  fineWhen: 'Something else watches and tells Pgpool-II.',
  advice: 'health_check_period = 10 with health_check_max_retries = 3, and failover_on_backend_error = off.',
  sources: [
    {
      title: 'Health check',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-config-health-check.html',
    },
  ],
  bad: [
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 0\n",
      },
      'runs into',
    ),
    clusterExample(
      'pgpool',
      { 'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\n" },
      'the default',
    ),
  ],
  good: [
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 10\nhealth_check_max_retries = 3\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period0 = 10\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      if (settings === undefined || router.targets.length < 2) continue;
      if (settings.isHidden('health_check_period') || settings.number('health_check_period') !== 0) continue;
      if (settings.written.some(({ key }) => /^health_check_period\d+$/i.test(key))) continue;
      if (
        settings.written.some(
          ({ key, raw }) =>
            /^backend_flag\d/i.test(key) && /DISALLOW_TO_FAILOVER|ALWAYS_PRIMARY/i.test(String(raw)),
        )
      )
        continue;
      // Something else fails over where these may not.
      if (
        settings.written.some(
          ({ key, raw }) =>
            /^backend_flag\d/i.test(key) && /DISALLOW_TO_FAILOVER|ALWAYS_PRIMARY/i.test(String(raw)),
        )
      )
        continue;
      const given = settings.given('health_check_period');
      const command = settings.given('failover_command');
      if (given === undefined && (command === undefined || command.value === '')) continue;
      context.report({
        origin: given?.written.origin ?? command!.written.origin,
        message: `Servers are not checked (health_check_period is 0${given === undefined ? ', the default' : ''}): one that died is noticed when a client runs into it, and one that hangs is not. Check every 10 s, with health_check_max_retries = 3.`,
      });
    }
  },
});
