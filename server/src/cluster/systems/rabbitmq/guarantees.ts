import type { Cluster, Guarantee } from '../../model.js';
import { majority } from '../../quorum.js';

/** What a confirmed message gets, by the type of its queue. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const copies = Math.min(3, Math.max(1, cluster.members.length));
  return [
    {
      operation: 'publish to a quorum queue, confirmed',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      ...(cluster.open ? {} : { copies: majority(copies) }),
      rpoMs: 0,
      rtoMs: cluster.failover.detectMs ?? [0, 75_000],
      because: [{ sentence: 'A majority of the queue’s copies has it on disk before it is confirmed.' }],
    },
    {
      operation: 'publish to a classic queue, confirmed',
      writes: true,
      consistency: 'session',
      partition: 'A',
      otherwise: 'L',
      copies: 1,
      rpoMs: 'unbounded',
      rtoMs: 'manual',
      because: [
        {
          sentence:
            'One node has the queue: while it is away the queue is, and with its disk the messages are gone.',
        },
      ],
    },
  ];
}
