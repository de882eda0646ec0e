import type { Cluster, Guarantee } from '../../model.js';

/** NDB: a commit is in the memory of every node of its groups, and on disk with the next global checkpoint. */
export function ndbGuarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.ndb;
  const copies = settings?.number('NoOfReplicas') ?? 2;
  const checkpoint = settings?.number('TimeBetweenGlobalCheckpoints') ?? 2000;
  const bounds = cluster.failover.detectMs;
  const written = settings?.given('TimeBetweenGlobalCheckpoints')?.written.origin;
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: settings?.text('Arbitration') === 'Disabled' ? 'A' : 'C',
      otherwise: 'C',
      copies,
      rpoMs: copies > 1 ? 0 : checkpoint,
      ...(bounds === undefined ? {} : { rtoMs: bounds }),
      because: [
        { sentence: `A commit returns when all ${copies} nodes of its group have it in memory.` },
        {
          sentence: `It is on disk with the next global checkpoint, every ${checkpoint} ms: that much is lost when all nodes stop at once.`,
          ...(written === undefined ? {} : { origin: written }),
        },
      ],
    },
    {
      operation: 'read',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'L',
      because: [{ sentence: 'Each fragment has one primary node that orders reads and writes of a row.' }],
    },
  ];
}
