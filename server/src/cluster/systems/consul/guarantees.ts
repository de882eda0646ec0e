import type { Cluster, Guarantee } from '../../model.js';
import { majority } from '../../quorum.js';

/** What a write and the three modes of reads get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const voters = cluster.members.filter(({ votes }) => votes > 0).length;
  const settings = cluster.settings.consul;
  const multiplier = settings?.number('performance.raft_multiplier') ?? 5;
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      ...(cluster.open ? {} : { copies: majority(voters) }),
      rpoMs: 0,
      rtoMs: cluster.failover.detectMs ?? [5000, 10_000],
      because: [{ sentence: 'A majority of the servers has it in its log.', origin: cluster.origin }],
    },
    {
      operation: 'read (default)',
      writes: false,
      consistency: 'bounded staleness',
      partition: 'C',
      otherwise: 'L',
      because: [
        {
          sentence: `The leader answers while its lease lasts (${0.5 * multiplier} s): one that was cut off may answer so long after another was elected.`,
        },
      ],
    },
    {
      operation: 'read ?consistent',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      because: [{ sentence: 'The leader asks a majority whether it still leads.' }],
    },
    {
      operation: settings?.flag('dns_config.allow_stale') === false ? 'read ?stale' : 'read ?stale, and DNS',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'Any server answers from what it has, also without a leader.' }],
    },
  ];
}
