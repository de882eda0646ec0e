import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const file = (json: string) => ({
  'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", "RecoverMasterClusterFilters": ["*"]${json} }\n`,
});

export default defineRule({
  id: 'orchestrator-lagging-promotion',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['orchestrator'],
  summary: 'A replica may be promoted before it has applied what it received.',
  gains: 'The shortest outage of writes.',
  costs:
    'Acknowledged commits that it has received are not there yet when clients come: they read old rows, and write on top of them. What is applied afterwards may meet their keys.',
  fineWhen: 'Replicas never lag, or old rows for a while do no harm.',
  advice: 'Set DelayMasterPromotionIfSQLThreadNotUpToDate, which waits, or the Fail… one, which gives up.',
  sources: [
    {
      title: 'Orchestrator: configuring recovery',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/configuration-recovery.md',
    },
    {
      title: 'Orchestrator: configuration and defaults',
      url: 'https://github.com/openark/orchestrator/blob/master/go/config/config.go',
    },
  ],
  bad: [clusterExample('orchestrator', file(''), 'before it has applied')],
  good: [
    clusterExample('orchestrator', file(', "DelayMasterPromotionIfSQLThreadNotUpToDate": true')),
    clusterExample('orchestrator', { 'orchestrator.conf.json': '{ "MySQLTopologyUser": "orc" }\n' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    if (settings === undefined || cluster.failover.kind !== 'automatic' || cluster.system !== 'orchestrator')
      return;
    const names = ['DelayMasterPromotionIfSQLThreadNotUpToDate', 'FailMasterPromotionIfSQLThreadNotUpToDate'];
    if (names.some(name => settings.isHidden(name) || settings.flag(name) === true)) return;
    if (isTrialFile(cluster.origin, context.clusters)) return;
    const at =
      names.map(name => settings.given(name)).find(Boolean) ?? settings.given('RecoverMasterClusterFilters');
    context.report({
      origin: at?.written.origin ?? cluster.origin,
      message:
        'Orchestrator makes a replica primary before it has applied all that it received: clients find old rows there, and write on top of them. Set DelayMasterPromotionIfSQLThreadNotUpToDate to wait for it.',
    });
  },
});
