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
    'Acknowledged commits that it has received and not applied yet are deleted with its relay logs (RESET SLAVE ALL, by ApplyMySQLPromotionAfterMasterFailover). Where that is off, clients read old rows and write on top of them.',
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
    // RESET SLAVE ALL, which deletes what a replica has not applied yet.
    const resets = settings.flag('ApplyMySQLPromotionAfterMasterFailover') !== false;
    context.report({
      origin: at?.written.origin ?? cluster.origin,
      message: `Orchestrator makes a replica primary before it has applied all that it received${resets ? ', and RESET SLAVE ALL deletes the rest: acknowledged commits are lost' : ': clients find old rows there, and write on top of them'}. Set DelayMasterPromotionIfSQLThreadNotUpToDate to wait for it.`,
    });
  },
});
