import { clusterExample } from '../lib/cluster/example.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const file = (nodes: string) => ({
  'orchestrator.conf.json': `{ "MySQLTopologyUser": "orc", "RaftEnabled": true, "RaftDataDir": "/var/lib/orc", "RaftNodes": ${nodes} }\n`,
});

export default defineRule({
  id: 'orchestrator-raft',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['orchestrator'],
  summary: 'A group of orchestrators whose number survives no more losses than one less.',
  gains: 'None over one node less.',
  costs:
    'Who acts needs a majority: of two both, of four three. When it is lost, nobody recovers a primary, which is when it is needed.',
  fineWhen: 'For the time of a change.',
  advice: 'Run three or five, in as many places.',
  sources: [
    {
      title: 'Orchestrator: Raft',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/configuration-raft.md',
    },
  ],
  bad: [
    clusterExample('orchestrator', file('["10.0.0.1", "10.0.0.2"]'), '2 of 2'),
    clusterExample('orchestrator', file('["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]'), '3 of 4'),
  ],
  good: [clusterExample('orchestrator', file('["10.0.0.1", "10.0.0.2", "10.0.0.3"]'))],
  check(cluster, context) {
    const settings = cluster.settings.orchestrator;
    const nodes = settings?.given('RaftNodes');
    if (
      settings === undefined ||
      nodes === undefined ||
      cluster.open ||
      settings.flag('RaftEnabled') !== true
    )
      return;
    if (isTrialFile(nodes.written.origin, context.clusters)) return;
    const n = settings.list('RaftNodes').length;
    if (n === 0 || n % 2 !== 0) return;
    context.report({
      origin: nodes.written.origin,
      message: `${n} orchestrators need ${n / 2 + 1} of ${n} to act: ${n === 2 ? 'when either one is down nobody recovers a primary' : `they survive ${n / 2 - 1} loss${n / 2 - 1 === 1 ? '' : 'es'}, like ${n - 1}`}. Run ${n + 1}${n > 2 ? ` or ${n - 1}` : ''}.`,
    });
  },
});
