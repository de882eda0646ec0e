import type { Cluster } from '../../../cluster/model.js';
import { isSynchronous } from './patroni.js';
import { writtenNames } from './standby-names.js';

/**
 * What asks that commits wait for standbys, by the word that the config uses: PostgreSQL's own list, Patroni's mode, or
 * the section of CloudNativePG. Undefined where nothing asks for it, or nobody knows.
 */
export function asksForStandbys(cluster: Cluster): string | undefined {
  if (writtenNames(cluster) !== undefined) return 'synchronous_standby_names';
  const { patroni, cloudnativepg } = cluster.settings;
  if (patroni !== undefined && isSynchronous(patroni) === true) return 'synchronous_mode';
  if ((cloudnativepg?.number('postgresql.synchronous.number') ?? 0) > 0) return 'postgresql.synchronous';
  // What this was before version 1.24; Patroni and the others have no setting of this name.
  if ((cloudnativepg?.number('maxSyncReplicas') ?? 0) > 0) return 'maxSyncReplicas';
  return undefined;
}
