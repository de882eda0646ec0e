import type { Origin } from '../../../sql/reading.js';
import type { Member } from '../../model.js';

/** What a commit on a server survives by itself, and the setting that makes it so. */
export function durabilityOf({ settings }: Member): { readonly sentence: string; readonly origin?: Origin } {
  const mysqld = settings.mysql ?? settings.mariadb;
  const flush = mysqld?.get('innodb_flush_log_at_trx_commit');
  const value = flush?.effective;
  const origin = flush?.written === undefined ? {} : { origin: flush.written.origin };
  if (value === 0) return { sentence: 'About a second of commits is lost when mysqld crashes.', ...origin };
  if (value === 2)
    return { sentence: 'About a second of commits is lost when the machine crashes.', ...origin };
  if (value === undefined) return { sentence: 'How commits reach the disk is not told.' };
  return { sentence: 'The redo log is flushed at each commit.', ...origin };
}
