import { CONFIGURATION, nodesOf, placed, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const three = (tokens: number): Record<string, string> => ({
  ...placed('n1', '10.0.0.1', 'eu', 'a', 'num_tokens: 16\n'),
  ...placed('n2', '10.0.0.2', 'eu', 'b', 'num_tokens: 16\n'),
  ...placed('n3', '10.0.1.1', 'us', 'a', `num_tokens: ${tokens}\n`),
  ...placed('n4', '10.0.0.3', 'eu', 'c', `num_tokens: ${tokens}\n`),
});

export default defineRule({
  id: 'cassandra-tokens-differ',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Nodes of one data centre own different numbers of ranges.',
  gains: 'A stronger machine may be given more on purpose.',
  costs:
    'A node owns data in proportion to `num_tokens`: one with 256 beside others with 16 holds as much as sixteen of them, and fills its disk. The number cannot be changed once a node has joined.',
  fineWhen: 'The machines differ as the numbers do.',
  advice: 'Give all nodes of a data centre the same number; take the others out and let them join anew.',
  sources: [CONFIGURATION],
  bad: twins(three(256), '16 times'),
  good: twins(three(16)),
  check(cluster, context) {
    const byCentre = new Map<
      string,
      { readonly tokens: number; readonly origin: Parameters<typeof context.report>[0]['origin'] }[]
    >();
    for (const { member, settings } of nodesOf(cluster)) {
      const tokens = settings.given('num_tokens');
      if (typeof tokens?.value !== 'number' || tokens.value <= 0) continue;
      const key = member.site.zone ?? '';
      byCentre.set(key, [
        ...(byCentre.get(key) ?? []),
        { tokens: tokens.value, origin: tokens.written.origin },
      ]);
    }
    for (const [dc, all] of byCentre) {
      const sorted = [...all].sort((a, b) => a.tokens - b.tokens);
      const least = sorted[0]!;
      const most = sorted.at(-1)!;
      if (dc === '' || least.tokens === most.tokens) continue;
      const times = Math.round((most.tokens / least.tokens) * 10) / 10;
      context.report({
        origin: most.origin,
        message: `Nodes of ${dc} have ${least.tokens} and ${most.tokens} tokens: one with ${most.tokens} owns ${times} times as much as the others, and fills up first. Give all the same number; a node that has joined must join anew.`,
        related: [{ origin: least.origin, message: `${least.tokens} here.` }],
      });
    }
  },
});
