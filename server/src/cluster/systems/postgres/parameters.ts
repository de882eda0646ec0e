import { parameterTable } from '../../parameter.js';
import { RECOVERY } from './parameters/recovery.js';
import { REMOVED } from './parameters/removed.js';
import { DECODING, REPLICATION } from './parameters/replication.js';
import { SESSION } from './parameters/session.js';
import { WAL } from './parameters/wal.js';

/**
 * The parameters of PostgreSQL that decide about durability, replication, recovery, timing and access, from 9.6 on.
 * Names are taken in either case.
 */
export const POSTGRES_PARAMETERS = parameterTable(
  'postgres',
  [...WAL, ...REPLICATION, ...DECODING, ...RECOVERY, ...SESSION, ...REMOVED],
  name => name.toLowerCase(),
);
