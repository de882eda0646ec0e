import type { Cluster, Guarantee } from '../../model.js';
import { majority, overlaps } from '../../quorum.js';

/** What operations on a described cluster get, by its protocol. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.neutral;
  const protocol = settings?.text('protocol');
  if (settings === undefined || protocol === undefined || cluster.open) return [];
  if (protocol === 'raft' || protocol === 'paxos') return byVotes(cluster);
  if (protocol === 'leaderless') return leaderless(cluster);
  if (protocol === 'multi-leader') return multiLeader(cluster);
  return fromPrimary(cluster);
}

function byVotes(cluster: Cluster): readonly Guarantee[] {
  const voters = cluster.members.reduce((sum, { votes }) => sum + votes, 0);
  const because = [
    {
      sentence: `A write needs ${majority(voters)} of ${voters} votes; the side of a cut without them takes none.`,
      origin: cluster.commit.origin ?? cluster.origin,
    },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: Math.min(cluster.commit.count + 1, copiesIn(cluster)),
      rpoMs: 0,
      ...rtoOf(cluster),
      because,
    },
    {
      operation: 'read from the leader, with a majority asked',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      because,
    },
    ...followerReads(cluster),
  ];
}

function fromPrimary(cluster: Cluster): readonly Guarantee[] {
  const { commit } = cluster;
  const waits = commit.count > 0;
  const lag = cluster.settings.neutral!.number('workload.lag');
  const at = { origin: commit.origin ?? cluster.origin };
  const because = [
    waits
      ? {
          sentence: `A write waits until ${commit.count + 1} copies have it${commit.degrades ? ', and goes on with fewer when they are away' : ''}.`,
          ...at,
        }
      : {
          sentence: 'A write waits for no other copy: what was not sent yet is lost with the primary.',
          ...at,
        },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: waits && !commit.degrades ? 'linearizable' : 'eventual',
      partition: waits && !commit.degrades ? 'C' : 'A',
      otherwise: waits ? 'C' : 'L',
      copies: commit.degrades ? 1 : commit.count + 1,
      rpoMs: waits && !commit.degrades ? 0 : (lag ?? 'unbounded'),
      ...rtoOf(cluster),
      because,
    },
    {
      operation: 'read from the primary',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'L',
      because: [
        {
          sentence:
            'All writes are there; a primary that was replaced and does not know it yet answers what was before.',
        },
      ],
    },
    ...followerReads(cluster),
  ];
}

function followerReads(cluster: Cluster): readonly Guarantee[] {
  const lag = cluster.settings.neutral!.number('workload.lag');
  return [
    {
      operation: 'read from another copy',
      writes: false,
      consistency:
        cluster.commit.level === 'applied' && cluster.commit.method === 'all'
          ? 'sequential'
          : lag === undefined
            ? 'eventual'
            : 'bounded staleness',
      partition: 'A',
      otherwise: 'L',
      because: [
        {
          sentence:
            lag === undefined
              ? 'It answers with what it has, however old.'
              : `It answers with what it has, on average ${lag} ms old.`,
        },
      ],
    },
  ];
}

function leaderless(cluster: Cluster): readonly Guarantee[] {
  const n = Math.min(cluster.settings.neutral!.number('copies') ?? copiesIn(cluster), copiesIn(cluster));
  const ways = cluster.clients.length === 0 ? [undefined] : cluster.clients;
  return ways.flatMap((client): Guarantee[] => {
    const own = client?.settings.neutral;
    const write = own?.number('clients.writeCopies') ?? cluster.commit.count + 1;
    const read = own?.number('clients.readCopies') ?? 1;
    const meets = overlaps(read, write, n);
    const by = client === undefined ? '' : ` by ${client.id}`;
    const because = [
      {
        sentence: `R ${read} + W ${write} ${meets ? '>' : '≤'} N ${n}: reads and writes ${meets ? 'meet on a copy' : 'need not meet on any copy'}.`,
        origin: client?.origin ?? cluster.origin,
      },
    ];
    return [
      {
        operation: `write${by}`,
        writes: true,
        consistency: meets ? 'session' : 'eventual',
        partition: write > n / 2 ? 'C' : 'A',
        otherwise: write > 1 ? 'C' : 'L',
        copies: write,
        rpoMs: write > 1 ? 0 : 'unbounded',
        rtoMs: [0, 0],
        because,
      },
      {
        operation: `read${by}`,
        writes: false,
        consistency: meets ? 'session' : 'eventual',
        partition: read > n / 2 ? 'C' : 'A',
        otherwise: read > 1 ? 'C' : 'L',
        because,
      },
    ];
  });
}

function multiLeader(cluster: Cluster): readonly Guarantee[] {
  const because = [
    {
      sentence:
        'Each leader confirms by itself; the others get it afterwards, and two of them may change the same item.',
      origin: cluster.origin,
    },
  ];
  const common = { consistency: 'eventual', partition: 'A', otherwise: 'L', because } as const;
  return [
    {
      operation: 'write',
      writes: true,
      copies: 1,
      rpoMs: cluster.settings.neutral!.number('workload.lag') ?? 'unbounded',
      rtoMs: [0, 0],
      ...common,
    },
    { operation: 'read', writes: false, ...common },
  ];
}

function copiesIn({ members }: Cluster): number {
  return members.filter(({ role }) => role === 'data').length;
}

function rtoOf({ failover }: Cluster): Pick<Guarantee, 'rtoMs'> {
  if (failover.kind === 'manual') return { rtoMs: 'manual' };
  return failover.detectMs === undefined ? {} : { rtoMs: failover.detectMs };
}
