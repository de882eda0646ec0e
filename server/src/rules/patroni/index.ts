import type { Rule } from '../rule.js';
import contradictingTags from './patroni-contradicting-tags.js';
import misplacedSetting from './patroni-misplaced-setting.js';
import noCandidate from './patroni-no-candidate.js';
import noSyncCandidate from './patroni-no-sync-candidate.js';
import oldKey from './patroni-old-key.js';
import ownParameter from './patroni-own-parameter.js';
import parameterMinimum from './patroni-parameter-minimum.js';
import priorityWithQuorum from './patroni-priority-with-quorum.js';
import quorumUnsupported from './patroni-quorum-unsupported.js';
import stopTimeout from './patroni-stop-timeout.js';
import strictKeepsOne from './patroni-strict-keeps-one.js';
import strictTwoNodes from './patroni-strict-two-nodes.js';
import syncCount from './patroni-sync-count.js';
import syncNotStrict from './patroni-sync-not-strict.js';
import timeoutUnit from './patroni-timeout-unit.js';
import timeouts from './patroni-timeouts.js';
import watchdog from './patroni-watchdog.js';
import watchdogMargin from './patroni-watchdog-margin.js';

export const PATRONI: readonly Rule[] = [
  contradictingTags,
  misplacedSetting,
  noCandidate,
  noSyncCandidate,
  oldKey,
  ownParameter,
  parameterMinimum,
  priorityWithQuorum,
  quorumUnsupported,
  stopTimeout,
  strictKeepsOne,
  strictTwoNodes,
  syncCount,
  syncNotStrict,
  timeoutUnit,
  timeouts,
  watchdog,
  watchdogMargin,
];
