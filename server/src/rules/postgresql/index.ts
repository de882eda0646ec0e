import type { Rule } from '../rule.js';
import pgAsyncCommit from './pg-async-commit.js';
import pgFsyncOff from './pg-fsync-off.js';
import pgFullPageWritesOff from './pg-full-page-writes-off.js';
import pgRemoteApplyBehindQueries from './pg-remote-apply-behind-queries.js';
import pgRemoteApplyDelayed from './pg-remote-apply-delayed.js';
import pgRemoteLevelWithoutNames from './pg-remote-level-without-names.js';
import pgRemoteWrite from './pg-remote-write.js';
import pgSyncBlocksOnOneLoss from './pg-sync-blocks-on-one-loss.js';
import pgSyncCascaded from './pg-sync-cascaded.js';
import pgSyncCommitDefeatsNames from './pg-sync-commit-defeats-names.js';
import pgSyncDuplicateName from './pg-sync-duplicate-name.js';
import pgSyncListIsFirstOne from './pg-sync-list-is-first-one.js';
import pgSyncMoreThanListed from './pg-sync-more-than-listed.js';
import pgSyncNameUnknown from './pg-sync-name-unknown.js';
import pgSyncNamesSyntax from './pg-sync-names-syntax.js';
import pgSyncStar from './pg-sync-star.js';
import pgWalLevelMinimal from './pg-wal-level-minimal.js';

export const POSTGRESQL: readonly Rule[] = [
  pgAsyncCommit,
  pgFsyncOff,
  pgFullPageWritesOff,
  pgRemoteApplyBehindQueries,
  pgRemoteApplyDelayed,
  pgRemoteLevelWithoutNames,
  pgRemoteWrite,
  pgSyncBlocksOnOneLoss,
  pgSyncCascaded,
  pgSyncCommitDefeatsNames,
  pgSyncDuplicateName,
  pgSyncListIsFirstOne,
  pgSyncMoreThanListed,
  pgSyncNameUnknown,
  pgSyncNamesSyntax,
  pgSyncStar,
  pgWalLevelMinimal,
];
