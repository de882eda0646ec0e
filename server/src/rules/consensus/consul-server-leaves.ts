import { eachGiven, switchFix, voters } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-server-leaves',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['consul'],
  summary: 'Servers leave the cluster whenever they are stopped.',
  gains: 'A server that is taken away for good does not stay in the list of voters.',
  costs:
    'With `leave_on_terminate` a server that is restarted takes itself out of the voters: the majority is counted of fewer. Stop two of three one after the other and one is left, which is a majority of itself; stop the last and there is none that knows the others.',
  fineWhen: 'Servers are replaced and never restarted.',
  advice: 'Leave it off on servers, the default; autopilot takes out what is replaced.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
    { title: 'Consul: autopilot', url: 'https://developer.hashicorp.com/consul/docs/manage/scale/autopilot' },
  ],
  bad: [consulExample(3, ['leave_on_terminate = true\n', '', ''], 'c1')],
  good: [consulExample(3, 'leave_on_terminate = false\n'), consulExample(1, 'leave_on_terminate = true\n')],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    eachGiven(cluster, 'leave_on_terminate', ({ effective, written }, member) => {
      if (effective !== true) return;
      context.report({
        origin: written.origin,
        message: `${member.id} takes itself out of the ${voters(cluster).length} voters whenever it is stopped, for a restart too: with each one that does the majority is counted of fewer. Leave it off on servers.`,
        fixes: () => switchFix('Stay in the cluster', written, 'false'),
      });
    });
  },
});
