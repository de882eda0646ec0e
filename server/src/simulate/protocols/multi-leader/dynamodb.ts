import type { Cluster } from '../../../cluster/model.js';
import { because } from '../../kit/reasons.js';
import type { FoundConfig } from '../leaderless/prepare.js';
import type { FoundMultiLeader } from './prepare.js';

/**
 * A global table with eventual consistency: a region confirms by itself, the others follow usually within a second, and of two
 * writes to one item within that time the later timestamp stays; nobody is told
 * (https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/overview.html).
 */
export function eventualTable(cluster: Cluster): FoundMultiLeader {
  const members = cluster.members.filter(({ role }) => role === 'data');
  const all = 2 ** members.length - 1;
  return {
    config: {
      nodes: members.map(({ id }, p) => ({
        name: id,
        sendsTo: all & ~(1 << p),
        takesWrites: true,
        increment: 1,
        offset: 1,
      })),
      resolve: 'latest',
      forwards: false,
      echoes: false,
      shipMs: [100, 1_000],
      reconnectMs: [500, 3_000],
      words: { conflict: 'the later timestamp wins, and nobody is told' },
      because: { conflict: because(cluster, 'dynamodb', ...consistencyNames(cluster)) },
    },
    members,
    program: 'dynamodb',
    title: 'DynamoDB global table, eventual consistency',
    limits: [
      'How far the regions are behind has no upper bound; up to a second is taken.',
      'Within a region a table does not fail by itself: a region is one node here.',
    ],
  };
}

/**
 * A global table with strong consistency: a write is in two of three regions before it is confirmed, one of which may be a
 * witness, and strongly consistent reads ask as many
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/multi-region-strong-consistency-gt.html).
 */
export function strongTable(cluster: Cluster): FoundConfig | { readonly why: string } {
  const { members } = cluster;
  if (members.length !== 3)
    return { why: `Strong consistency takes three regions, and ${cluster.name} has ${members.length}.` };
  const of = because(cluster, 'dynamodb', ...consistencyNames(cluster));
  return {
    config: {
      nodes: members.map(({ id }, site) => ({
        name: id,
        site,
        syncMs: 0,
        hintWindowMs: 1e9,
        hintFlushMs: 0,
      })),
      copies: [7, 7, 7, 7],
      write: 'QUORUM',
      read: 'QUORUM',
      resolve: 'latest',
      merges: false,
      clocks: false,
      refusesStale: false,
      sloppy: false,
      degrades: false,
      detectMs: [1_000, 10_000],
      gossip: false,
      hearsClose: true,
      returnMs: [200, 3_000],
      hintMs: [100, 1_000],
      readRepair: true,
      words: {
        unavailable: 'InternalServerError: the region reaches no other one',
        stale: '',
        conflict: 'the later write stays',
      },
      because: { write: of, read: of, copies: of, detect: [], hints: [], sync: [] },
    },
    members,
    program: 'dynamodb',
    title: 'DynamoDB global table, strong consistency',
    levels: [{ name: 'ConsistentRead', linearizable: true }],
    limits: [
      'How soon a region notices that it is cut off is not documented: 1 to 10 s are taken.',
      'Two writes to one item at the same time are ordered here; DynamoDB refuses one of them (ReplicatedWriteConflictException).',
    ],
  };
}

function consistencyNames(cluster: Cluster): readonly string[] {
  return cluster.settings.dynamodb?.given('consistency_mode') === undefined
    ? ['MultiRegionConsistency']
    : ['consistency_mode'];
}
