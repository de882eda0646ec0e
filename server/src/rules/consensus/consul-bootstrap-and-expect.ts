import { eachGiven } from '../lib/cluster/consensus.js';
import { consulExample } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-bootstrap-and-expect',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['consul'],
  summary: '`bootstrap` and `bootstrap_expect` together.',
  gains: 'None: the agent does not start.',
  costs: 'The two rule each other out, and both need `server = true`.',
  fineWhen: 'Never.',
  advice: 'Keep `bootstrap_expect`.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
  ],
  bad: [
    clusterExample(
      'consul',
      { 'consul.hcl': 'server = true\nbootstrap = true\nbootstrap_expect = 3\n' },
      'does not start',
    ),
  ],
  good: [consulExample(3)],
  check(cluster, context) {
    eachGiven(cluster, 'bootstrap', ({ effective, written }, member, settings) => {
      const expect = settings.number('bootstrap_expect') ?? 0;
      if (effective !== true || expect === 0) return;
      context.report({
        origin: written.origin,
        message: `${member.id} does not start: bootstrap and bootstrap_expect (${expect}) rule each other out. Keep bootstrap_expect.`,
        fixes: () => {
          const edit = lineRemoved(written);
          return edit === undefined ? [] : [{ title: 'Take bootstrap out', edits: [edit], safe: false }];
        },
      });
    });
  },
});
