import type { Member } from '../../cluster/model.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  givenIn,
  holdsCache,
  isRing,
  REDIS_SOURCES,
  replicasIn,
  sentinelExample,
  sentinelFiles,
  sentinelsIn,
  serverFiles,
  serverSettings,
  shownServers,
  speaksOldNamesOnly,
  watchesOwnMachine,
} from '../lib/cluster/redis.js';
import { promotesNobody, sharesMachine } from '../lib/cluster/redis-watch.js';
import { defineRule } from '../rule.js';

/** Servers, which keep a log, and three Sentinels of a stack on several machines. */
const watched = (servers: number): Record<string, string> => ({
  'sentinel.conf':
    'protected-mode no\nsentinel resolve-hostnames yes\nsentinel monitor main redis-1 6379 2\n',
  'compose.yml': `services:\n${Array.from(
    { length: servers },
    (_, i) =>
      `  redis-${i + 1}:\n    build: .\n    command: redis-server --appendonly yes${i > 0 ? ' --replicaof redis-1 6379' : ''}\n    deploy:\n      placement:\n        constraints: ['node.hostname == m${i + 1}']\n`,
  ).join('')}${[1, 2, 3]
    .map(
      n =>
        `  sentinel-${n}:\n    build: .\n    command: redis-sentinel /etc/sentinel.conf\n    volumes: ['./sentinel.conf:/etc/sentinel.conf']\n`,
    )
    .join('')}`,
});

