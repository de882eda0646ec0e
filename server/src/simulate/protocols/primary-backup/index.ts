import type { Cluster } from '../../../cluster/model.js';
import type { Family } from '../../family.js';
import { preparePostgres } from './postgres-from-cluster.js';

/** One server takes writes and copies follow it: PostgreSQL and MySQL without a quorum of their own. */
export const PRIMARY_BACKUP: Family = {
  id: 'primary-backup',
  title: 'Primary and backups',
  prepare: (cluster: Cluster) => (cluster.system === 'postgres' ? preparePostgres(cluster) : undefined),
};
