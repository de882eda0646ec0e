import type { Cluster, Member, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import type { Settings, Written } from '../../settings.js';
import { autoFailoverClusters } from '../pg-auto-failover/assemble.js';
import { withPgpool } from '../pgpool/assemble.js';
import { withRepmgr } from '../repmgr/assemble.js';
import { folderOf } from './conf.js';
import type { PostgresData, SqlSettings } from './data.js';
import { postgresSettings } from './effective.js';
import { groupNodes } from './groups.js';
import { impliedCluster, onePerSet } from './implied.js';
import { inForce } from './in-force.js';
import { logicalClusters } from './logical.js';
import { nodesOf, type PostgresNode } from './nodes.js';
import { physicalCluster } from './physical.js';
import { withServices } from './service-nodes.js';
import { withDoubt, withEvidence, withSteps } from './with-evidence.js';

type Statement = Fragment<PostgresData> & { readonly data: SqlSettings };

/** Clusters from what configs, statements and services say of PostgreSQL and of what manages it. */
export function assemble(all: readonly Fragment<PostgresData>[]): Assembled {
  const fragments = inForce(all);
  const statements = fragments.filter((each): each is Statement => each.data.kind === 'sql');
  const nodes = withEvidence(withServices(nodesOf(fragments), fragments), fragments);
  const system = statements.filter(({ data }) => data.scope === 'system');
  const groups = groupNodes(withAlterSystem(nodes, system));
  const physical = groups
    .map(group => withDoubt(withSteps(physicalCluster(group), group, fragments), group, fragments))
    .map(cluster =>
      withResources(
        cluster,
        statements.filter(({ data }) => data.scope !== 'system'),
        groups.length === 1,
      ),
    );
  const managed = withPgpool(withRepmgr(physical, fragments), fragments);
  return {
    clusters: withOwnIds([
      ...managed.clusters,
      ...autoFailoverClusters(fragments),
      ...logicalClusters(fragments),
      ...onePerSet(
        fragments.flatMap(({ data, uri, origin }) =>
          data.kind === 'client'
            ? (impliedCluster(data.client.targets, {
                uri,
                origin,
                folder: folderOf(uri.toLowerCase()),
              }) ?? [])
            : [],
        ),
      ),
    ]),
    routers: managed.routers,
    clients: fragments.flatMap(({ data }) => (data.kind === 'client' ? data.client : [])),
  };
}

/** Files of one folder may each start a server of the same name: their clusters are told apart by a number. */
function withOwnIds(clusters: readonly Cluster[]): readonly Cluster[] {
  const seen = new Map<string, number>();
  return clusters.map(cluster => {
    const count = (seen.get(cluster.id) ?? 0) + 1;
    seen.set(cluster.id, count);
    return count === 1 ? cluster : { ...cluster, id: `${cluster.id}#${count}` };
  });
}

/** `ALTER SYSTEM` goes before files. It is meant for the only server that leads, or for that of its folder. */
function withAlterSystem(
  nodes: readonly PostgresNode[],
  statements: readonly Statement[],
): readonly PostgresNode[] {
  if (statements.length === 0) return nodes;
  const heads = nodes.filter(({ role }) => role !== 'standby');
  const own = new Map<PostgresNode, Written[]>();
  const left: Statement[] = [];
  for (const statement of statements) {
    const near = heads.filter(({ folder }) => folder.replace(/#.*/s, '') === statement.data.folder);
    const head = near.length === 1 ? near[0] : heads.length === 1 ? heads[0] : undefined;
    if (head === undefined) left.push(statement);
    else own.set(head, [...(own.get(head) ?? []), ...statement.data.written]);
  }
  const changed = nodes.map(node => {
    const more = own.get(node);
    return more === undefined ? node : { ...node, written: [...node.written, ...more] };
  });
  return heads.length === 0 ? [...changed, ...nodesOfStatements(left)] : changed;
}

/** Where nothing else tells of a server, the statements of a folder stand for one. */
function nodesOfStatements(statements: readonly Statement[]): readonly PostgresNode[] {
  const folders = new Map<string, Statement[]>();
  for (const each of statements)
    folders.set(each.data.folder, [...(folders.get(each.data.folder) ?? []), each]);
  return [...folders].map(([folder, own]) => ({
    label:
      folder
        .split('/')
        .filter(part => part !== '' && !part.includes(':'))
        .at(-1) ?? 'postgres',
    folder,
    uris: [...new Set(own.map(({ uri }) => uri))],
    origin: own[0]!.origin,
    written: own.flatMap(({ data }) => data.written),
    version: undefined,
    role: 'unknown',
    upstream: undefined,
    hba: [],
    managedBy: undefined,
    hosts: [],
    missing: [],
    recovery: undefined,
    signal: false,
  }));
}

/** Databases and roles with settings of their own. */
function withResources(cluster: Cluster, statements: readonly Statement[], only: boolean): Cluster {
  const folders = new Set(cluster.sources.map(uri => uri.slice(0, uri.lastIndexOf('/')).toLowerCase()));
  const mine = statements.filter(({ data }) => only || folders.has(data.folder));
  if (mine.length === 0) return cluster;
  return {
    ...cluster,
    resources: [
      ...cluster.resources,
      ...mine.map(
        ({ data, origin }): Resource => ({
          kind: data.scope === 'role' ? 'role' : 'database',
          name: data.name,
          settings: { postgres: postgresSettings(versionOf(cluster.members), data.written) },
          origin,
        }),
      ),
    ],
    sources: [...new Set([...cluster.sources, ...mine.map(({ uri }) => uri)])],
  };
}

function versionOf(members: readonly Member[]): Settings['version'] {
  return members.map(({ version }) => version).find(each => each !== undefined);
}
