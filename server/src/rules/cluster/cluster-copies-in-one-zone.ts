import { copiesOf, described, nodes, zoneOf } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-copies-in-one-zone',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'All copies of the data stand in one zone, though others are used.',
  gains: 'Confirmations and reads stay within one zone.',
  costs:
    'A fire, a flood or a cut of that zone takes every copy. Witnesses, routers and spare machines elsewhere hold no data: they keep votes, not writes.',
  fineWhen: 'Backups elsewhere are recent enough for what may be lost.',
  advice: 'Put a copy into another zone, at least one that follows behind.',
  sources: [
    {
      title: 'Google SRE: managing critical state',
      url: 'https://sre.google/sre-book/managing-critical-state/',
    },
  ],
  bad: [described(`protocol: raft\n${nodes('a east', 'b east', 'w west role: witness')}`, 'east')],
  good: [
    described(`protocol: raft\n${nodes('a east', 'b west', 'w north role: witness')}`),
    described(`protocol: raft\n${nodes('a east', 'b east', 'c east')}`),
  ],
  check(cluster, context) {
    if (cluster.open) return;
    const copies = cluster.members.filter(({ role }) => role === 'data' || role === 'learner');
    const zones = new Set(copies.map(zoneOf));
    if (copiesOf(cluster).length < 2 || zones.size !== 1 || zones.has(undefined)) return;
    const [zone] = zones;
    const elsewhere = cluster.members.find(member => zoneOf(member) !== undefined && zoneOf(member) !== zone);
    if (elsewhere === undefined) return;
    context.report({
      origin: copies[0]!.origin,
      message: `All ${copies.length} copies stand in ${zone}, and ${elsewhere.id} in ${zoneOf(elsewhere)} holds none: the loss of ${zone} takes every write. Put a copy into another zone.`,
    });
  },
});
