import type { Rule } from '../rule.js';
import bootstrapOnce from './patroni-bootstrap-once.js';
import checkTimeline from './patroni-check-timeline.js';
import consulChecks from './patroni-consul-checks.js';
import consulStale from './patroni-consul-stale.js';
import contradictingTags from './patroni-contradicting-tags.js';
import dcsEven from './patroni-dcs-even.js';
import dcsOnTwoHosts from './patroni-dcs-on-two-hosts.js';
import duplicateName from './patroni-duplicate-name.js';
import etcdV2 from './patroni-etcd-v2.js';
import failoverLag from './patroni-failover-lag.js';
import failsafeMany from './patroni-failsafe-many.js';
import hbaTrust from './patroni-hba-trust.js';
import misplacedSetting from './patroni-misplaced-setting.js';
import newerSetting from './patroni-newer-setting.js';
import noCandidate from './patroni-no-candidate.js';
import noSyncCandidate from './patroni-no-sync-candidate.js';
import nodeSettingInDcs from './patroni-node-setting-in-dcs.js';
import nodesDifferentStore from './patroni-nodes-different-store.js';
import nodesDisagree from './patroni-nodes-disagree.js';
import oldKey from './patroni-old-key.js';
import ownParameter from './patroni-own-parameter.js';
import parameterMinimum from './patroni-parameter-minimum.js';
import parameterOutside from './patroni-parameter-outside.js';
import pause from './patroni-pause.js';
import plainPassword from './patroni-plain-password.js';
import plainSyncNames from './patroni-plain-sync-names.js';
import priorityWithQuorum from './patroni-priority-with-quorum.js';
import quorumUnsupported from './patroni-quorum-unsupported.js';
import raceBackoff from './patroni-race-backoff.js';
import raft from './patroni-raft.js';
import removedSetting from './patroni-removed-setting.js';
import reservedName from './patroni-reserved-name.js';
import restOpen from './patroni-rest-open.js';
import restPlain from './patroni-rest-plain.js';
import rewindNeedsHints from './patroni-rewind-needs-hints.js';
import slotsFillDisk from './patroni-slots-fill-disk.js';
import slotsUnused from './patroni-slots-unused.js';
import slowCrashFailover from './patroni-slow-crash-failover.js';
import standbyWithoutSlot from './patroni-standby-without-slot.js';
import stopTimeout from './patroni-stop-timeout.js';
import strictKeepsOne from './patroni-strict-keeps-one.js';
import strictTwoNodes from './patroni-strict-two-nodes.js';
import syncCount from './patroni-sync-count.js';
import syncLag from './patroni-sync-lag.js';
import syncNotStrict from './patroni-sync-not-strict.js';
import timeoutUnit from './patroni-timeout-unit.js';
import timeouts from './patroni-timeouts.js';
import watchdog from './patroni-watchdog.js';
import watchdogMargin from './patroni-watchdog-margin.js';

export const PATRONI: readonly Rule[] = [
  bootstrapOnce,
  checkTimeline,
  consulChecks,
  consulStale,
  contradictingTags,
  dcsEven,
  dcsOnTwoHosts,
  duplicateName,
  etcdV2,
  failoverLag,
  failsafeMany,
  hbaTrust,
  misplacedSetting,
  newerSetting,
  noCandidate,
  noSyncCandidate,
  nodeSettingInDcs,
  nodesDifferentStore,
  nodesDisagree,
  oldKey,
  ownParameter,
  parameterMinimum,
  parameterOutside,
  pause,
  plainPassword,
  plainSyncNames,
  priorityWithQuorum,
  quorumUnsupported,
  raceBackoff,
  raft,
  removedSetting,
  reservedName,
  restOpen,
  restPlain,
  rewindNeedsHints,
  slotsFillDisk,
  slotsUnused,
  slowCrashFailover,
  standbyWithoutSlot,
  stopTimeout,
  strictKeepsOne,
  strictTwoNodes,
  syncCount,
  syncLag,
  syncNotStrict,
  timeoutUnit,
  timeouts,
  watchdog,
  watchdogMargin,
];
