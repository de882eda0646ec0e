import type { CommitRule, FailoverRule, Member, SyncLevel } from '../../model.js';
import type { Settings } from '../../settings.js';
import { isAtLeast } from '../../version.js';
import { printStandbyNames, readStandbyNames } from '../postgres/standby-names.js';
import { PLAIN_SYNC_SINCE, timingOf } from './effective.js';

/** What promotion itself takes, in ms: the race for the lock and the end of recovery. */
const PROMOTION = 2000;

/** Clusters with more nodes are a mistake of somebody's. */
const MAX_NAMES = 100;

/** True where a node may be chosen as a synchronous standby; undefined: its file does not tell. */
export function maySync(settings: Settings | undefined): boolean | undefined {
  if (settings === undefined) return true;
  const hidden = ['tags.nosync', 'tags.sync_priority', 'tags.nostream'].some(name => settings.isHidden(name));
  if (hidden) return undefined;
  if (settings.flag('tags.nostream') === true) return false;
  const nosync = settings.given('tags.nosync');
  if (nosync !== undefined) return nosync.effective !== true;
  return (settings.number('tags.sync_priority') ?? 1) > 0;
}

/** True where a node may become leader; undefined: its file does not tell. `nofailover` wins over the priority. */
export function mayLead(settings: Settings | undefined): boolean | undefined {
  if (settings === undefined) return true;
  if (settings.isHidden('tags.nofailover') || settings.isHidden('tags.failover_priority')) return undefined;
  const nofailover = settings.given('tags.nofailover');
  if (nofailover !== undefined) return nofailover.effective !== true;
  return (settings.number('tags.failover_priority') ?? 1) > 0;
}

/** How far a standby must have come, by synchronous_commit. */
export function levelOf(postgres: Settings | undefined): SyncLevel {
  switch (postgres?.text('synchronous_commit')) {
    case 'remote_apply':
      return 'applied';
    case 'remote_write':
      return 'received';
    case 'local':
    case 'off':
      return 'async';
    default:
      return 'durable';
  }
}

/**
 * How many standbys a commit waits for.
 * @param members The first one is taken for the leader: every node leads with the others as its standbys.
 */
export function commitOf(
  patroni: Settings,
  postgres: Settings | undefined,
  members: readonly Member[],
  open: boolean,
): CommitRule {
  const mode = patroni.text('synchronous_mode');
  const level = levelOf(postgres);
  if (mode !== 'on' && mode !== 'quorum') return plainCommit(patroni, postgres, level);
  const may = members.filter(member => maySync(member.settings.patroni) !== false);
  const wanted = patroni.number('synchronous_node_count') ?? 1;
  // A node that may be synchronous may lead as well, and is then no standby of its own.
  const most = open ? wanted : Math.max(0, Math.min(may.length, members.length - 1));
  const strict = patroni.flag('synchronous_mode_strict') === true;
  const count = Math.min(wanted, most);
  const origin = patroni.given('synchronous_mode')?.written.origin;
  return {
    count: level === 'async' ? 0 : strict ? Math.max(1, count) : count,
    method: mode === 'quorum' ? 'any' : 'first',
    of: may.map(({ id }) => id),
    level,
    degrades: !strict || count > 1,
    ...degradesAfter(patroni, postgres),
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * How long commits wait at most for a standby that is gone. Patroni looks each loop_wait, and what it goes by is
 * pg_stat_replication: a standby that closed its connection is missing there at once, one that fell silent only when
 * PostgreSQL gives it up after wal_sender_timeout.
 */
function degradesAfter(
  patroni: Settings,
  postgres: Settings | undefined,
): Pick<CommitRule, 'degradesAfterMs'> {
  const loopWait = patroni.number('loop_wait');
  const silence = postgres?.number('wal_sender_timeout');
  // 0: never given up.
  if (loopWait === undefined || silence === undefined || silence <= 0) return {};
  return { degradesAfterMs: silence + loopWait };
}

/** PostgreSQL's own synchronous replication, which newer versions leave alone where synchronous_mode is off. */
function plainCommit(patroni: Settings, postgres: Settings | undefined, level: SyncLevel): CommitRule {
  const names = postgres?.given('synchronous_standby_names');
  const text = names === undefined ? '' : String(names.value ?? '');
  if (
    names === undefined ||
    text.trim() === '' ||
    level === 'async' ||
    !isAtLeast(patroni.version, PLAIN_SYNC_SINCE)
  ) {
    return { count: 0, method: 'none', level: 'async', degrades: false };
  }
  const read = readStandbyNames(text)?.names;
  if (read === undefined) return { count: 0, method: 'none', level: 'async', degrades: false };
  return {
    count: read.count,
    method: read.method,
    ...(read.any ? {} : { of: read.names.map(({ name }) => name) }),
    level,
    degrades: false,
    origin: names.written.origin,
  };
}

/** What Patroni writes into synchronous_standby_names on the first of the members; undefined: it does not touch it. */
export function standbyNames(
  patroni: Settings,
  commit: CommitRule,
  leader: string | undefined,
): string | undefined {
  const mode = patroni.text('synchronous_mode');
  if ((mode !== 'on' && mode !== 'quorum') || commit.of === undefined) return undefined;
  // Long lists are of no use to a reader, and one is made for each member.
  if (commit.of.length > MAX_NAMES) return undefined;
  const others = commit.of.filter(id => id !== leader);
  if (others.length === 0) return undefined;
  const count = Math.max(1, Math.min(commit.count, others.length));
  return mode === 'quorum'
    ? printStandbyNames('any', count, others)
    : printStandbyNames('first', count, others.slice(0, count));
}

/** From the loss of the leader's machine until another accepts writes. */
export function failoverOf(patroni: Settings, members: readonly Member[], open: boolean): FailoverRule {
  const paused = patroni.given('pause');
  if (paused?.effective === true) return { kind: 'manual', by: 'patroni', origin: paused.written.origin };
  const able = members.filter(({ eligible }) => eligible);
  if (!open && able.length < 2) return { kind: 'manual', by: 'patroni' };
  const timing = timingOf(patroni);
  const origin = patroni.given('ttl')?.written.origin;
  return {
    kind: 'automatic',
    by: 'patroni',
    ...(timing === undefined
      ? {}
      : {
          detectMs: [
            Math.max(0, timing.ttl - timing.loopWait),
            timing.ttl + timing.loopWait + PROMOTION,
          ] as const,
        }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** From a crash of PostgreSQL alone, the machine and Patroni alive, until there are writes again: the worst case in ms. */
export function crashRecovery(patroni: Settings): number | undefined {
  const timing = timingOf(patroni);
  const start = patroni.number('primary_start_timeout');
  if (timing === undefined || start === undefined) return undefined;
  return start === 0 ? timing.loopWait : 2 * timing.loopWait + start;
}

/** How long a leader that lost the DCS or the other nodes goes on accepting writes, in ms. */
export function demotionAfter(patroni: Settings): number | undefined {
  const timing = timingOf(patroni);
  return timing === undefined ? undefined : timing.loopWait + timing.retryTimeout;
}
