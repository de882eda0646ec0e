import type { Cluster, Guarantee } from '../../model.js';

/** What a write and a read get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const forced = cluster.settings.zookeeper?.text('forceSync') !== 'no';
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      ...(cluster.open ? {} : { copies: cluster.commit.count + 1 }),
      rpoMs: forced ? 0 : 'unbounded',
      rtoMs: cluster.failover.detectMs ?? [0, 10_000],
      because: [
        { sentence: 'More than half of the voting servers have it in their logs.', origin: cluster.origin },
        ...(forced ? [] : [{ sentence: 'With forceSync=no the logs may not be on a disk by then.' }]),
      ],
    },
    {
      operation: 'read',
      writes: false,
      consistency: 'sequential',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            'The server that a client is connected to answers from what it has, which may be behind; `sync` first brings it up to date.',
        },
      ],
    },
  ];
}
