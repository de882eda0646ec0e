import { clusterExample } from '../lib/cluster/example.js';
import { valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-hasty-failover',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgpool'],
  summary: 'One broken check or connection makes a failover.',
  gains: 'The quickest switch when the primary is really gone.',
  costs:
    'Without retries a lost packet or a restart promotes a standby while the primary lives: two primaries, or commits lost that the standby had not received.',
  fineWhen: 'The network never hiccups.',
  advice: 'health_check_max_retries = 3 and health_check_retry_delay = 5; failover_on_backend_error = off.',
  sources: [
    {
      title: 'Health check',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-config-health-check.html',
    },
    {
      title: 'failover_on_backend_error',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-config-failover.html',
    },
  ],
  bad: [
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 10\nhealth_check_max_retries = 0\n",
      },
      'single check',
    ),
  ],
  good: [
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 10\nhealth_check_max_retries = 0\nhealth_check_max_retries0 = 3\nhealth_check_max_retries1 = 3\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 10\nhealth_check_max_retries = 3\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nhealth_check_period = 10\nhealth_check_max_retries = 0\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      const period = settings?.given('health_check_period');
      if (settings === undefined || typeof period?.effective !== 'number' || period.effective <= 0) continue;
      if (settings.isHidden('failover_command') || (settings.text('failover_command') ?? '') === '') continue;
      if (settings.isHidden('health_check_max_retries') || settings.number('health_check_max_retries') !== 0)
        continue;
      // A backend has retries of its own, which go before those of all.
      const own = settings.written.filter(
        ({ key, raw }) => /^health_check_max_retries\d+$/i.test(key) && String(raw).trim() !== '0',
      );
      if (own.length > 0 && own.length >= router.targets.length) continue;
      const retries = settings.given('health_check_max_retries');
      context.report({
        origin: retries?.written.origin ?? period.written.origin,
        message: `A single check that fails makes a failover (health_check_max_retries is 0${retries === undefined ? ', the default' : ''}), while the primary may well live. Allow 3 retries.`,
        ...(retries === undefined
          ? {}
          : {
              fixes: [
                { title: 'Allow 3 retries', edits: [valueEdit(retries.written.origin, '3')], safe: false },
              ],
            }),
      });
    }
  },
});
