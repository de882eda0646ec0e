import type { Cluster } from '../../cluster/model.js';
import { printDuration } from '../../cluster/print.js';
import { copiesOf, described, nodes, zoneOf } from '../lib/cluster/described.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-distant-commit',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['neutral'],
  summary: 'Each write waits for a copy that is far away.',
  gains: 'An acknowledged write survives the loss of the near place.',
  costs:
    'Every write takes at least a round trip to the slowest copy that it waits for; writes to one item follow each other at that pace.',
  fineWhen: 'Surviving the loss of a place is worth the wait.',
  advice: 'Put enough copies near the leader if the wait is too long, and say so in the objectives.',
  sources: [
    {
      title: 'Consistency Tradeoffs in Modern Distributed Database System Design (PACELC)',
      url: 'https://www.cs.umd.edu/~abadi/papers/abadi-pacelc.pdf',
    },
  ],
  options: {
    milliseconds: { description: 'Wait per write from which it is told.', default: 20, type: 'number' },
  },
  bad: [
    described(
      `protocol: raft\n${nodes('a eu leader: true', 'b us', 'c asia')}links:\n  - { from: eu, to: us, latency: 45ms }\n  - { from: eu, to: asia, latency: 120ms }\n`,
      '90 ms',
    ),
  ],
  good: [
    described(
      `protocol: raft\n${nodes('a eu leader: true', 'b eu', 'c us')}links:\n  - { from: a, to: b, latency: 1ms }\n  - { from: eu, to: us, latency: 45ms }\n`,
    ),
  ],
  check(cluster, context) {
    const wait = waitOf(cluster);
    if (wait === undefined || wait.ms < Number(context.options.milliseconds)) return;
    const { ms, to, leader } = wait;
    context.report({
      origin: cluster.commit.origin ?? cluster.origin,
      message: `A write at ${leader} waits for ${cluster.commit.count} more ${cluster.commit.count === 1 ? 'copy' : 'copies'}, of which the last is ${to}: ${printDuration(ms)} for the round trip, so at most ${Math.max(1, Math.floor(1000 / ms))} writes a second one after the other.`,
      tradeOff: () => ({
        gains: ['An acknowledged write is in another place as well.'],
        costs: [`Each write takes ${printDuration(ms)} or more.`],
        advice: ['Gather writes that do not depend on each other, or keep the copies that count nearer.'],
        numbers: [{ label: 'round trip', value: printDuration(ms), from: 'links of the description' }],
      }),
    });
  },
});

/** How long a write waits at least for the copies that it needs, nearest first; undefined where a way's time is not told. */
function waitOf(
  cluster: Cluster,
): { readonly ms: number; readonly to: string; readonly leader: string } | undefined {
  const { commit } = cluster;
  const copies = copiesOf(cluster);
  const leader = copies.find(member => member.leader) ?? copies[0];
  if (cluster.open || leader === undefined || commit.count < 1 || commit.count > copies.length - 1)
    return undefined;
  const ways = copies.flatMap(other => {
    if (other === leader || (commit.of !== undefined && !commit.of.includes(other.id))) return [];
    const link = cluster.links.find(
      ({ from, to, latencyMs }) =>
        latencyMs !== undefined &&
        ((from === leader.id && to === other.id) || (from === other.id && to === leader.id)),
    );
    // Within one zone a way that is not told is taken as short.
    const near = zoneOf(other) !== undefined && zoneOf(other) === zoneOf(leader);
    return link === undefined && !near ? [] : [{ ms: (link?.latencyMs ?? 0) * 2, to: other.id }];
  });
  const sorted = ways.sort((a, b) => a.ms - b.ms);
  const last = sorted[(commit.method === 'all' ? copies.length - 1 : commit.count) - 1];
  return last && { ...last, leader: leader.id };
}
