import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import { CACHE, MOUNTED } from '../../../cluster/systems/redis/surroundings.js';
import type { Example, Fix } from '../../rule.js';
import { clusterExample } from './example.js';

/** Pages that several rules rest on. */
export const REDIS_SOURCES = {
  conf: { title: 'redis.conf', url: 'https://github.com/redis/redis/blob/7.4.1/redis.conf' },
  sentinelConf: { title: 'sentinel.conf', url: 'https://github.com/redis/redis/blob/7.4.1/sentinel.conf' },
  sentinelSource: { title: 'sentinel.c', url: 'https://github.com/redis/redis/blob/7.4.1/src/sentinel.c' },
  replication: {
    title: 'Redis replication',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/',
  },
  persistence: {
    title: 'Redis persistence',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
  },
  sentinel: {
    title: 'High availability with Redis Sentinel',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
  },
  cluster: {
    title: 'Redis cluster specification',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/',
  },
  security: {
    title: 'Redis security',
    url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/',
  },
} as const;

/** Servers that hold data and whose settings are shown. */
export function shownServers(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(
    ({ role, configured, settings }) => role === 'data' && configured && settings.redis,
  );
}

export function serverSettings(member: Member): Settings {
  return member.settings.redis!;
}

/** True where the files use names of before Redis 5 and none of those that came with it: what runs may be as old. */
export function speaksOldNamesOnly(servers: readonly Member[]): boolean {
  const keys = servers.flatMap(member => serverSettings(member).written.map(({ key }) => key.toLowerCase()));
  return keys.some(key => /slave/.test(key)) && !keys.some(key => /replica/.test(key));
}

export function sentinelsIn(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ settings }) => settings.sentinel !== undefined);
}

export function sentinelSettings(member: Member): Settings {
  return member.settings.sentinel!;
}

/**
 * True where Sentinels of several machines each watch the server of their own: they are no group, whatever their files
 * say of votes. Different ports mean that they share a machine.
 */
export function watchesOwnMachine(cluster: Cluster): boolean {
  const sentinels = sentinelsIn(cluster);
  const ports = new Set(sentinels.map(({ addresses }) => addresses[0]?.split(':').at(-1)));
  return sentinels.length > 1 && ports.size === 1 && sentinels.some(isWatchingLoopback);
}

export function isWatchingLoopback(sentinel: Member): boolean {
  return /^(?:127\.|localhost:|::1)/.test(String(sentinelSettings(sentinel).raw('master')?.raw ?? ''));
}

/** Members that copy from another one. */
export function replicasIn(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ role, leader }) => role === 'data' && !leader);
}

export function isRing(cluster: Cluster): boolean {
  return cluster.failover.by === 'redis';
}

/**
 * True where what the servers hold is called a cache or sessions: by a document, by a comment of their files, or by a
 * policy that throws any key away when memory is full.
 */
export function holdsCache(cluster: Cluster): boolean {
  return shownServers(cluster).some(member => {
    const settings = serverSettings(member);
    return (
      settings.raw(CACHE) !== undefined ||
      /^allkeys-/.test(settings.text('maxmemory-policy') ?? '') ||
      settings.written.some(isEphemeral)
    );
  });
}

/** True in a file whose comments call the data ephemeral or a cache that may be lost. */
function isEphemeral({ keyOrigin: { unit } }: Written): boolean {
  return /^[ \t]*#.*\b(?:ephemeral by design|(?:data|keys|counters|everything|all of it) (?:here )?(?:is|are) (?:ephemeral|disposable|only a cache|just a cache)|pure cache|cache only|no persistence)\b/im.test(
    unit.piece.text,
  );
}

/** False for a container with nothing mounted where its server keeps files: they go with it. */
export function keepsFiles(member: Member): boolean {
  const settings = serverSettings(member);
  const mounts = settings.raw(MOUNTED)?.raw;
  if (typeof mounts !== 'string') return true;
  const [standard = '/data', ...at] = mounts.split(',');
  const own = settings.given('dir')?.effective;
  const folder = typeof own === 'string' && own.startsWith('/') ? own : standard;
  return at.some(each => each !== '' && `${folder}/`.startsWith(`${each.replace(/\/+$/, '')}/`));
}

/** True where somebody takes over by himself. */
export function failsOver(cluster: Cluster): boolean {
  return cluster.failover.kind === 'automatic';
}

export type Given = Setting & { readonly written: Written };

/** The first of the members that have the setting written, and where; each place once. */
export function givenIn(
  members: readonly Member[],
  name: string,
): readonly { member: Member; given: Given }[] {
  const seen = new Set<string>();
  return members.flatMap(member => {
    const given = (member.settings.redis ?? member.settings.sentinel)?.given(name);
    if (given === undefined) return [];
    const key = `${given.written.origin.unit.uri}#${given.written.origin.span.start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ member, given }];
  });
}

/** Another value in the place of one that a line of a config file gives. */
export function lineFix(title: string, written: Written, newText: string, safe = false): Fix {
  return { title, safe, edits: [{ origin: written.origin, newText }] };
}

export function seconds(ms: number): string {
  return `${ms % 1000 === 0 ? ms / 1000 : (ms / 1000).toFixed(1)} s`;
}

const ip = (n: number): string => `10.0.0.${n}`;

/** Config files of servers: the first is the master of the others. */
export function serverFiles(
  count: number,
  lines: string | ((n: number) => string) = '',
): Record<string, string> {
  const files: Record<string, string> = {};
  for (let n = 1; n <= count; n++) {
    const own = typeof lines === 'string' ? lines : lines(n);
    files[`n${n}/redis.conf`] = `bind ${ip(n)}\n${own}${n > 1 ? `replicaof ${ip(1)} 6379\n` : ''}`;
  }
  return files;
}

/** Config files of Sentinels on the machines of the servers, all with one quorum. */
export function sentinelFiles(
  count: number,
  lines: string | ((n: number) => string) = '',
  quorum = 2,
  from = 1,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (let n = from; n < from + count; n++) {
    const own = typeof lines === 'string' ? lines : lines(n);
    files[`n${n}/sentinel.conf`] = `bind ${ip(n)}\nsentinel monitor main ${ip(1)} 6379 ${quorum}\n${own}`;
  }
  return files;
}

/** Three servers with the lines given; `min-replicas-to-write` is there so that loss is bounded. */
export function serversExample(lines: string | ((n: number) => string), says?: string, count = 3): Example {
  return clusterExample('redis', serverFiles(count, lines), says);
}

/** Three servers and their Sentinels with the lines given. */
export function sentinelExample(
  lines: string | ((n: number) => string),
  says?: string,
  { count = 3, quorum = 2, servers = '' as string | ((n: number) => string), from = 1 } = {},
): Example {
  return clusterExample(
    'sentinel',
    { ...serverFiles(3, servers), ...sentinelFiles(count, lines, quorum, from) },
    says,
  );
}

/** A command that makes a Redis Cluster of nodes that share a config. */
export function ringExample(lines: string, says?: string, command = ringCommand(6, 1)): Example {
  return clusterExample(
    'redis',
    { 'redis.conf': `port 6379\ncluster-enabled yes\n${lines}`, 'create.sh': `${command}\n` },
    says,
  );
}

export function ringCommand(
  nodes: number,
  replicas: number,
  host: (n: number) => string = n => `10.0.0.${n}`,
): string {
  const addresses = Array.from({ length: nodes }, (_, i) => `${host(i + 1)}:6379`).join(' ');
  return `redis-cli --cluster create ${addresses} --cluster-replicas ${replicas}`;
}
