import type { Cluster, FailoverRule } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { galeraClusters, isGalera } from '../galera/assemble.js';
import { groupClusters, isGroupMember } from '../group-replication/assemble.js';
import { mhaClusters } from '../mha/assemble.js';
import { failoverOf, orchestratorClusters, settingsOf } from '../orchestrator/assemble.js';
import { follows, replicationClusters } from './async.js';
import { folderOf, type MysqlDraft } from './data.js';
import { withFamilies } from './family.js';
import { withoutLeftOver } from './left-over.js';
import { withScripts } from './scripts.js';
import type { Server } from './server.js';
import { serversOf } from './servers.js';

const MANUAL: FailoverRule = { kind: 'manual', by: undefined };

/** Puts servers together to clusters: Galera, Group Replication, or replication by the binary log. */
export function assembleMysql(fragments: readonly Fragment<MysqlDraft>[]): Assembled {
  const live = withFamilies(withoutLeftOver(fragments));
  const all = withScripts(serversOf(live), live);
  const drafts = live.map(({ data }) => data);
  const mha = mhaClusters(
    drafts.flatMap(draft => (draft.kind === 'mha' ? [draft] : [])),
    all,
  );
  const servers = all.filter(server => !mha.taken.has(server));
  const galera = servers.filter(isGalera);
  const isMember = membersOf(servers);
  const group = servers.filter(isMember);
  const others = servers.filter(server => !isGalera(server) && !isMember(server));
  const orchestrators = drafts.flatMap(draft => (draft.kind === 'orchestrator' ? [draft] : []));
  // One orchestrator of a project watches what of it replicates; of several nobody knows which.
  const kinds = orchestrators.map(draft => failoverOf(settingsOf(draft)));
  const failover =
    kinds.length > 0 && kinds.every(({ kind }) => kind === kinds[0]!.kind) ? kinds[0]! : MANUAL;
  return {
    clusters: unique([
      ...galeraClusters(
        galera,
        drafts.flatMap(draft => (draft.kind === 'arbitrator' ? [draft] : [])),
      ),
      ...groupClusters(group),
      ...replicationClusters(others, failover).map(cluster => withSteps(cluster, drafts)),
      ...mha.clusters,
      ...orchestratorClusters(orchestrators),
    ]),
  };
}

/**
 * Which servers are members of groups: those that are told to be, unless the group is started by nobody and one of its
 * servers follows another by the binary log.
 */
function membersOf(servers: readonly Server[]): (server: Server) => boolean {
  const told = servers.filter(server => !isGalera(server) && isGroupMember(server));
  const nameOfGroup = (server: Server) => server.text('group_replication_group_name') ?? '';
  const unused = new Set(
    told
      .filter(
        server =>
          told.some(other => other !== server && follows(server, other)) &&
          told.every(
            each =>
              nameOfGroup(each) !== nameOfGroup(server) ||
              each.says('group_replication_start_on_boot')?.raw === false ||
              /^(?:off|0|false)$/i.test(String(each.says('group_replication_start_on_boot')?.raw)),
          ),
      )
      .map(nameOfGroup),
  );
  const members = new Set(told.filter(server => !unused.has(nameOfGroup(server))));
  return server => members.has(server);
}

/** Notes what promotes near a cluster's files and is no config that is read. */
function withSteps(cluster: Cluster, drafts: readonly MysqlDraft[]): Cluster {
  if (cluster.failover.kind !== 'manual' || cluster.failover.by !== undefined) return cluster;
  const folders = cluster.sources.map(uri => folderOf(decoded(uri)).toLowerCase());
  const steps = drafts.some(
    draft =>
      draft.kind === 'steps' &&
      folders.some(folder => {
        const around = folderOf(folder);
        const own = folderOf(draft.path);
        return (
          own === '' ||
          around === '' ||
          `${own}/`.startsWith(`${around}/`) ||
          `${folder}/`.startsWith(`${own}/`)
        );
      }),
  );
  return steps ? { ...cluster, failover: { ...cluster.failover, steps } } : cluster;
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Clusters of one name in one folder get ids of their own, in the order of their files. */
function unique(clusters: readonly Cluster[]): readonly Cluster[] {
  const used = new Map<string, number>();
  return clusters.map(cluster => {
    const times = (used.get(cluster.id) ?? 0) + 1;
    used.set(cluster.id, times);
    return times === 1 ? cluster : { ...cluster, id: `${cluster.id}#${times}` };
  });
}
