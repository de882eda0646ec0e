import type { Cluster, Guarantee } from '../../model.js';

/** What producers get by their `acks`, and what consumers see. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.kafka;
  const isr = settings?.number('min.insync.replicas') ?? 1;
  const unclean = settings?.flag('unclean.leader.election.enable') === true;
  const origin = settings?.given('min.insync.replicas')?.written.origin;
  const place = origin === undefined ? {} : { origin };
  const rto = cluster.failover.detectMs ?? ([0, 9000] as const);
  return [
    {
      operation: 'write with acks=all',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: isr,
      rpoMs: isr > 1 && !unclean ? 0 : 'unbounded',
      rtoMs: rto,
      because: [
        {
          sentence: `Every copy in sync has it, and these are at least ${isr} (min.insync.replicas); a copy that lags is taken out of them.`,
          ...place,
        },
        { sentence: 'It is in the memory of these machines; the operating system writes it out later.' },
        ...(unclean
          ? [{ sentence: 'A copy that is not in sync may lead, and truncates what it has not.' }]
          : []),
      ],
    },
    {
      operation: 'write with acks=1',
      writes: true,
      consistency: 'session',
      partition: 'A',
      otherwise: 'L',
      copies: 1,
      rpoMs: settings?.number('replica.lag.time.max.ms') ?? 30_000,
      rtoMs: rto,
      because: [
        {
          sentence:
            'Only the leader has it for certain: what followers had not fetched is lost with the leader.',
        },
      ],
    },
    {
      operation: 'read',
      writes: false,
      consistency: 'sequential',
      partition: 'C',
      otherwise: 'L',
      because: [
        {
          sentence:
            'Consumers see a partition in order up to what all copies in sync have; order holds within a partition only.',
        },
      ],
    },
  ];
}
