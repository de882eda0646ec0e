import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { isAtLeast, type Version } from '../../../cluster/version.js';
import { because } from '../../kit/reasons.js';
import type { Keeps, RedisNode } from './config.js';

/**
 * What a server of a cluster goes by.
 * Full copies: https://github.com/redis/redis/blob/7.0/redis.conf (`repl-diskless-sync-delay`): the master waits so long
 * for more replicas, and looks each second. Without it the copy begins at once.
 */
export function nodeOf(member: Member, cluster: Cluster): RedisNode {
  const settings = member.settings.redis ?? cluster.settings.redis;
  const version = member.version ?? cluster.versions.redis?.version ?? cluster.versions.valkey?.version;
  const maxLagMs = settings?.number('min-replicas-max-lag') ?? 10_000;
  const delay = settings?.number('repl-diskless-sync-delay') ?? 5_000;
  const diskless = settings?.flag('repl-diskless-sync') ?? isAtLeast(version, '7.0');
  const keeps = keepsOf(settings);
  return {
    name: member.id,
    priority: settings?.number('replica-priority') ?? 100,
    minReplicas: maxLagMs === 0 ? 0 : (settings?.number('min-replicas-to-write') ?? 0),
    maxLagMs,
    replTimeoutMs: settings?.number('repl-timeout') ?? 60_000,
    servesStale: settings?.flag('replica-serve-stale-data') ?? true,
    fullCopyMs: diskless && delay > 0 ? [Math.max(100, delay - 1_000), delay + 600] : [100, 1_200],
    connectMs: isInstant(version) ? [20, 150] : [20, 1_050],
    keeps,
    saves: keeps === 'snapshots' ? savesOf(settings) : [],
    because: {
      minReplicas: because(member, 'redis', 'min-replicas-to-write', 'min-replicas-max-lag'),
      keeps: because(
        member,
        'redis',
        ...(keeps === 'snapshots' || keeps === 'nothing' ? ['save'] : []),
        'appendonly',
      ),
      fullCopy: diskless ? because(member, 'redis', 'repl-diskless-sync-delay') : [],
      replTimeout: because(member, 'redis', 'repl-timeout'),
    },
  };
}

/** Since 6.2 a replica connects as soon as it is told to; before, its clock does so once a second. */
function isInstant(version: Version | undefined): boolean {
  return isAtLeast(version, '6.2');
}

function keepsOf(settings: Settings | undefined): Keeps {
  if (settings?.flag('appendonly') === true) {
    const how = settings.text('appendfsync');
    return how === 'always' || how === 'no' ? how : 'everysec';
  }
  return savesOf(settings).length > 0 ? 'snapshots' : 'nothing';
}

function savesOf(settings: Settings | undefined): RedisNode['saves'] {
  const text = settings?.text('save') ?? '';
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const saves = [];
  for (let i = 0; i + 1 < numbers.length; i += 2)
    saves.push({ afterMs: numbers[i]! * 1000, changes: numbers[i + 1]! });
  return saves.sort((a, b) => a.afterMs - b.afterMs);
}
