import { parameterTable } from '../../parameter.js';
import { NETWORK } from './parameters/network.js';
import { RENAMES } from './parameters/renames.js';
import { REPLICATION } from './parameters/replication.js';
import { renamed } from './parameters/row.js';
import { STORAGE } from './parameters/storage.js';

const TODAY = [...REPLICATION, ...STORAGE, ...NETWORK];

/** Settings of `cassandra.yaml` under their names of today and before version 4.1. */
export const CASSANDRA_PARAMETERS = parameterTable('cassandra', [...TODAY, ...renamed(RENAMES, TODAY)]);

/** New names of version 4.1 that older versions refuse. */
export const NEW_IN_4_1: ReadonlySet<string> = new Set(
  RENAMES.map(([, now]) => now).filter(name => name !== 'internode_timeout'),
);

/** Of a name before 4.1 that of today. */
export const NAMES_OF_TODAY: ReadonlyMap<string, string> = new Map(RENAMES);
