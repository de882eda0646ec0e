import type { Rule } from '../rule.js';
import autofailoverGoesOnAlone from './autofailover-goes-on-alone.js';
import autofailoverInTheClear from './autofailover-in-the-clear.js';
import autofailoverNoCandidate from './autofailover-no-candidate.js';
import autofailoverOneMonitor from './autofailover-one-monitor.js';
import autofailoverTooFewStandbys from './autofailover-too-few-standbys.js';
import haproxyKeepsOldSessions from './haproxy-keeps-old-sessions.js';
import haproxyNoRoleCheck from './haproxy-no-role-check.js';
import haproxyReadsAnyLag from './haproxy-reads-any-lag.js';
import haproxySlowDetection from './haproxy-slow-detection.js';
import logicalCopiesTwice from './logical-copies-twice.js';
import logicalOriginLoop from './logical-origin-loop.js';
import logicalSlotLostInFailover from './logical-slot-lost-in-failover.js';
import logicalWalLevel from './logical-wal-level.js';
import pgArchiveWithoutCommand from './pg-archive-without-command.js';
import pgAsyncCommit from './pg-async-commit.js';
import pgConnectionAnyHost from './pg-connection-any-host.js';
import pgConnectionWaitsForDeadHost from './pg-connection-waits-for-dead-host.js';
import pgDamagedPagesIgnored from './pg-damaged-pages-ignored.js';
import pgDataSyncRetry from './pg-data-sync-retry.js';
import pgDelayedStandbyTakesOver from './pg-delayed-standby-takes-over.js';
import pgFeedbackWithSlot from './pg-feedback-with-slot.js';
import pgForeignKeysOff from './pg-foreign-keys-off.js';
import pgFsyncOff from './pg-fsync-off.js';
import pgFullPageWritesOff from './pg-full-page-writes-off.js';
import pgHbaNoReplication from './pg-hba-no-replication.js';
import pgHbaReplicationEverywhere from './pg-hba-replication-everywhere.js';
import pgHbaReplicationPassword from './pg-hba-replication-password.js';
import pgHbaReplicationTrust from './pg-hba-replication-trust.js';
import pgNoAutomaticFailover from './pg-no-automatic-failover.js';
import pgPasswordInConninfo from './pg-password-in-conninfo.js';
import pgPrimaryUnreachable from './pg-primary-unreachable.js';
import pgReceiverStatusOff from './pg-receiver-status-off.js';
import pgRecoveryConf from './pg-recovery-conf.js';
import pgRefusedValue from './pg-refused-value.js';
import pgRemoteApplyBehindQueries from './pg-remote-apply-behind-queries.js';
import pgRemoteApplyDelayed from './pg-remote-apply-delayed.js';
import pgRemoteApplySome from './pg-remote-apply-some.js';
import pgRemoteLevelWithoutNames from './pg-remote-level-without-names.js';
import pgRemoteWrite from './pg-remote-write.js';
import pgRemovedParameter from './pg-removed-parameter.js';
import pgReplicationSlotsTooFew from './pg-replication-slots-too-few.js';
import pgReplicationWithoutTls from './pg-replication-without-tls.js';
import pgRoleCommitsEarly from './pg-role-commits-early.js';
import pgSenderTimeoutOff from './pg-sender-timeout-off.js';
import pgSilentStandbyBlocks from './pg-silent-standby-blocks.js';
import pgSlotRetentionUnlimited from './pg-slot-retention-unlimited.js';
import pgSlotShared from './pg-slot-shared.js';
import pgStandbyBelowPrimary from './pg-standby-below-primary.js';
import pgStandbyFallsOff from './pg-standby-falls-off.js';
import pgStandbyReplayUnbounded from './pg-standby-replay-unbounded.js';
import pgStandbyStopsAtTarget from './pg-standby-stops-at-target.js';
import pgSyncBlocksOnOneLoss from './pg-sync-blocks-on-one-loss.js';
import pgSyncCascaded from './pg-sync-cascaded.js';
import pgSyncCommitDefeatsNames from './pg-sync-commit-defeats-names.js';
import pgSyncDuplicateName from './pg-sync-duplicate-name.js';
import pgSyncListIsFirstOne from './pg-sync-list-is-first-one.js';
import pgSyncMoreThanListed from './pg-sync-more-than-listed.js';
import pgSyncNameUnknown from './pg-sync-name-unknown.js';
import pgSyncNamesSyntax from './pg-sync-names-syntax.js';
import pgSyncStar from './pg-sync-star.js';
import pgSynchronizedStandbySlots from './pg-synchronized-standby-slots.js';
import pgTimelineCurrent from './pg-timeline-current.js';
import pgWalLevelMinimal from './pg-wal-level-minimal.js';
import pgWalSendersTooFew from './pg-wal-senders-too-few.js';
import pgbouncerOneServer from './pgbouncer-one-server.js';
import pgbouncerSeveralHosts from './pgbouncer-several-hosts.js';
import pgpoolEvenWatchdogs from './pgpool-even-watchdogs.js';
import pgpoolHalfVotes from './pgpool-half-votes.js';
import pgpoolHastyFailover from './pgpool-hasty-failover.js';
import pgpoolNoFailoverCommand from './pgpool-no-failover-command.js';
import pgpoolNoHealthCheck from './pgpool-no-health-check.js';
import pgpoolStaleReads from './pgpool-stale-reads.js';
import repmgrCommandsMissing from './repmgr-commands-missing.js';
import repmgrDetectionTime from './repmgr-detection-time.js';
import repmgrLocationsMissing from './repmgr-locations-missing.js';
import repmgrLoneStandby from './repmgr-lone-standby.js';
import repmgrManualFailover from './repmgr-manual-failover.js';

