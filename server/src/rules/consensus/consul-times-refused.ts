import { eachGiven, valueFix } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-times-refused',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['consul'],
  summary: '`raft_multiplier` is out of range.',
  gains: 'None: the agent does not start.',
  costs: 'The multiplier may be 1 to 10; 0 stands for the default of 5.',
  fineWhen: 'Never.',
  advice: 'Use 1 in production, more on slow machines.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
    {
      title: 'Consul: server performance',
      url: 'https://developer.hashicorp.com/consul/docs/reference/architecture/server',
    },
  ],
  bad: [consulExample(1, 'performance {\n  raft_multiplier = 20\n}\n', '20')],
  good: [consulExample(1, 'performance {\n  raft_multiplier = 1\n}\n')],
  check(cluster, context) {
    eachGiven(cluster, 'performance.raft_multiplier', ({ value, written }, member) => {
      if (typeof value !== 'number' || (value >= 0 && value <= 10)) return;
      context.report({
        origin: written.origin,
        message: `${member.id} does not start: raft_multiplier is ${value} and may be 1 to 10.`,
        fixes: () => [valueFix('Use the most that is allowed', written, value < 0 ? '1' : '10')],
      });
    });
  },
});
