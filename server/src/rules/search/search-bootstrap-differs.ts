import { BOOTSTRAP, pair, searchMembers, searchNodes } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const list = (...names: string[]): string => `cluster.initial_master_nodes: [${names.join(', ')}]\n`;

export default defineRule({
  id: 'search-bootstrap-differs',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'Nodes of one cluster are told different initial master nodes.',
  gains: 'None.',
  costs:
    'Each list is a first voting configuration of its own. When the nodes start before they have found each other, two clusters are founded; they have different identities and never become one: one of them must be thrown away with its data.',
  fineWhen: 'The cluster was made long ago: then the lists count no more and may be taken out.',
  advice: 'Give all nodes that may become master the same list, and take it out once the cluster stands.',
  sources: [BOOTSTRAP],
  bad: pair(searchNodes(list('n1'), list('n2'), list('n3')), 'clusters'),
  good: [
    ...pair(searchNodes(list('n1', 'n2', 'n3'), list('n3', 'n1', 'n2'), list('n1', 'n2', 'n3'))),
    ...pair(searchNodes(list('n1'), '', '')),
  ],
  check(cluster, context) {
    const lists = new Map<string, ReturnType<typeof searchMembers>[number]>();
    for (const each of searchMembers(cluster)) {
      if (each.member.votes === 0 || each.settings.isHidden('cluster.initial_master_nodes')) continue;
      if (each.settings.given('cluster.initial_master_nodes') === undefined) continue;
      const names = [...each.settings.list('cluster.initial_master_nodes')].sort();
      if (names.length > 0) lists.set(names.join(', '), each);
    }
    if (lists.size < 2) return;
    const [first, second] = [...lists];
    const origin = second![1].settings.given('cluster.initial_master_nodes')!.written.origin;
    context.report({
      origin,
      message: `${second![1].member.id} is told ${second![0]} as initial master nodes, ${first![1].member.id} ${first![0]}: started apart they found ${lists.size} clusters that never become one. Give all the same list.`,
      related: [
        {
          origin: first![1].settings.given('cluster.initial_master_nodes')!.written.origin,
          message: `${first![1].member.id} is told ${first![0]}.`,
        },
      ],
    });
  },
});
