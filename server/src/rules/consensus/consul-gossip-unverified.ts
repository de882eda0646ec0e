import { eachGiven, switchFix } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-gossip-unverified',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['consul'],
  summary: 'Gossip is encrypted, and what is not is taken as well.',
  gains: 'Agents without the key can still talk, while it is being rolled out.',
  costs:
    'With `encrypt_verify_incoming = false` messages without the key count: whoever reaches the port may join.',
  fineWhen: 'For the time that the key is rolled out.',
  advice: 'Take both switches out when all agents have the key.',
  sources: [
    { title: 'Consul: security', url: 'https://developer.hashicorp.com/consul/docs/secure' },
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
  ],
  bad: [
    consulExample(
      1,
      'encrypt = "a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U="\nencrypt_verify_incoming = false\n',
      'without it',
    ),
  ],
  good: [consulExample(1, 'encrypt = "a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U="\n')],
  check(cluster, context) {
    eachGiven(cluster, 'encrypt_verify_incoming', ({ effective, written }, member, settings) => {
      if (effective !== false || settings.given('encrypt') === undefined) return;
      context.report({
        origin: written.origin,
        message: `${member.id} has a gossip key and takes messages without it: whoever reaches the port may join. Switch it on when all agents have the key.`,
        fixes: () => switchFix('Refuse gossip without the key', written, 'true'),
      });
    });
  },
});
