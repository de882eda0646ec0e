import type { Cluster, Member } from '../../../cluster/model.js';
import type { Prepared } from '../../family.js';
import { alikeProcesses } from '../../kit/alike.js';
import { layOut } from '../../kit/layout.js';
import { nodeOf, type PostgresNode } from '../../kit/postgres/index.js';
import { MAX_SET } from '../../kit/sets.js';
import { PlainPostgres } from './postgres.js';

/** What plain PostgreSQL goes by: nobody but an operator decides who leads. */
export interface PlainPostgresConfig {
  readonly nodes: readonly PostgresNode[];
  /** Process of the primary at the beginning. */
  readonly primary: number;
  /** Per process: whom it streams from. */
  readonly upstreams: readonly (number | undefined)[];
  /** Tuples of processes that are alike in every setting. */
  readonly symmetric: readonly (readonly number[])[];
}

/** A primary and its standbys without a failover manager. */
export function preparePostgres(cluster: Cluster): Prepared | { readonly why: string } {
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.length === 0) return { why: `The files tell of no server of ${cluster.name}.` };
  if (members.length > MAX_SET)
    return { why: `${cluster.name} has more than ${MAX_SET} servers: too many to play.` };
  const config = configOf(cluster, members);
  const layout = layOut(members.map(member => ({ member, program: 'postgres', serves: true })));
  return {
    family: 'primary-backup',
    title: 'PostgreSQL streaming replication',
    ...layout,
    create: world => new PlainPostgres(world, config),
    searchUnitMs: 5_000,
    readLevels: [{ name: 'any server', linearizable: false }],
    limits: [
      'A primary keeps its WAL for as long as a standby is away: slots and wal_keep_size are taken to be enough.',
      'Catching up takes no longer than a message does.',
    ],
  };
}

/** What plain PostgreSQL of a cluster goes by, and the names of its servers. */
export function plainPostgresOf(cluster: Cluster): {
  readonly config: PlainPostgresConfig;
  readonly names: readonly string[];
} {
  const members = cluster.members.filter(({ role }) => role === 'data');
  return { config: configOf(cluster, members), names: members.map(({ id }) => id) };
}

function configOf(cluster: Cluster, members: readonly Member[]): PlainPostgresConfig {
  const processOf = new Map(members.map((member, p) => [member, p]));
  const byId = new Map(members.map((member, p) => [member.id, p]));
  const primary = Math.max(
    0,
    members.findIndex(({ leader }) => leader === true),
  );
  const nodes = members.map((member, p) => nodeOf(member, cluster, p, processOf));
  const upstreams = members.map(({ id }) => {
    const from = cluster.links.find(({ to, kind }) => to === id && kind === 'physical')?.from;
    return from === undefined ? undefined : byId.get(from);
  });
  return {
    nodes,
    primary,
    upstreams,
    symmetric: alikeProcesses(members.length, p => keyOf(nodes[p]!, nodes, upstreams[p])),
  };
}

/** Standbys are alike where their settings are, and no list puts one before the other. */
function keyOf(
  node: PostgresNode,
  nodes: readonly PostgresNode[],
  upstream: number | undefined,
): string | undefined {
  const named = nodes.map(({ sync }) => {
    const listed = sync.members.includes(node.process);
    const ordered = listed && sync.method === 'first' && sync.count < sync.members.length;
    return ordered ? `${sync.members.indexOf(node.process)}` : `${listed}`;
  });
  const { process: _process, because: _because, ...rest } = node;
  return JSON.stringify([rest, upstream, named]);
}
