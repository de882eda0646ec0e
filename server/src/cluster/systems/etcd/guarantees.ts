import type { Cluster, Guarantee } from '../../model.js';
import { majority, tolerance } from '../../quorum.js';

/** What a write and the two kinds of reads get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const voters = cluster.members.filter(({ votes }) => votes > 0).length;
  const rto = cluster.failover.detectMs ?? ([1000, 4000] as const);
  const memory = cluster.members.find(({ settings }) => settings.etcd?.flag('unsafe-no-fsync') === true);
  const quorum = `${majority(voters)} of ${voters} members`;
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      ...(cluster.open ? {} : { copies: majority(voters) }),
      rpoMs: memory === undefined ? 0 : 'unbounded',
      rtoMs: rto,
      because: [
        {
          sentence: cluster.open
            ? 'A write is acknowledged when a majority of the voters has it in its log.'
            : `A write is acknowledged when ${quorum} have it in their logs; ${tolerance(voters)} may be away.`,
          origin: cluster.origin,
        },
        ...(memory === undefined
          ? []
          : [
              { sentence: 'With unsafe-no-fsync the logs are not on a disk by then.', origin: memory.origin },
            ]),
      ],
    },
    {
      operation: 'read (linearizable, the default)',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      because: [{ sentence: 'The member asks the leader, which asks a majority whether it still leads.' }],
    },
    {
      operation: 'read (serializable)',
      writes: false,
      consistency: 'sequential',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            'The member answers from what it has, also when it is cut off from the majority: old, and in order.',
        },
      ],
    },
  ];
}
