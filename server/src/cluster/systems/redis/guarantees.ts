import type { Cluster, Guarantee } from '../../model.js';

/**
 * How long after min-replicas-max-lag a master still takes writes, in ms: the age of an answer is counted in whole seconds,
 * and looked at once a second.
 */
const LATE = 2000;

/** What reads and writes of a replication group or a Redis Cluster get. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.redis;
  if (settings === undefined) return [];
  const needed = settings.number('min-replicas-to-write') ?? 0;
  const lag = settings.number('min-replicas-max-lag') ?? 10_000;
  const isBounded = needed > 0;
  const ring = cluster.failover.by === 'redis';
  const timeout = settings.number('cluster-node-timeout') ?? 15_000;
  const because: { sentence: string; origin: Cluster['origin'] }[] = [
    { sentence: 'A master acknowledges a write before any replica has it.', origin: cluster.origin },
  ];
  if (isBounded)
    because.push({
      sentence: `It refuses writes once fewer than ${needed} replicas have answered for ${lag / 1000} s: one that is cut off goes on acknowledging for that long and a second or two, and those writes are lost.`,
      origin: settings.given('min-replicas-to-write')?.written.origin ?? cluster.origin,
    });
  if (ring)
    because.push({
      sentence: `A master that sees no majority of masters stops after the node timeout of ${timeout / 1000} s.`,
      origin: settings.given('cluster-node-timeout')?.written.origin ?? cluster.origin,
    });
  const rto =
    cluster.failover.kind === 'manual'
      ? { rtoMs: 'manual' as const }
      : cluster.failover.detectMs === undefined
        ? {}
        : { rtoMs: cluster.failover.detectMs };
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'eventual',
      partition: isBounded || ring ? 'C' : 'A',
      otherwise: 'L',
      copies: 1,
      rpoMs: isBounded && !ring ? lag + LATE : 'unbounded',
      ...rto,
      because,
    },
    {
      operation: 'write, then WAIT for replicas',
      writes: true,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'C',
      rpoMs: 'unbounded',
      because: [
        {
          sentence:
            'WAIT says how many replicas have it; a failover may promote another one, and the write is lost all the same.',
          origin: cluster.origin,
        },
      ],
    },
    {
      operation: 'read from the master',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            'A master that was replaced and does not know yet answers with what is old or will be lost.',
          origin: cluster.origin,
        },
      ],
    },
    {
      operation: 'read from a replica',
      writes: false,
      consistency: 'eventual',
      partition: settings.flag('replica-serve-stale-data') === false ? 'C' : 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            settings.flag('replica-serve-stale-data') === false
              ? 'It lags by what replication takes; without its master it refuses.'
              : 'It lags by what replication takes, and without its master it answers with what it has.',
          origin: settings.given('replica-serve-stale-data')?.written.origin ?? cluster.origin,
        },
      ],
    },
  ];
}
