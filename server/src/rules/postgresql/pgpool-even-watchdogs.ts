import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-even-watchdogs',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['pgpool'],
  summary: 'An even number of watchdogs takes no more losses than one less.',
  gains: 'Two Pgpool-II share a virtual address.',
  costs:
    'A majority of two is two: when one is gone the other one has no quorum, so it fails no backend over and gives the virtual address up.',
  fineWhen: 'Only the virtual address is wanted, and failover_when_quorum_exists is off on purpose.',
  advice: 'Run three, the third wherever it fits.',
  sources: [
    { title: 'Watchdog', url: 'https://www.pgpool.net/docs/latest/en/html/runtime-watchdog-config.html' },
    { title: 'Release 4.1', url: 'https://www.pgpool.net/docs/latest/en/html/release-4-1.html' },
    {
      title: 'Quorum of the watchdog',
      url: 'https://www.pgpool.net/docs/latest/en/html/tutorial-watchdog-intro.html',
    },
  ],
  bad: [
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nhostname0 = 'p1'\nhostname1 = 'p2'\n",
      },
      'majority of 2',
    ),
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nwd_hostname = 'p1'\nother_pgpool_hostname0 = 'p2'\n",
      },
      'majority of 2',
    ),
  ],
  good: [
    // All the names that 4.0 had: half of two were a quorum there.
    clusterExample('pgpool', {
      'pgpool.conf': `backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nfailover_when_quorum_exists = on\nwd_hostname = 'p1'\nother_pgpool_hostname0 = 'p2'\n${Array.from({ length: 90 }, (_, i) => `sample_${i} = ''\n`).join('')}`,
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nhostname0 = 'p1'\nhostname1 = 'p2'\nhostname2 = 'p3'\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = on\nenable_consensus_with_half_votes = on\nhostname0 = 'p1'\nhostname1 = 'p2'\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nuse_watchdog = off\nhostname0 = 'p1'\nhostname1 = 'p2'\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      const watchdog = settings?.given('use_watchdog');
      if (settings === undefined || watchdog?.effective !== true) continue;
      // A whole file without the one is of before 3.7, where a failover asked no quorum; without the other of before 4.1,
      // where half of an even number was one.
      if (
        settings.written.length > WHOLE &&
        ['failover_when_quorum_exists', 'enable_consensus_with_half_votes'].some(
          name => settings.given(name) === undefined,
        )
      )
        continue;
      const names = (pattern: RegExp) =>
        settings.written.filter(({ key, raw }) => pattern.test(key) && raw !== '');
      const listed = names(/^hostname\d+$/i);
      const others = names(/^other_pgpool_hostname\d+$/i);
      const count = listed.length > 0 ? listed.length : others.length > 0 ? others.length + 1 : 0;
      if (count < 2 || count % 2 === 1) continue;
      // These have their own rule, and their own danger.
      if (
        settings.flag('enable_consensus_with_half_votes') !== false ||
        settings.flag('failover_when_quorum_exists') === false
      )
        continue;
      context.report({
        origin: (listed.at(-1) ?? others.at(-1) ?? watchdog.written).origin,
        message: `The majority of ${count} watchdogs is ${count / 2 + 1}: ${count === 2 ? 'when one is gone the other' : `when ${count / 2} are gone the rest`} has no quorum, fails nothing over and gives the virtual address up, just as with ${count - 1}. Run ${count + 1}.`,
      });
    }
  },
});

/** More names than anybody writes by hand: a copy of the sample, which names all there are. */
const WHOLE = 80;
