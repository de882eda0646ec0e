import type { Cluster, Member } from '../../../cluster/model.js';
import { synchronous } from '../../../cluster/systems/cloudnativepg/sync.js';
import type { SettingRef } from '../../history/model.js';
import {
  type CommitLevel,
  defaultNode,
  NO_SYNC,
  type PostgresNode,
  type SyncRule,
} from '../../kit/postgres/index.js';
import { because } from '../../kit/reasons.js';

/** A member's PostgreSQL with its effective settings, at a process of the world. */
export function nodeOf(member: Member, process: number, cluster: Cluster): PostgresNode {
  const base = defaultNode(process);
  const settings = member.settings.postgres ?? cluster.settings.postgres;
  if (settings === undefined) return base;
  const ms = (name: string, otherwise: number) => settings.number(name) ?? otherwise;
  const ref = (...names: string[]) => because(member, 'postgres', ...names);
  return {
    ...base,
    level: levelOf(settings.text('synchronous_commit')),
    sync: plainRule(cluster, process),
    applyDelayMs: Math.max(0, ms('recovery_min_apply_delay', 0)),
    walSenderTimeoutMs: ms('wal_sender_timeout', base.walSenderTimeoutMs),
    walReceiverTimeoutMs: ms('wal_receiver_timeout', base.walReceiverTimeoutMs),
    statusIntervalMs: ms('wal_receiver_status_interval', base.statusIntervalMs),
    retryIntervalMs: ms('wal_retrieve_retry_interval', base.retryIntervalMs),
    walWriterDelayMs: ms('wal_writer_delay', base.walWriterDelayMs),
    // Whoever decides who leads lets its standbys follow every timeline.
    followsTimelines: true,
    promoteMs: [50, 600],
    because: {
      sync: syncReasons(member, cluster),
      level: ref('synchronous_commit'),
      senderTimeout: ref('wal_sender_timeout'),
      receiverTimeout: ref('wal_receiver_timeout'),
      retry: ref('wal_retrieve_retry_interval'),
      timelines: ref('recovery_target_timeline'),
    },
  };
}

/** A manager writes synchronous_standby_names by a setting of its own. */
function syncReasons(member: Member, cluster: Cluster): readonly SettingRef[] {
  const { patroni, cloudnativepg } = cluster.settings;
  if (cloudnativepg !== undefined) {
    return synchronous(cloudnativepg)
      ? because(cluster, 'cloudnativepg', 'postgresql.synchronous.number')
      : because(cluster, 'cloudnativepg', 'minSyncReplicas', 'maxSyncReplicas');
  }
  if (patroni !== undefined && patroni.text('synchronous_mode') !== 'off')
    return because(cluster, 'patroni', 'synchronous_mode');
  return because(member, 'postgres', 'synchronous_standby_names');
}

/** PostgreSQL's own rule, where the manager leaves synchronous_standby_names alone. */
function plainRule(cluster: Cluster, process: number): SyncRule {
  const { commit } = cluster;
  if (cluster.settings.patroni !== undefined && cluster.settings.patroni.text('synchronous_mode') !== 'off')
    return NO_SYNC;
  if ((commit.method !== 'first' && commit.method !== 'any') || commit.count === 0) return NO_SYNC;
  const ids = cluster.members.filter(({ role }) => role === 'data').map(({ id }) => id);
  const members = (commit.of ?? ids).map(id => ids.indexOf(id)).filter(at => at >= 0 && at !== process);
  return { method: commit.method, count: commit.count, members };
}

function levelOf(text: string | undefined): CommitLevel {
  switch (text) {
    case 'off':
    case 'local':
    case 'remote_write':
    case 'remote_apply':
      return text;
    default:
      return 'on';
  }
}
