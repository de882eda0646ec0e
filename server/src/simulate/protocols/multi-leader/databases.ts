import type { Cluster } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { because } from '../../kit/reasons.js';
import { type FoundMultiLeader, isMutual, targetsOf } from './prepare.js';

/** Databases of CouchDB that replicate to each other: every revision comes everywhere, and one of two wins for readers. */
export function couchdbPairs(cluster: Cluster): FoundMultiLeader | { readonly why: string } | undefined {
  if (!cluster.id.startsWith('couchdb:replications@')) return undefined;
  const { members, resources } = cluster;
  if (members.length < 2) return { why: 'The replications lead to one database only.' };
  const once = resources.filter(({ settings }) => settings.couchdb?.flag('continuous') !== true).length;
  const targets = targetsOf(cluster, members);
  return {
    config: {
      nodes: members.map(({ id }, p) => ({ ...PLAIN, name: id, sendsTo: targets[p]!, takesWrites: true })),
      resolve: 'siblings',
      forwards: true,
      echoes: false,
      shipMs: [10, 500],
      // The replicator's attempts grow apart after errors: https://docs.couchdb.org/en/stable/replication/replicator.html
      reconnectMs: [1_000, 60_000],
      words: {
        conflict:
          'the revision with the longer history wins everywhere, of equal ones the higher id, and the other one stays as a conflict that nobody reads',
      },
      because: { conflict: [] },
    },
    members,
    program: 'couchdb',
    title: 'CouchDB replication',
    limits: [
      ...(once > 0 ? ['Replications that are not continuous are taken to be started again and again.'] : []),
      'A revision that lost against another one counts as there: it is kept as a conflict.',
      'Filters are left out.',
    ],
  };
}

/**
 * MySQL or MariaDB where several servers take writes: a ring, a pair, or a replica of several. Each write is a row with a generated
 * id; the same id twice stops the replica with error 1062
 * (https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html#sysvar_auto_increment_increment).
 */
export function mysqlRing(cluster: Cluster): FoundMultiLeader | undefined {
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.filter(({ leader }) => leader === true).length < 2) return undefined;
  const system = cluster.system === 'mariadb' ? 'mariadb' : 'mysql';
  const targets = targetsOf(cluster, members);
  const of = (member: { settings: Cluster['settings'] }): Settings | undefined =>
    member.settings.mysql ?? member.settings.mariadb;
  const forwards = members.every(
    member => (of(member)?.flag('log_replica_updates') ?? of(member)?.flag('log_slave_updates')) !== false,
  );
  return {
    config: {
      nodes: members.map((member, p) => ({
        name: member.id,
        sendsTo: targets[p]!,
        takesWrites: member.leader === true,
        increment: Math.max(1, of(member)?.number('auto_increment_increment') ?? 1),
        offset: Math.max(1, of(member)?.number('auto_increment_offset') ?? 1),
      })),
      resolve: 'rows',
      forwards,
      echoes: false,
      shipMs: [1, 10],
      // SOURCE_CONNECT_RETRY is 60 s; a cut that is shorter is over with the next retransmission.
      reconnectMs: [200, 60_000],
      words: { conflict: 'error 1062, duplicate entry for key PRIMARY' },
      because: {
        conflict: members.flatMap(member =>
          because(member, system, 'auto_increment_increment', 'auto_increment_offset'),
        ),
      },
    },
    members,
    program: 'mysqld',
    title: isMutual(targets) ? 'MySQL with several sources for each other' : 'MySQL with several sources',
    limits: [
      'Each write is a row of its own with a generated id; two servers that change one row keep what came last, each another one, and that is left out.',
      ...(forwards ? [] : ['A server that does not log what it has applied sends on only its own writes.']),
    ],
  };
}

/**
 * PostgreSQL servers that subscribe to each other. A row that is there already stops the subscription until somebody resolves it
 * (https://www.postgresql.org/docs/current/logical-replication-conflicts.html); without `origin = none` each gets its own changes
 * back (https://www.postgresql.org/docs/current/sql-createsubscription.html).
 */
export function postgresPair(cluster: Cluster): FoundMultiLeader | undefined {
  const { members, links, resources } = cluster;
  if (links.length === 0 || links.some(({ kind }) => kind !== 'logical')) return undefined;
  const targets = targetsOf(cluster, members);
  if (!isMutual(targets)) return undefined;
  const subscriptions = resources.filter(({ kind }) => kind === 'subscription');
  const echoes = subscriptions.some(({ settings }) => settings.postgres?.text('origin') !== 'none');
  return {
    config: {
      nodes: members.map(({ id }, p) => ({ ...PLAIN, name: id, sendsTo: targets[p]!, takesWrites: true })),
      resolve: 'stop',
      forwards: echoes,
      echoes,
      shipMs: [1, 10],
      // A worker that failed is started again every 5 s (wal_retrieve_retry_interval).
      reconnectMs: [200, 15_000],
      words: { conflict: 'duplicate key value violates unique constraint' },
      because: { conflict: because(cluster, 'postgres', 'origin') },
    },
    members,
    program: 'postgres',
    title: 'PostgreSQL, logical replication both ways',
    limits: [
      'A write is the insert of a key that programs choose on both sides, or a change of what they have read; two changes of one row that did not know each other count as such inserts.',
      'Each file of SQL stands for one server.',
    ],
  };
}

/** Several nodes of a described store take writes. */
export function described(cluster: Cluster): FoundMultiLeader | { readonly why: string } | undefined {
  const settings = cluster.settings.neutral;
  if (settings?.text('protocol') !== 'multi-leader') return undefined;
  const members = cluster.members.filter(({ role }) => role === 'data' || role === 'learner');
  if (members.length < 2)
    return { why: `${cluster.name} is described with fewer than two nodes that hold data.` };
  const told = targetsOf(cluster, members);
  const all = 2 ** members.length - 1;
  const targets = told.every(set => set === 0) ? members.map((_, p) => all & ~(1 << p)) : told;
  const leaders = members.filter(({ leader }) => leader === true).length;
  const conflicts = settings.text('conflicts') ?? 'latest';
  const lag = settings.number('workload.lag');
  return {
    config: {
      nodes: members.map(({ id, role, leader }, p) => ({
        ...PLAIN,
        name: id,
        sendsTo: targets[p]!,
        takesWrites: role === 'data' && (leaders === 0 || leader === true),
      })),
      resolve:
        conflicts === 'siblings'
          ? 'siblings'
          : conflicts === 'merge' || conflicts === 'custom'
            ? 'merge'
            : 'latest',
      forwards: true,
      echoes: false,
      shipMs: lag === undefined ? [1, 100] : [Math.max(1, Math.round(lag / 2)), Math.max(1, lag * 2)],
      reconnectMs: [100, 2_000],
      words: {
        conflict:
          conflicts === 'siblings'
            ? 'a program has to decide which of them holds'
            : 'the later timestamp wins',
      },
      because: { conflict: because(cluster, 'neutral', 'conflicts') },
    },
    members,
    program: 'node',
    title: 'Several leaders',
    limits: [
      ...(settings.given('conflicts') === undefined
        ? ['What becomes of two writes that did not know each other is not told: the later timestamp wins.']
        : []),
      ...(lag === undefined ? ['How far the others are behind is not told: up to 0.1 s is taken.'] : []),
    ],
  };
}

const PLAIN = { increment: 1, offset: 1 } as const;
