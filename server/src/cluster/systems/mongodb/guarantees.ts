import type { Cluster, Guarantee } from '../../model.js';
import { votesOf } from './effective.js';

/** What reads and writes of a replica set get, by write and read concern. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.mongodb;
  if (settings === undefined || cluster.open) return [];
  const { writeMajority } = votesOf(cluster.members);
  const journaled = settings.get('writeConcernMajorityJournalDefault');
  const concern = settings.get('defaultWriteConcern.w');
  const origin = concern?.written?.origin ?? cluster.origin;
  const rto = cluster.failover.detectMs;
  const timing = rto === undefined ? {} : { rtoMs: rto };
  const found: Guarantee[] = [
    {
      operation: 'write with w: "majority"',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: writeMajority,
      rpoMs: 0,
      ...timing,
      because: [
        {
          sentence: `It is acknowledged when ${writeMajority} voting members that hold data have it${journaled?.effective === false ? ', in memory only' : ' in their journals'}; every later primary has it.`,
          origin: journaled?.written?.origin ?? origin,
        },
      ],
    },
    {
      operation: 'write with w: 1',
      writes: true,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      copies: 1,
      rpoMs: 'unbounded',
      ...timing,
      because: [
        {
          sentence:
            'The primary alone confirms it. What no other member had when the primary was lost is rolled back when it returns.',
          origin,
        },
      ],
    },
    {
      operation: 'read with readConcern linearizable from the primary',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      because: [
        {
          sentence: 'The primary asks a majority that it still is one before it answers.',
          origin: cluster.origin,
        },
      ],
    },
    {
      operation: 'read with readConcern majority',
      writes: false,
      consistency: 'sequential',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence: 'What it returns is never rolled back, and may be old: an old primary does not know yet.',
          origin: cluster.origin,
        },
      ],
    },
    {
      operation: 'read with readConcern local (default)',
      writes: false,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'It may return what is rolled back later.', origin: cluster.origin }],
    },
  ];
  const w = settings.text('defaultWriteConcern.w');
  const own = found[w === 'majority' ? 0 : 1]!;
  if (w === 'majority' || w === '1') {
    const because = concern?.because === undefined ? [] : [{ sentence: concern.because, origin }];
    found.unshift({
      ...own,
      operation: `write that names no write concern (w: ${w === '1' ? 1 : '"majority"'})`,
      because: [...because, ...own.because],
    });
  }
  return found;
}
