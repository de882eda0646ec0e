import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const file = (json: string) => ({ 'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", ${json} }\n` });

export default defineRule({
  id: 'orchestrator-no-recovery',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['orchestrator'],
  summary: 'Orchestrator watches and promotes nobody: no cluster matches its patterns.',
  gains: 'Nothing happens without a person.',
  costs: 'When a primary dies it is shown on a page. Writes stop until somebody orders the recovery.',
  fineWhen: 'The first weeks, or where people decide.',
  advice: 'List patterns of the clusters to recover in RecoverMasterClusterFilters; `*` or `.*` for all.',
  sources: [
    {
      title: 'Orchestrator: configuring recovery',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/configuration-recovery.md',
    },
  ],
  bad: [
    clusterExample(
      'orchestrator',
      file('"RecoverMasterClusterFilters": ["_master_pattern_"]'),
      'of the sample',
    ),
    clusterExample('orchestrator', file('"RecoverMasterClusterFilters": []'), 'empty'),
  ],
  good: [clusterExample('orchestrator', file('"RecoverMasterClusterFilters": ["*"]'))],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    const filters = settings?.given('RecoverMasterClusterFilters');
    if (settings === undefined || filters === undefined || settings.isHidden('RecoverMasterClusterFilters'))
      return;
    if (isTrialFile(filters.written.origin, context.clusters)) return;
    const patterns = settings.list('RecoverMasterClusterFilters');
    const sample = patterns.includes('_master_pattern_');
    if (patterns.some(pattern => pattern !== '_master_pattern_')) return;
    context.report({
      origin: filters.written.origin,
      message: `RecoverMasterClusterFilters ${sample ? 'holds the placeholder of the sample, which matches no cluster' : 'is empty'}: a dead primary is shown and not replaced, and writes stop until somebody acts. List the clusters to recover, or "*".`,
    });
  },
});
