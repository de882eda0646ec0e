import type { Origin } from '../../../sql/reading.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

/** Tables of ProxySQL that decide where statements go. */
export const TABLES = [
  'mysql_servers',
  'mysql_users',
  'mysql_query_rules',
  'mysql_replication_hostgroups',
  'mysql_galera_hostgroups',
  'mysql_group_replication_hostgroups',
] as const;

export type ProxyTable = (typeof TABLES)[number];

/** A row of a table, or variables. Keys of settings are as in `PROXYSQL_TABLE`: with the table, or with `mysql-`. */
export interface ProxyRow {
  readonly table: ProxyTable | 'variables';
  readonly written: readonly Written[];
  readonly origin: Origin;
  /** From proxysql.cnf: what is left out has other defaults there. */
  readonly fromFile: boolean;
  /** That of the image near by. */
  readonly version?: Version;
}
