import type { Family } from '../../family.js';
import { prepareMysql } from './mysql/from-cluster.js';
import { preparePostgres } from './postgres-from-cluster.js';

/** One server takes writes and copies follow it: PostgreSQL and MySQL without a quorum of their own. */
export const PRIMARY_BACKUP: Family = {
  id: 'primary-backup',
  title: 'Primary and backups',
  prepare: (cluster, all) => {
    switch (cluster.system) {
      case 'postgres':
        return preparePostgres(cluster);
      case 'mysql':
      case 'mariadb':
      case 'mha':
        return prepareMysql(cluster, all);
      default:
        return undefined;
    }
  },
};
