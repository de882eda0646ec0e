import type { Cluster, Guarantee } from '../../model.js';

/** What a write and a read of an index get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const masters = cluster.members.filter(({ votes }) => votes > 0).length;
  const lone = cluster.resources.some(
    ({ settings }) => settings[cluster.system]?.text('translog.durability') === 'async',
  );
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'session',
      partition: masters === 1 ? 'A' : 'C',
      otherwise: 'C',
      copies: 1,
      rpoMs: 'unbounded',
      rtoMs: cluster.failover.detectMs ?? [0, 33_000],
      because: [
        {
          sentence:
            'The primary waits for every copy that is in sync; one that does not answer is taken out of them, so the primary may be the only one left.',
        },
        ...(lone
          ? [{ sentence: 'With translog.durability: async a copy acknowledges before its disk has it.' }]
          : []),
      ],
    },
    {
      operation: 'get by id',
      writes: false,
      consistency: 'session',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            'A copy answers that may have been cut off without knowing it yet: what it says may be old, or a write that is lost later.',
        },
      ],
    },
    {
      operation: 'search',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'Searches see documents after the next refresh, on each copy by itself.' }],
    },
  ];
}
