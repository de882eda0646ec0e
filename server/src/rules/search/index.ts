import type { Rule } from '../rule.js';
import searchActiveShards from './search-active-shards.js';
import searchAwareness from './search-awareness.js';
import searchBootstrapDiffers from './search-bootstrap-differs.js';
import searchBootstrapLeft from './search-bootstrap-left.js';
import searchExpandToAll from './search-expand-to-all.js';
import searchIndexSettingsInNodeFile from './search-index-settings-in-node-file.js';
import searchMastersInOneZone from './search-masters-in-one-zone.js';
import searchMinimumMasters from './search-minimum-masters.js';
import searchOpenToAll from './search-open-to-all.js';
import searchRecoveryWaits from './search-recovery-waits.js';
import searchRemovedSetting from './search-removed-setting.js';
import searchReplicasExceedNodes from './search-replicas-exceed-nodes.js';
import searchSingleNode from './search-single-node.js';
import searchTranslogAsync from './search-translog-async.js';
import searchTwoMasters from './search-two-masters.js';

export const SEARCH: readonly Rule[] = [
  searchActiveShards,
  searchAwareness,
  searchBootstrapDiffers,
  searchBootstrapLeft,
  searchExpandToAll,
  searchIndexSettingsInNodeFile,
  searchMastersInOneZone,
  searchMinimumMasters,
  searchOpenToAll,
  searchRecoveryWaits,
  searchRemovedSetting,
  searchReplicasExceedNodes,
  searchSingleNode,
  searchTranslogAsync,
  searchTwoMasters,
];
