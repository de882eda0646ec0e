import { copiesOf, described, nodes } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-single-router',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['neutral'],
  summary: 'One router stands before several copies: without it none is reached.',
  gains: 'One address, one machine.',
  costs: 'The cluster goes on without any of its nodes, and stops for every program without this one.',
  fineWhen: 'The router is started again elsewhere soon enough, or programs reach the nodes without it.',
  advice: 'Run two, with an address that moves, or give programs all addresses.',
  sources: [
    {
      title: 'Google SRE: addressing cascading failures',
      url: 'https://sre.google/sre-book/addressing-cascading-failures/',
    },
  ],
  bad: [described(`protocol: raft\n${nodes('a', 'b', 'c', 'r - role: router')}`, 'r is the only')],
  good: [
    described(`protocol: raft\n${nodes('a', 'b', 'c', 'r1 - role: router', 'r2 - role: router')}`),
    described(`protocol: raft\n${nodes('a', 'b', 'c')}`),
  ],
  check(cluster, context) {
    const routers = cluster.members.filter(({ role }) => role === 'router');
    const copies = copiesOf(cluster).length;
    if (cluster.open || routers.length !== 1 || copies < 2) return;
    context.report({
      origin: routers[0]!.origin,
      message: `${routers[0]!.id} is the only way to ${copies} copies: when it is lost no program reaches any of them, however well they are. Run a second one in another place.`,
    });
  },
});
