import { majority } from '../../cluster/quorum.js';
import { eachGiven, switchFix, voters } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-dead-servers-stay',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['consul'],
  summary: 'Failed servers are not taken out of the voters.',
  gains: 'Nobody is taken out by mistake.',
  costs:
    'A server that is replaced under another name stays a voter that never answers: after some of them the rest is no majority any more.',
  fineWhen: 'Somebody runs `consul operator raft remove-peer` for each.',
  advice: 'Leave `cleanup_dead_servers` on, and set `min_quorum`.',
  sources: [
    { title: 'Consul: autopilot', url: 'https://developer.hashicorp.com/consul/docs/manage/scale/autopilot' },
  ],
  bad: [consulExample(3, ['autopilot {\n  cleanup_dead_servers = false\n}\n', '', ''], 'never answers')],
  good: [consulExample(3, 'autopilot {\n  cleanup_dead_servers = true\n}\n')],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    eachGiven(cluster, 'autopilot.cleanup_dead_servers', ({ effective, written }) => {
      if (effective !== false) return;
      const count = voters(cluster).length;
      context.report({
        origin: written.origin,
        message: `A server that is replaced stays a voter that never answers: after two replacements ${majority(count + 2)} of ${count + 2} are needed, and ${count} live. Leave it on, and set min_quorum.`,
        fixes: () => switchFix('Take dead servers out', written, 'true'),
      });
    });
  },
});
