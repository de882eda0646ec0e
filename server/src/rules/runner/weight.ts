import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { beginsAsTrial, isGuarded, isMeant } from '../lib/cluster/test-files.js';
import type { Rule, Severity } from '../rule.js';

/**
 * What a finding weighs where it stands; undefined: nothing. What is refused is refused everywhere. What is there to be
 * tried out weighs less, and what its owner chose with a word on it needs no telling.
 */
export function weightOf(
  severity: Severity,
  { id, ofKeeping }: Pick<Rule, 'id' | 'ofKeeping'>,
  { trial }: Pick<Cluster, 'trial'>,
  origin: Origin,
): Severity | undefined {
  // What a text claims is wrong wherever it is read.
  if (id.startsWith('claim-')) return severity;
  const tried = trial === true || beginsAsTrial(origin);
  if (severity === 'error') return tried && DURABLE.test(id) ? undefined : severity;
  if (trial === 'unfinished' || (tried && DURABLE.test(id))) return undefined;
  // What a pipeline tests with is gone when it ends.
  if (PIPELINE.test(origin.unit.uri)) return undefined;
  if (isMeant(origin) || (ACCESS.test(id) && isGuarded(origin))) return undefined;
  if (trial === undefined && !tried) return severity;
  // Who gets in matters where there is something to take, and copies where there is something to keep.
  if (ACCESS.test(id)) return undefined;
  // On a machine of one's own disks are not filled for long.
  if (trial === 'local' && ROOM.test(id)) return undefined;
  if (trial === 'bench' && SECRETS.test(id)) return undefined;
  if (tried && (ofKeeping === true || SECRETS.test(id) || KEEPING.test(id))) return undefined;
  if (severity === 'warning') return 'info';
  // What is tried out in machines of one's own is told less loudly, not less.
  return tried ? undefined : severity;
}

/** Rules on who gets in. */
const ACCESS = /-(?:open|plain(?!-sync)|plaintext|anyone|no-password)(?:-|$)/;
/** Rules on who is let in how, and on what may be read on the way. */
const SECRETS =
  /-(?:trust|everywhere|password|insecure|without-tls|any-host|any-certificate|auth-without-key)$|-clear(?:-text)?$/;
/** Rules on what a crash loses, where nothing is refused. */
const DURABLE = /-(?:no-f?sync|fsync-off|full-page-writes-off)$/;
/** Workflows of continuous integration. */
const PIPELINE = /\/\.(?:github\/workflows|circleci)\/|\/(?:\.gitlab-ci|azure-pipelines|\.travis)[^/]*$/;
/** Rules on what takes ever more room. */
const ROOM = /-(?:slot-retention-unlimited|slots-fill-disk|never-purged|grows-until-full|binlog-expiry)$/;
/** Rules on what is kept: backups, room for it, single copies. */
const KEEPING =
  /-(?:no-backup|never-purged|grows-until-full|no-logs?|binlog-expiry|small-oplog|small-gcache|few-copies|one-copy|no-copy-to-spare|ephemeral-storage|without-command|flush-at-commit|auto-snapshot-off|skipped-errors)$|^(?:mysql-durability|mysql-unsafe-recovery|kafka-data-in-tmp|redis-fsync)$/;
