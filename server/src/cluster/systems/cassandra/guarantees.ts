import type { Cluster, Guarantee, Resource } from '../../model.js';
import { overlaps } from '../../quorum.js';
import { isLocal, neededOf } from './levels.js';

/** What reads and writes of the consistency levels get, by the keyspace with the most replicas. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const keyspace = mainKeyspace(cluster);
  const copies = keyspace?.copies;
  if (keyspace === undefined || copies === undefined) return [];
  const sites = Object.keys(copies).length;
  const total = Object.values(copies).reduce((sum, each) => sum + each, 0);
  if (total === 0) return [];
  const durable = cluster.commit.level === 'durable';
  return ['ONE', 'LOCAL_QUORUM', 'QUORUM', 'EACH_QUORUM', 'ALL'].flatMap((level): Guarantee[] => {
    const needed = neededOf(level, copies);
    if (needed === undefined) return [];
    const local = isLocal(level) && sites > 1;
    const meets = overlaps(needed, needed, local ? Math.max(...Object.values(copies)) : total);
    const sentence = `${keyspace.name} has ${total} replicas${sites > 1 ? ` in ${sites} data centres` : ''}; ${level} waits for ${needed}${local ? ' in the data centre of the coordinator' : ''}.`;
    const because = [
      { sentence, origin: keyspace.origin },
      ...(durable
        ? []
        : [{ sentence: 'commitlog_sync is periodic: a write is acknowledged before it is on disk.' }]),
    ];
    return [
      {
        operation: `write ${level}`,
        writes: true,
        consistency: meets && !local ? 'session' : 'eventual',
        partition: needed > 1 || level === 'ALL' ? 'C' : 'A',
        otherwise: needed > 1 ? 'C' : 'L',
        copies: needed,
        rpoMs: needed > 1 && !local ? 0 : 'unbounded',
        rtoMs: [0, 0],
        because,
      },
      {
        operation: `read ${level}`,
        writes: false,
        consistency: meets && !local ? 'session' : 'eventual',
        partition: needed > 1 ? 'C' : 'A',
        otherwise: needed > 1 ? 'C' : 'L',
        because: [
          ...because,
          {
            sentence: meets
              ? `Reads at ${level} see what was acknowledged at ${level}${local ? ' in the same data centre' : ''}; the last write by timestamp wins, so writes at the same time are not ordered.`
              : `Reads and writes at ${level} need not meet on a replica: a read may return what was before.`,
          },
        ],
      },
    ];
  });
}

/** The keyspace that people mean: not one of the system's own, with the most replicas. */
export function mainKeyspace({ resources }: Pick<Cluster, 'resources'>): Resource | undefined {
  const sum = (each: Resource) => Object.values(each.copies ?? {}).reduce((all, copies) => all + copies, 0);
  return resources
    .filter(({ kind, name }) => kind === 'keyspace' && !name.startsWith('system'))
    .sort((a, b) => sum(b) - sum(a))[0];
}
