import { defineSystem } from '../../module.js';
import { AUTOCTL_CFG } from '../pg-auto-failover/cfg.js';
import { AUTO_FAILOVER_SERVICE } from '../pg-auto-failover/commands.js';
import { AUTO_FAILOVER_PARAMETERS } from '../pg-auto-failover/parameters.js';
import { PGPOOL_CONF } from '../pgpool/conf.js';
import { PGPOOL_PARAMETERS } from '../pgpool/parameters.js';
import { PGPOOL_SERVICE } from '../pgpool/services.js';
import { REPMGR_CONF } from '../repmgr/conf.js';
import { REPMGR_PARAMETERS } from '../repmgr/parameters.js';
import { assemble } from './assemble.js';
import { CONNECTION_STRINGS } from './clients.js';
import { CONF, SIGNAL } from './conf.js';
import type { PostgresData } from './data.js';
import { EVIDENCE } from './evidence.js';
import { guarantees } from './guarantees.js';
import { HBA } from './hba.js';
import { POSTGRES_PARAMETERS } from './parameters.js';
import { POSTGRES_SERVICE } from './services.js';
import { STATEMENTS } from './statements.js';

/** PostgreSQL as such, and what makes its standbys primaries: repmgr, Pgpool-II, pg_auto_failover. */
export const POSTGRES = defineSystem<PostgresData>({
  system: 'postgres',
  also: ['repmgr', 'pgpool', 'pg_auto_failover'],
  parameters: [POSTGRES_PARAMETERS, REPMGR_PARAMETERS, PGPOOL_PARAMETERS, AUTO_FAILOVER_PARAMETERS],
  formats: [CONF, SIGNAL, HBA, REPMGR_CONF, PGPOOL_CONF, AUTOCTL_CFG, CONNECTION_STRINGS, EVIDENCE],
  statements: [STATEMENTS],
  services: [POSTGRES_SERVICE, PGPOOL_SERVICE, AUTO_FAILOVER_SERVICE],
  assemble,
  guarantees,
});
