import { mistakesIn } from '../../cluster/systems/neutral/data.js';
import { described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-description',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'A mistake in a description of a cluster (`*.faultline.yaml`): what it says there does not count.',
  gains: 'None.',
  costs: 'The rest of the description counts; this part is taken as not said.',
  fineWhen: 'Never.',
  advice: 'Correct it: the page on descriptions lists every key and what it takes.',
  sources: [
    {
      title: 'Descriptions of clusters',
      url: 'https://github.com/faultline/faultline/blob/main/docs/clusters.md',
    },
  ],
  bad: [
    described(`protocol: raft\n${nodes('a', 'b', 'c - votez: 2')}`, 'Did you mean `votes`?'),
    described(`protocol: rafft\n${nodes('a', 'b', 'c')}`, 'protocol takes one of'),
    described(`protocol: raft\n${nodes('a', 'b', 'c')}objectives: { availability: often }\n`, '99.95%'),
    described(`protocol: raft\n${nodes('a', 'b', 'c')}links:\n  - { from: a, to: x }\n`, 'called `x`'),
  ],
  good: [described(`protocol: raft\n${nodes('a', 'b', 'c')}links:\n  - { from: a, to: b, latency: 2ms }\n`)],
  check(cluster, context) {
    for (const { origin, message } of mistakesIn(cluster)) {
      context.report({ origin, message: message.length < 310 ? message : `${message.slice(0, 300)}…` });
    }
  },
});
