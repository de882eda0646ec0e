import { type ParameterTable, parameterTable } from '../../../parameter.js';
import { DCS } from './dcs.js';
import { DYNAMIC } from './dynamic.js';
import { LOCAL } from './local.js';
import { SERVER } from './server.js';
import { TAGS } from './tags.js';

/** Every parameter of Patroni, with dotted names: `tags.nofailover`, `etcd3.hosts`. */
export const PATRONI_PARAMETERS: ParameterTable = parameterTable('patroni', [
  ...DYNAMIC,
  ...LOCAL,
  ...SERVER,
  ...TAGS,
  ...DCS,
]);

/** Those that only the dynamic configuration in the DCS decides. */
export const PATRONI_DYNAMIC: ParameterTable = parameterTable('patroni', DYNAMIC);

/** Those of a node's own file, its DCS among them. */
export const PATRONI_LOCAL: ParameterTable = parameterTable('patroni', [
  ...LOCAL,
  ...SERVER,
  ...TAGS,
  ...DCS,
]);
