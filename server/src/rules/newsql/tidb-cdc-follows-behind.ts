import { clusterExample } from '../lib/cluster/example.js';
import { TIDB_PAGES } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const topology = (cdc: string) =>
  `pd_servers:\n  - host: 10.0.1.1\n  - host: 10.0.1.2\n  - host: 10.0.1.3\ntikv_servers:\n  - host: 10.0.3.1\n  - host: 10.0.3.2\n  - host: 10.0.3.3\n${cdc}`;

export default defineRule({
  id: 'tidb-cdc-follows-behind',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['tidb'],
  summary: 'One process of TiCDC sends the changes on: what it feeds follows behind, and stops with it.',
  gains: 'One machine less.',
  costs:
    'TiCDC sends changes after they are committed, so a copy that it feeds lacks the last ones when this cluster is lost. With one process there is nobody to take over, and the changes pile up.',
  fineWhen: 'The target may be behind for hours.',
  advice: 'Run two or more; they share the work and take over. Watch how far the checkpoint is behind.',
  sources: [
    { title: 'TiCDC: overview', url: 'https://docs.pingcap.com/tidb/stable/ticdc-overview/' },
    TIDB_PAGES.topology,
  ],
  bad: [clusterExample('tidb', { 'topology.yaml': topology('cdc_servers:\n  - host: 10.0.4.1\n') }, 'TiCDC')],
  good: [
    clusterExample('tidb', {
      'topology.yaml': topology('cdc_servers:\n  - host: 10.0.4.1\n  - host: 10.0.4.2\n'),
    }),
    clusterExample('tidb', { 'topology.yaml': topology('') }),
  ],
  check(cluster, context) {
    const given = cluster.settings.tidb?.given('cdc_servers');
    if (given?.value !== '1') return;
    context.report({
      origin: given.written.origin,
      message:
        'One process of TiCDC sends changes on after they are committed: what it feeds lacks the last ones when this cluster is lost, and gets none while the process is away. Run two.',
    });
  },
});
