import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const file = (json: string) => ({ 'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", ${json} }\n` });

export default defineRule({
  id: 'orchestrator-not-applied',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['orchestrator'],
  summary: 'A promoted replica stays read only, and keeps what it knew of its source.',
  gains: 'A script of one’s own decides when it takes writes.',
  costs:
    'The failover moves the other replicas and leaves the new primary read only; until a hook or somebody changes that, there are no writes. Should the old primary come back, it may go on replicating from it.',
  fineWhen: 'A hook does both.',
  advice: 'Set it to true, or see that PostMasterFailoverProcesses does it.',
  sources: [
    {
      title: 'Orchestrator: configuring recovery',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/configuration-recovery.md',
    },
  ],
  bad: [clusterExample('orchestrator', file('"ApplyMySQLPromotionAfterMasterFailover": false'), 'read only')],
  good: [
    clusterExample('orchestrator', file('"ApplyMySQLPromotionAfterMasterFailover": true')),
    clusterExample(
      'orchestrator',
      file(
        '"ApplyMySQLPromotionAfterMasterFailover": false, "PostMasterFailoverProcesses": ["/usr/local/bin/promote {successorHost}"]',
      ),
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    const applies = settings?.given('ApplyMySQLPromotionAfterMasterFailover');
    if (settings === undefined || applies?.value !== false) return;
    if (isTrialFile(applies.written.origin, context.clusters)) return;
    const hooks = settings.list('PostMasterFailoverProcesses').filter(hook => !/^echo\b/.test(hook));
    if (hooks.length > 0 || settings.isHidden('PostMasterFailoverProcesses')) return;
    context.report({
      origin: applies.written.origin,
      message:
        'A promoted replica is left read only and with its old source: there are no writes until something makes it writable, and no hook here does. Set it to true, or do it in PostMasterFailoverProcesses.',
    });
  },
});
