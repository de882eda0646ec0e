import { majority } from '../../cluster/quorum.js';
import { pair, searchNodes, VOTING } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const zones = (...names: string[]): Record<string, string> =>
  searchNodes(...names.map(zone => `node.attr.zone: ${zone}\n`));

export default defineRule({
  id: 'search-masters-in-one-zone',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'One zone holds the majority of the nodes that may become master.',
  gains: 'Elections stay within one zone.',
  costs:
    'A master needs more than half of the voting configuration. When the zone with the majority is lost, the nodes of the others elect none: copies are there, and no write is taken.',
  fineWhen: 'Losing that zone may stop the cluster.',
  advice: 'Put one of three into a third zone; it may be `voting_only` and hold no data.',
  sources: [VOTING],
  bad: pair(zones('a', 'a', 'b'), '2 of 3'),
  good: [...pair(zones('a', 'b', 'c')), ...pair(zones('a', 'a', 'a'))],
  check(cluster, context) {
    const voters = cluster.members.filter(({ votes }) => votes > 0);
    if (cluster.open || voters.length < 3 || voters.some(({ site }) => site.zone === undefined)) return;
    const all = new Set(cluster.members.flatMap(({ site }) => site.zone ?? []));
    const counts = new Map<string, number>();
    for (const { site } of voters) counts.set(site.zone!, (counts.get(site.zone!) ?? 0) + 1);
    // Everything in one zone is a choice of its own.
    if (all.size < 2) return;
    for (const [zone, count] of counts) {
      if (count < majority(voters.length)) continue;
      const first = voters.find(({ site }) => site.zone === zone)!;
      context.report({
        origin: first.origin,
        message: `${count} of ${voters.length} nodes that may become master stand in zone ${zone}: without it the others elect none, and writes stop although ${all.size === 2 ? 'the other zone has' : 'other zones have'} copies. Spread them over three zones.`,
      });
    }
  },
});
