export { cancelWaits, syncPosition, syncStandbys, waiting } from './commits.js';
export {
  type CommitLevel,
  defaultNode,
  NO_SYNC,
  type PostgresNode,
  type PostgresReasons,
  type SyncRule,
} from './config.js';
export { nodeOf } from './node-of.js';
export { PostgresReplication } from './replication.js';
export type { ShippingWords } from './words.js';