export const POSTGRESQL: readonly Rule[] = [
  autofailoverGoesOnAlone,
  autofailoverInTheClear,
  autofailoverNoCandidate,
  autofailoverOneMonitor,
  autofailoverTooFewStandbys,
  haproxyKeepsOldSessions,
  haproxyNoRoleCheck,
  haproxyReadsAnyLag,
  haproxySlowDetection,
  logicalCopiesTwice,
  logicalOriginLoop,
  logicalSlotLostInFailover,
  logicalWalLevel,
  pgArchiveWithoutCommand,
  pgAsyncCommit,
  pgConnectionAnyHost,
  pgConnectionWaitsForDeadHost,
  pgDamagedPagesIgnored,
  pgDataSyncRetry,
  pgDelayedStandbyTakesOver,
  pgFeedbackWithSlot,
  pgForeignKeysOff,
  pgFsyncOff,
  pgFullPageWritesOff,
  pgHbaNoReplication,
  pgHbaReplicationEverywhere,
  pgHbaReplicationPassword,
  pgHbaReplicationTrust,
  pgNoAutomaticFailover,
  pgPasswordInConninfo,
  pgPrimaryUnreachable,
  pgReceiverStatusOff,
  pgRecoveryConf,
  pgRefusedValue,
  pgRemoteApplyBehindQueries,
  pgRemoteApplyDelayed,
  pgRemoteApplySome,
  pgRemoteLevelWithoutNames,
  pgRemoteWrite,
  pgRemovedParameter,
  pgReplicationSlotsTooFew,
  pgReplicationWithoutTls,
  pgRoleCommitsEarly,
  pgSenderTimeoutOff,
  pgSilentStandbyBlocks,
  pgSlotRetentionUnlimited,
  pgSlotShared,
  pgStandbyBelowPrimary,
  pgStandbyFallsOff,
  pgStandbyReplayUnbounded,
  pgStandbyStopsAtTarget,
  pgSyncBlocksOnOneLoss,
  pgSyncCascaded,
  pgSyncCommitDefeatsNames,
  pgSyncDuplicateName,
  pgSyncListIsFirstOne,
  pgSyncMoreThanListed,
  pgSyncNameUnknown,
  pgSyncNamesSyntax,
  pgSyncStar,
  pgSynchronizedStandbySlots,
  pgTimelineCurrent,
  pgWalLevelMinimal,
  pgWalSendersTooFew,
  pgbouncerOneServer,
  pgbouncerSeveralHosts,
  pgpoolEvenWatchdogs,
  pgpoolHalfVotes,
  pgpoolHastyFailover,
  pgpoolNoFailoverCommand,
  pgpoolNoHealthCheck,
  pgpoolStaleReads,
  repmgrCommandsMissing,
  repmgrDetectionTime,
  repmgrLocationsMissing,
  repmgrLoneStandby,
  repmgrManualFailover,
];
