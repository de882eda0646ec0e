import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { applicationNameOf } from '../../../cluster/systems/postgres/application-name.js';
import { standbyNamesOf } from '../../../cluster/systems/postgres/effective.js';
import { isAtLeast } from '../../../cluster/version.js';
import { because } from '../reasons.js';
import { type CommitLevel, defaultNode, NO_SYNC, type PostgresNode, type SyncRule } from './config.js';

/**
 * What a server goes by, from its effective settings.
 * @param processOf The processes of the members that may be its standbys.
 */
export function nodeOf(
  member: Member,
  cluster: Cluster,
  process: number,
  processOf: ReadonlyMap<Member, number>,
): PostgresNode {
  const plain = defaultNode(process);
  const settings = member.settings.postgres ?? cluster.settings.postgres;
  if (settings === undefined) return plain;
  const version = member.version ?? cluster.versions.postgres?.version;
  const of = (...names: string[]) => because(member, 'postgres', ...names);
  return {
    ...plain,
    level: levelOf(settings),
    sync: syncOf(settings, member, processOf),
    applyDelayMs: settings.number('recovery_min_apply_delay') ?? plain.applyDelayMs,
    walSenderTimeoutMs: settings.number('wal_sender_timeout') ?? plain.walSenderTimeoutMs,
    walReceiverTimeoutMs: settings.number('wal_receiver_timeout') ?? plain.walReceiverTimeoutMs,
    statusIntervalMs: settings.number('wal_receiver_status_interval') ?? plain.statusIntervalMs,
    retryIntervalMs: settings.number('wal_retrieve_retry_interval') ?? plain.retryIntervalMs,
    walWriterDelayMs: settings.number('wal_writer_delay') ?? plain.walWriterDelayMs,
    followsTimelines:
      settings.given('recovery_target_timeline') === undefined
        ? isAtLeast(version, '12')
        : settings.text('recovery_target_timeline') === 'latest',
    because: {
      sync: of('synchronous_standby_names'),
      level: of('synchronous_commit'),
      senderTimeout: of('wal_sender_timeout'),
      receiverTimeout: of('wal_receiver_timeout'),
      retry: of('wal_retrieve_retry_interval'),
      timelines: of('recovery_target_timeline'),
    },
  };
}

function levelOf(settings: Settings): CommitLevel {
  const text = settings.text('synchronous_commit');
  return text === 'off' || text === 'local' || text === 'remote_write' || text === 'remote_apply'
    ? text
    : 'on';
}

/** Names that nobody goes by are left out: a list of such only lets commits wait for ever. */
function syncOf(settings: Settings, own: Member, processOf: ReadonlyMap<Member, number>): SyncRule {
  const names = standbyNamesOf(settings);
  if (names === undefined) return NO_SYNC;
  const others = [...processOf].filter(([member]) => member !== own);
  const members = names.any
    ? others.map(([, process]) => process)
    : names.names.flatMap(({ name }) =>
        others.filter(each => isCalled(each[0], name)).map(([, process]) => process),
      );
  return { method: names.method, count: names.count, members: [...new Set(members)] };
}

function isCalled(member: Member, name: string): boolean {
  const { postgres } = member.settings;
  const own = (postgres === undefined ? undefined : applicationNameOf(postgres)) ?? member.id;
  const wanted = name.toLowerCase();
  return own.toLowerCase() === wanted || member.id.toLowerCase() === wanted;
}
