import { printDuration } from '../../cluster/print.js';
import { described, nodes, votersOf } from '../lib/cluster/described.js';
import { valueFix } from '../lib/cluster/mongo.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-hasty-failover',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral'],
  summary: 'The leader is given up sooner than messages reliably go there and back.',
  gains: 'A true loss is noticed soon.',
  costs:
    'Each slow message looks like a dead leader: leaders change without need, and with each change writes stop.',
  fineWhen: 'Never: below ten round trips elections disturb a cluster that is well.',
  advice: 'Wait for ten round trips at least.',
  sources: [
    {
      title: 'etcd: time parameters',
      url: 'https://etcd.io/docs/v3.5/tuning/#time-parameters',
    },
  ],
  bad: [
    described(
      `protocol: raft\n${nodes('a eu', 'b us', 'c asia')}links:\n  - { from: eu, to: us, latency: 45ms }\n  - { from: eu, to: asia, latency: 120ms }\nfailover: { detection: 500ms }\n`,
      '240 ms',
    ),
  ],
  good: [
    described(
      `protocol: raft\n${nodes('a eu', 'b us', 'c asia')}links:\n  - { from: eu, to: asia, latency: 120ms }\nfailover: { detection: 5s }\n`,
    ),
  ],
  check(cluster, context) {
    const detection = cluster.settings.neutral?.given('failover.detection');
    if (
      detection === undefined ||
      typeof detection.value !== 'number' ||
      cluster.failover.kind !== 'automatic'
    )
      return;
    const voters = new Set(votersOf(cluster).map(({ id }) => id));
    const slowest = Math.max(
      0,
      ...cluster.links.flatMap(({ from, to, latencyMs }) =>
        latencyMs !== undefined && voters.has(from) && voters.has(to) ? [latencyMs * 2] : [],
      ),
    );
    if (slowest <= 0 || detection.value >= slowest * 10) return;
    context.report({
      origin: detection.written.origin,
      fixes: () => [
        valueFix(`Wait for ${printDuration(slowest * 10)}`, detection.written, `${slowest * 10}ms`),
      ],
      message: `The leader is given up after ${printDuration(detection.value)}, and a round trip takes ${printDuration(slowest)}: a few slow messages start an election. Wait for ten round trips, ${printDuration(slowest * 10)} or more.`,
    });
  },
});
