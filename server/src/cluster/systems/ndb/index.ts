import { defineSystem } from '../../module.js';
import { assembleNdb } from './assemble.js';
import { NDB_FORMAT, type NdbConfig } from './config.js';
import { ndbGuarantees } from './guarantees.js';
import { NDB_TABLE } from './parameters.js';

/** MySQL NDB Cluster, by the file of its management server. */
export const NDB_SYSTEM = defineSystem<NdbConfig>({
  system: 'ndb',
  parameters: [NDB_TABLE],
  formats: [NDB_FORMAT],
  assemble: assembleNdb,
  guarantees: ndbGuarantees,
});
