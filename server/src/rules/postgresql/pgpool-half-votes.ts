import { clusterExample } from '../lib/cluster/example.js';
import { printMs, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-half-votes',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgpool'],
  summary: 'Half of the watchdogs may decide a failover.',
  gains: 'Two watchdogs can fail over when one of them is gone.',
  costs:
    'When a partition divides them in halves, each half has enough votes: two leaders, and two primaries.',
  fineWhen: 'Something else makes sure that only one half can go on.',
  advice: 'Run three watchdogs and leave it off.',
  sources: [
    { title: 'Watchdog', url: 'https://www.pgpool.net/docs/latest/en/html/runtime-watchdog-config.html' },
  ],
  bad: [
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nenable_consensus_with_half_votes = on\nhostname0 = 'p1'\nhostname1 = 'p2'\n",
      },
      'halves',
    ),
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nfailover_require_consensus = off\nhostname0 = 'p1'\nhostname1 = 'p2'\nhostname2 = 'p3'\n",
      },
      'alone',
    ),
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nwd_lost_node_removal_timeout = 60s\nhostname0 = 'p1'\nhostname1 = 'p2'\nhostname2 = 'p3'\n",
      },
      '60 s',
    ),
  ],
  good: [
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nhostname0 = 'p1'\nhostname1 = 'p2'\nhostname2 = 'p3'\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nenable_consensus_with_half_votes = on\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      if (settings === undefined || settings.flag('use_watchdog') !== true) continue;
      const watchdogs = settings.written.filter(({ key }) =>
        /^(?:hostname|wd_hostname)\d+$/i.test(key),
      ).length;
      const half = settings.given('enable_consensus_with_half_votes');
      const lost = settings.given('wd_lost_node_removal_timeout');
      const open = ['failover_require_consensus', 'failover_when_quorum_exists']
        .map(name => settings.given(name))
        .find(each => each?.effective === false);
      if (half?.effective === true && watchdogs % 2 === 0) {
        context.report({
          origin: half.written.origin,
          message: `${watchdogs > 0 ? `${watchdogs / 2} of ${watchdogs} watchdogs` : 'Half of the watchdogs'} are enough for a failover: a partition into halves makes two leaders and two primaries. Run an odd number, and leave this off.`,
        });
      } else if (open !== undefined) {
        context.report({
          origin: open.written.origin,
          message: `With ${open.parameter.name} off one watchdog alone may fail over, also one that is merely cut off itself: two primaries. Leave it on.`,
          fixes: [{ title: 'Switch it on', edits: [valueEdit(open.written.origin, 'on')], safe: false }],
        });
      } else if (typeof lost?.effective === 'number' && lost.effective > 0) {
        context.report({
          origin: lost.written.origin,
          message: `After ${printMs(lost.effective)} watchdogs that are cut off no longer count: each side of a longer partition takes itself for the majority. Leave it at 0.`,
        });
      }
    }
  },
});
