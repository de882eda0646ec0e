import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pgpool-stale-reads',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['pgpool'],
  summary: 'Reads go to standbys however far behind they are.',
  gains: 'Reads are spread over all servers.',
  costs:
    'delay_threshold is 0 (or the lag is not asked for): a standby that is minutes behind is read like any other, and a session that has just written may not find its row.',
  fineWhen: 'Readers can bear old rows.',
  advice:
    'Set delay_threshold (bytes) or delay_threshold_by_time, with sr_check_period above 0; keep disable_load_balance_on_write.',
  sources: [
    {
      title: 'Streaming replication check',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-streaming-replication-check.html',
    },
    {
      title: 'Load balancing',
      url: 'https://www.pgpool.net/docs/latest/en/html/runtime-config-load-balancing.html',
    },
  ],
  bad: [
    clusterExample(
      'pgpool',
      { 'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = on\n" },
      'however far',
    ),
    clusterExample(
      'pgpool',
      {
        'pgpool.conf':
          "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = on\ndelay_threshold = 1000000\nsr_check_period = 0\n",
      },
      'not asked',
    ),
  ],
  good: [
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = on\ndelay_threshold = 1000000\nsr_check_period = 10\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf': "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = off\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = on\nreplication_mode = on\n",
    }),
    clusterExample('pgpool', {
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_hostname1 = 'h2'\nload_balance_mode = on\nbackend_weight1 = 0\n",
    }),
  ],
  check(cluster, context) {
    for (const router of cluster.routers) {
      const settings = router.settings.pgpool;
      const balance = settings?.given('load_balance_mode');
      if (settings === undefined || balance?.effective !== true || router.targets.length < 2) continue;
      if (
        ['delay_threshold', 'delay_threshold_by_time', 'sr_check_period', 'backend_clustering_mode'].some(
          name => settings.isHidden(name),
        )
      )
        continue;
      if (settings.text('backend_clustering_mode') !== 'streaming_replication') continue;
      // Before 4.2 this made Pgpool-II write to all of them: none is a standby.
      if (settings.flag('replication_mode') === true) continue;
      const weights = settings.written.filter(({ key }) => /^backend_weight\d+$/i.test(key));
      // Only one server gets reads.
      if (weights.filter(({ raw }) => Number(raw) === 0).length >= router.targets.length - 1) continue;
      const limited = ['delay_threshold', 'delay_threshold_by_time']
        .map(name => settings.given(name))
        .find(each => each !== undefined && Number(each.effective) > 0);
      const period = settings.given('sr_check_period');
      const unasked = settings.number('sr_check_period') === 0;
      if (limited !== undefined && !unasked) continue;
      // An image has a file of its own below its variables.
      if (limited === undefined && /\.ya?ml$/i.test(balance.written.origin.unit.uri)) continue;
      context.report({
        origin: limited !== undefined ? (period ?? balance).written.origin : balance.written.origin,
        message:
          limited !== undefined
            ? 'The lag of standbys is not asked for (sr_check_period is 0), so the threshold does nothing: reads go to standbys however far behind.'
            : 'Reads go to standbys however far behind they are: delay_threshold is 0, its default unless set. Set it, with sr_check_period.',
      });
    }
  },
});
