import { defineSystem } from '../../module.js';
import { versionUpTo } from '../../version.js';
import { ADMIN_SCRIPTS, ADMIN_STATEMENTS } from './admin.js';
import { assembleProxysql } from './assemble.js';
import { PROXYSQL_CNF } from './cnf.js';
import type { ProxyRow } from './data.js';
import { PROXYSQL_TABLE } from './parameters.js';

/** ProxySQL before servers of MySQL and MariaDB. */
export const PROXYSQL = defineSystem<ProxyRow>({
  system: 'proxysql',
  parameters: [PROXYSQL_TABLE],
  formats: [PROXYSQL_CNF, ADMIN_SCRIPTS],
  statements: [ADMIN_STATEMENTS],
  images: {
    repository: /(?:^|\/)proxysql$/,
    versionOf: versionUpTo(3),
    withVersion: (row, { version }) => (row.version === undefined ? { ...row, version } : row),
  },
  assemble: assembleProxysql,
});
