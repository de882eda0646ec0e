import { defineSystem } from '../../module.js';
import { GARB_FORMAT } from '../galera/garb.js';
import { GALERA_TABLE } from '../galera/parameters.js';
import { GROUP_REPLICATION_TABLE } from '../group-replication/parameters.js';
import { MHA_FORMAT } from '../mha/format.js';
import { MHA_TABLE } from '../mha/parameters.js';
import { ORCHESTRATOR_FORMAT } from '../orchestrator/format.js';
import { ORCHESTRATOR_TABLE } from '../orchestrator/parameters.js';
import { assembleMysql } from './assemble.js';
import type { MysqlDraft } from './data.js';
import { CHARTS, OPERATORS } from './declared.js';
import { FAMILIES } from './family.js';
import { mysqlGuarantees } from './guarantees.js';
import { IMAGES, withImage } from './image.js';
import { MY_CNF_FORMAT } from './my-cnf.js';
import { MARIADB_TABLE, MYSQL_TABLE } from './parameters/index.js';
import { MYSQL_SERVICES } from './services.js';
import { MYSQL_STATEMENTS, SHELL_STATEMENTS } from './statements.js';
import { STEPS } from './steps.js';

/**
 * MySQL and MariaDB with everything that replicates them: one file of mysqld may speak of any of it, so one module puts
 * the servers together and then says what kind of cluster they are.
 */
export const MYSQL_SYSTEM = defineSystem<MysqlDraft>({
  system: 'mysql',
  also: ['mariadb', 'galera', 'group-replication', 'mha', 'orchestrator'],
  parameters: [
    MYSQL_TABLE,
    MARIADB_TABLE,
    GALERA_TABLE,
    GROUP_REPLICATION_TABLE,
    MHA_TABLE,
    ORCHESTRATOR_TABLE,
  ],
  formats: [
    MY_CNF_FORMAT,
    GARB_FORMAT,
    OPERATORS,
    MHA_FORMAT,
    ORCHESTRATOR_FORMAT,
    SHELL_STATEMENTS,
    STEPS,
    FAMILIES,
  ],
  statements: [MYSQL_STATEMENTS],
  services: [MYSQL_SERVICES, CHARTS],
  images: {
    repository: IMAGES,
    // `mysql-community-server-5.7.17-1.el7.x86_64.rpm`
    packages: /\bmysql-community-server[-_=](\d{1,2}\.\d{1,2}\.\d{1,3})/gi,
    withVersion: withImage,
  },
  assemble: assembleMysql,
  guarantees: mysqlGuarantees,
});
