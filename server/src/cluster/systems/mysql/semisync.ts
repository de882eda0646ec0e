import type { CommitRule } from '../../model.js';
import type { Settings } from '../../settings.js';
import type { Server } from './server.js';

/** The semi-synchronous switches, by what they are about, in either family's names. */
export function semiSync(settings: Settings, what: SemiSyncName) {
  const now = `rpl_semi_sync_${what}`;
  return settings.get(now) ?? settings.get(OLD[what]);
}

export type SemiSyncName =
  | 'source_enabled'
  | 'source_timeout'
  | 'source_wait_point'
  | 'source_wait_for_replica_count'
  | 'source_wait_no_replica'
  | 'replica_enabled';

const OLD: Readonly<Record<SemiSyncName, string>> = {
  source_enabled: 'rpl_semi_sync_master_enabled',
  source_timeout: 'rpl_semi_sync_master_timeout',
  source_wait_point: 'rpl_semi_sync_master_wait_point',
  source_wait_for_replica_count: 'rpl_semi_sync_master_wait_for_slave_count',
  source_wait_no_replica: 'rpl_semi_sync_master_wait_no_slave',
  replica_enabled: 'rpl_semi_sync_slave_enabled',
};

const ASYNC: CommitRule = { count: 0, method: 'none', level: 'async', degrades: false };

/** What a commit on a source waits for. */
export function commitRuleOf(source: Server | undefined): CommitRule {
  if (source === undefined) return ASYNC;
  const enabled = semiSync(source.mysqld, 'source_enabled');
  if (enabled?.effective !== true) return ASYNC;
  const count = semiSync(source.mysqld, 'source_wait_for_replica_count')?.effective;
  const timeout = semiSync(source.mysqld, 'source_timeout')?.effective;
  return {
    count: typeof count === 'number' ? count : 1,
    method: 'any',
    level: 'received',
    degrades: true,
    ...(typeof timeout === 'number' ? { degradesAfterMs: timeout } : {}),
    ...(enabled.written === undefined ? {} : { origin: enabled.written.origin }),
  };
}
