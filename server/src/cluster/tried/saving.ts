import type { Fragment } from '../module.js';
import type { Source } from '../source.js';

/** A file by which backups of databases or of volumes are made, or that tells of them. */
export function savingOf(source: Source): readonly Fragment[] {
  const { name, text, uri } = source;
  if (source.embedding !== undefined || text.length > MOST) return [];
  const says = SAVES.test(text) || (name.endsWith('.md') && TELLS.test(text));
  return says ? [{ system: 'trial', uri, origin: source.top, data: { says: 'saves', except: [] } }] : [];
}

export function isSaved(fragments: readonly Fragment[]): boolean {
  return fragments.some(
    ({ system, data }) => system === 'trial' && (data as { says: string }).says === 'saves',
  );
}

const SAVES =
  /\bpg_dump(?:all)?\b|\bpgbackrest\b|\bwal-[ge]\b|\bbarman\b|\bvelero\b|\bvolsync\b|kind:[ \t]*(?:ReplicationSource|ScheduledBackup|RecurringJob)\b|\bk8up\b|\blonghorn\b[^\n]{0,60}\bbackup|\bdatabasus\b|\bpostgres-backup/i;
const TELLS =
  /\bbackups?\b[^.\n]{0,80}\b(?:hourly|daily|nightly|weekly|every|automat\w+|schedul\w+|cron\w*|s3|r2|gcs|minio|bucket|snapshots?|restic|kopia)\b/i;
const MOST = 300_000;
