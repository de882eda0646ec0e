import { type Parameter, type ParameterTable, parameterTable } from '../../../parameter.js';
import { BINLOG } from './binlog.js';
import { forFlavour, type Pages, type Variable } from './define.js';
import { INNODB } from './innodb.js';
import { REPLICA } from './replica.js';
import { SEMISYNC } from './semisync.js';
import { SERVER } from './server.js';

/** mysqld takes `-` and `_` for the same, and either case in SQL. */
export function sameVariable(name: string): string {
  return name.toLowerCase().replace(/-/g, '_');
}

const GROUPS: readonly (readonly [readonly Variable[], Pages])[] = [
  [
    BINLOG,
    { mysql: 'replication-options-binary-log', mariadb: 'replication-and-binary-log-system-variables' },
  ],
  [REPLICA, { mysql: 'replication-options-replica', mariadb: 'replication-and-binary-log-system-variables' }],
  [SEMISYNC, { mysql: 'replication-options-source', mariadb: 'semisynchronous-replication' }],
  [INNODB, { mysql: 'innodb-parameters', mariadb: 'innodb-system-variables' }],
  [SERVER, { mysql: 'server-system-variables', mariadb: 'server-system-variables' }],
];

function all(flavour: 'mysql' | 'mariadb'): readonly Parameter[] {
  return GROUPS.flatMap(([variables, pages]) => forFlavour(variables, pages, flavour));
}

/** Variables of MySQL and Percona Server. */
export const MYSQL_TABLE: ParameterTable = parameterTable('mysql', all('mysql'), sameVariable);

/** Variables of MariaDB. */
export const MARIADB_TABLE: ParameterTable = parameterTable('mariadb', all('mariadb'), sameVariable);
