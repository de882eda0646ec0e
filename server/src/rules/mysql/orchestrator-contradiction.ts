import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const file = (json: string) => ({ 'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", ${json} }\n` });

export default defineRule({
  id: 'orchestrator-contradiction',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['orchestrator'],
  summary: 'Settings that Orchestrator refuses together: it does not start.',
  gains: 'None.',
  costs: 'Without Orchestrator nobody watches and nobody promotes.',
  fineWhen: 'Never.',
  advice:
    'Choose one of the two promotions; give ReplicationLagQuery with a limit on lag, and RaftDataDir with Raft.',
  sources: [
    {
      title: 'Orchestrator: checks of the configuration',
      url: 'https://github.com/openark/orchestrator/blob/master/go/config/config.go',
    },
  ],
  bad: [
    clusterExample(
      'orchestrator',
      file(
        '"FailMasterPromotionIfSQLThreadNotUpToDate": true, "DelayMasterPromotionIfSQLThreadNotUpToDate": true',
      ),
      'exclude each other',
    ),
    clusterExample('orchestrator', file('"FailMasterPromotionOnLagMinutes": 5'), 'ReplicationLagQuery'),
    clusterExample('orchestrator', file('"RaftEnabled": true, "RaftNodes": ["a", "b", "c"]'), 'RaftDataDir'),
  ],
  good: [
    clusterExample('orchestrator', file('"DelayMasterPromotionIfSQLThreadNotUpToDate": true')),
    clusterExample(
      'orchestrator',
      file('"RaftEnabled": true, "RaftDataDir": "/var/lib/orchestrator", "RaftNodes": ["a", "b", "c"]'),
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    if (settings === undefined || cluster.system !== 'orchestrator') return;
    const fail = settings.given('FailMasterPromotionIfSQLThreadNotUpToDate');
    if (fail?.value === true && settings.flag('DelayMasterPromotionIfSQLThreadNotUpToDate') === true) {
      context.report({
        origin: fail.written.origin,
        message:
          'To fail a promotion and to delay it exclude each other: Orchestrator does not start with both. Keep DelayMasterPromotionIfSQLThreadNotUpToDate to wait, or the other to give up.',
      });
    }
    const lag = settings.given('FailMasterPromotionOnLagMinutes');
    if (typeof lag?.value === 'number' && lag.value > 0 && empty('ReplicationLagQuery')) {
      context.report({
        origin: lag.written.origin,
        message:
          'FailMasterPromotionOnLagMinutes needs ReplicationLagQuery, which is not set: Orchestrator does not start. Give a query that tells the lag, such as one on a heartbeat table.',
      });
    }
    const raft = settings.given('RaftEnabled');
    if (raft?.value === true && empty('RaftDataDir')) {
      context.report({
        origin: raft.written.origin,
        message:
          'RaftEnabled needs RaftDataDir, which is not set: Orchestrator does not start. Name a folder that survives restarts.',
      });
    }

    function empty(name: string): boolean {
      return settings?.isHidden(name) === false && (settings.text(name) ?? '') === '';
    }
  },
});
