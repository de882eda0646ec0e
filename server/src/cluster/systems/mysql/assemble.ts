import type { FailoverRule } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { galeraClusters, isGalera } from '../galera/assemble.js';
import { groupClusters, isGroupMember } from '../group-replication/assemble.js';
import { replicationClusters } from './async.js';
import type { MysqlDraft } from './data.js';
import { serversOf } from './servers.js';

const MANUAL: FailoverRule = { kind: 'manual', by: undefined };

/** Puts servers together to clusters: Galera, Group Replication, or replication by the binary log. */
export function assembleMysql(fragments: readonly Fragment<MysqlDraft>[]): Assembled {
  const servers = serversOf(fragments);
  const drafts = fragments.map(({ data }) => data);
  const galera = servers.filter(isGalera);
  const group = servers.filter(server => !isGalera(server) && isGroupMember(server));
  const others = servers.filter(server => !isGalera(server) && !isGroupMember(server));
  const arbitrators = drafts.flatMap(draft => (draft.kind === 'arbitrator' ? [draft] : []));
  return {
    clusters: [
      ...galeraClusters(galera, arbitrators),
      ...groupClusters(group),
      ...replicationClusters(others, MANUAL),
    ],
  };
}
