import { type ParameterTable, parameterTable } from '../../parameter.js';
import { CONNECTION } from './parameters/connection.js';
import { REPLICA_SET } from './parameters/replica-set.js';
import { SERVER } from './parameters/server.js';

/** Options of servers, of the replica set's document and of connection strings. Drivers read either case. */
export const MONGODB_PARAMETERS: ParameterTable = parameterTable(
  'mongodb',
  [...SERVER, ...REPLICA_SET, ...CONNECTION],
  name => name.toLowerCase(),
);