export default defineRule({
  id: 'redis-unbounded-loss',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['sentinel'],
  summary: 'A master that is cut off goes on acknowledging writes without a bound.',
  gains: 'Writes go on whatever happens to the replicas.',
  costs:
    'Replication is asynchronous. When Sentinel has promoted another one, the old master takes writes from the clients on its side until it hears of it; when the partition heals it throws all of them away, and every one was acknowledged.',
  fineWhen:
    'The data is a cache or sessions; it is reported only where the files ask for a log on disk (`appendonly yes`), which says that writes are to stay.',
  advice:
    'Set min-replicas-to-write 1 and min-replicas-max-lag 10 on every server: a master without replicas then stops within about 11 s.',
  sources: [REDIS_SOURCES.sentinel, REDIS_SOURCES.conf],
  bad: [
    sentinelExample('', 'partition heals', { servers: 'appendonly yes\n' }),
    sentinelExample('', 'partition heals', { servers: 'appendonly yes\nmin-replicas-to-write 0\n' }),
    // Before 5.0 a server knows the old names only: with the new ones it does not start.
    clusterExample(
      'sentinel',
      { Dockerfile: 'FROM redis:4.0-alpine\n', ...watched(3) },
      'Set min-slaves-to-write',
    ),
    clusterExample('sentinel', { Dockerfile: 'FROM redis:7.4\n', ...watched(2) }, 'With one replica'),
  ],
  good: [
    // Sentinels of Redis 4 that answer nobody beyond their machine: they promote nobody.
    clusterExample('sentinel', {
      Dockerfile: 'FROM redis:4.0-alpine\n',
      ...watched(3),
      'sentinel.conf': 'sentinel monitor main redis-1 6379 2\n',
    }),
    // One Sentinel never reaches a quorum of two: nobody is promoted.
    clusterExample('sentinel', {
      Dockerfile: 'FROM redis:7.4\n',
      ...watched(3),
      'compose.yml': watched(3)['compose.yml']!.replace(/ {2}sentinel-2:[\s\S]*/, ''),
    }),
    // Sentinels that watch a name and may not resolve it do not start.
    clusterExample('sentinel', {
      Dockerfile: 'FROM redis:7.4\n',
      ...watched(3),
      'sentinel.conf': 'sentinel monitor main redis-1 6379 2\n',
    }),
    // On one machine nobody is cut off.
    clusterExample('sentinel', {
      Dockerfile: 'FROM redis:7.4\n',
      ...watched(3),
      'compose.yml': watched(3)['compose.yml']!.replace(/ {4}deploy:\n.*\n.*\n/g, ''),
    }),
    // Nothing says that writes are meant to stay.
    sentinelExample('', undefined),
    sentinelExample('', undefined, { servers: 'appendonly yes\nmin-replicas-to-write 1\n' }),
    clusterExample('sentinel', {
      ...serverFiles(3, 'appendonly yes\n'),
      ...sentinelFiles(3),
      'README.md': '# Shop\n\nRedis holds the sessions and the cache of the shop.\n',
    }),
    sentinelExample('', undefined, {
      servers: 'appendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n',
    }),
    sentinelExample('', undefined, {
      servers: '# Sessions here are ephemeral by design.\nappendonly yes\nmaxmemory 1gb\n',
    }),
  ],
  check(cluster, context) {
    const servers = shownServers(cluster);
    if (isRing(cluster) || servers.length === 0 || replicasIn(cluster).length === 0) return;
    if (watchesOwnMachine(cluster) || promotesNobody(cluster)) return;
    // On one machine nobody is cut off from the others alone.
    if (sharesMachine(cluster, context.clusters)) return;
    // Whoever asks for a log on disk means acknowledged writes to stay; other data may be a cache.
    const logged = servers.find(isLogged);
    if (logged === undefined) return;
    // One server that has it bounds the loss where it leads; another rule compares them.
    if (
      servers.some(
        member =>
          serverSettings(member).isHidden('min-replicas-to-write') ||
          serverSettings(member).number('min-replicas-to-write') !== 0,
      )
    )
      return;
    // Whoever wrote so of the data has weighed it, and what is thrown away for want of memory is a cache.
    if (holdsCache(cluster)) return;
    const [first] = givenIn(servers, 'min-replicas-to-write');
    const isOld = servers.some(
      member =>
        isOlder(serverSettings(member).version, '5.0') ||
        (serverSettings(member).version === undefined && speaksOldNamesOnly(servers)),
    );
    // Sentinels that do not hear of each other promote nobody.
    if (isOld && sentinelsIn(cluster).some(isDeaf)) return;
    const [least, lag] = isOld
      ? ['min-slaves-to-write', 'min-slaves-max-lag']
      : ['min-replicas-to-write', 'min-replicas-max-lag'];
    // With one replica it would also stop all writes when that one is lost, and after every failover.
    const isShown = cluster.members.every(
      ({ role, origin }) => role !== 'data' || /\.ya?ml$/i.test(origin.unit.uri),
    );
    const isOne = replicasIn(cluster).length === 1;
    const isPair = isOne && (!cluster.open || isShown);
    const advice = isPair
      ? `With one replica ${least} 1 ends that after about 11 s, but stops writes while the replica is away: add a second first.`
      : `Set ${least} 1 on every server, with ${lag} 10: about 11 s of writes at most.${isOne ? ' It takes two replicas: with a single one writes stop whenever that one is away.' : ''}`;
    const at = servers.find(({ leader }) => leader) ?? servers[0]!;
    context.report({
      origin: first?.given.written.origin ?? logAt(isLogged(at) ? at : logged) ?? at.origin,
      message: `${first?.given.written.key ?? least} is 0: a master of ${cluster.name} that is cut off goes on acknowledging writes, and loses them all when the partition heals, for another one was promoted. ${advice}`,
    });
  },
});

/** True where files ask for a log; that an image keeps one by itself says nothing of the data. */
function isLogged(member: Member): boolean {
  const at = logAt(member);
  return (
    serverSettings(member).flag('appendonly') === true &&
    at !== undefined &&
    !/^(?:docker\.io\/)?bitnami/.test(at.unit.piece.text.slice(at.span.start, at.span.end))
  );
}

function logAt(member: Member) {
  return serverSettings(member).given('appendonly')?.written.origin;
}

/**
 * True for a Sentinel that listens to its own machine alone where it is of before 5.0.1: protected mode was on until then,
 * and without `bind` nobody else was answered. https://github.com/redis/redis/commit/666b3437e
 */
function isDeaf({ origin: { unit } }: Member): boolean {
  return (
    /^[ \t]*sentinel[ \t]+monitor\b/im.test(unit.piece.text) &&
    !/^[ \t]*(?:bind[ \t]+\S|protected-mode[ \t]+["']?no\b)/im.test(unit.piece.text)
  );
}
