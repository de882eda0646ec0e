import { argumentsOf } from '../../../documents/readers/directives.js';
import type { Entry } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { fileIdOf, namedOf, nameOf, reachable, treeOf, versionIn, writtenOf } from './conf.js';
import type { KnownSentinel, Monitor, RedisData } from './data.js';
import { SENTINEL_PARAMETERS } from './parameters.js';

const MONITOR = /^[ \t]*sentinel[ \t]+monitor[ \t]+\S/im;

/** `sentinel.conf`. */
export const SENTINEL_CONF: ConfigFormat<RedisData> = {
  title: 'sentinel.conf',
  detects: source =>
    /\.(?:conf|cfg|sample|example|j2|tpl|tmpl|template)$/.test(source.name) && MONITOR.test(source.text),
  read: readSentinel,
  assist: {
    syntax: 'directives',
    parametersAt: path =>
      path.length === 1 && path[0] === 'sentinel' ? { table: SENTINEL_PARAMETERS } : undefined,
  },
};

/** Lines of `sentinel NAME MASTER VALUE`. */
const PER_MASTER: ReadonlySet<string> = new Set([
  'down-after-milliseconds',
  'failover-timeout',
  'parallel-syncs',
  'auth-pass',
  'auth-user',
  'notification-script',
  'client-reconfig-script',
  'master-reboot-down-after-period',
  'primary-reboot-down-after-period',
]);
const GLOBAL: ReadonlySet<string> = new Set([
  'resolve-hostnames',
  'announce-hostnames',
  'announce-ip',
  'announce-port',
  'deny-scripts-reconfig',
  'sentinel-pass',
  'sentinel-user',
]);

function readSentinel(source: Source): Fragment<RedisData>[] {
  const { entries } = treeOf(source);
  const lines = entries.filter(({ key }) => key.toLowerCase() === 'sentinel');
  const global: Written[] = [];
  const perMaster = new Map<string, Written[]>();
  const known = new Map<string, KnownSentinel[]>();
  let myId: string | undefined;
  const replicas = new Map<string, Named[]>();
  const monitors: { name: string; entry: Entry }[] = [];
  for (const entry of lines) {
    const args = argumentsOf(entry.value);
    const word = named(source, args[0])?.text.toLowerCase();
    const name = named(source, args[1])?.text;
    if (word === undefined || name === undefined) continue;
    if (word === 'myid') myId = name.toLowerCase();
    else if (word === 'monitor') monitors.push({ name, entry });
    else if (word === 'known-sentinel') {
      const host = named(source, args[2]);
      const port = named(source, args[3])?.text ?? '26379';
      const id = named(source, args[4])?.text.toLowerCase();
      if (host !== undefined)
        push(known, name, {
          text: `${host.text.toLowerCase()}:${port}`,
          origin: source.origin(entry.value.span),
          ...(id === undefined ? {} : { id }),
        });
    } else if (word === 'known-replica' || word === 'known-slave') {
      const host = named(source, args[2]);
      const port = named(source, args[3])?.text ?? '6379';
      if (host !== undefined)
        push(replicas, name, { text: `${host.text.toLowerCase()}:${port}`, origin: host.origin });
    } else if (PER_MASTER.has(word) && args[2] !== undefined) {
      push(perMaster, name, settingOf(source, word, args[0]!.span, args[2]));
    } else if (GLOBAL.has(word)) {
      global.push(settingOf(source, word, args[0]!.span, args[1]!));
    }
  }
  const others = writtenOf(
    source,
    entries.filter(({ key }) => key.toLowerCase() !== 'sentinel'),
  );
  const bound = others.find(({ key }) => key === 'bind')?.raw;
  const announce = global.find(({ key }) => key === 'announce-ip')?.raw;
  const version = versionIn(source);
  const data: RedisData = {
    kind: 'sentinel',
    name: nameOf(source),
    hosts: [
      ...(typeof announce === 'string' && announce !== '' ? [announce.toLowerCase()] : []),
      ...reachable(bound),
    ],
    port: Number(others.find(({ key }) => key === 'port')?.raw) || 26379,
    monitors: monitors.map(({ name, entry }) =>
      monitorOf(source, name, entry, [...global, ...(perMaster.get(name) ?? [])], {
        known: known.get(name) ?? [],
        replicas: replicas.get(name) ?? [],
      }),
    ),
    ...(myId === undefined ? {} : { myId }),
    ...(version === undefined ? {} : { version: version.version }),
    site: {},
    copies: 1,
    fileId: fileIdOf(source),
    uses: [],
  };
  return [{ system: 'redis', uri: source.uri, origin: data.monitors[0]?.origin ?? source.top, data }];
}

function monitorOf(
  source: Source,
  name: string,
  entry: Entry,
  written: readonly Written[],
  remembered: Pick<Monitor, 'known' | 'replicas'>,
): Monitor {
  const [, , hostNode, portNode, quorumNode] = argumentsOf(entry.value);
  const host = named(source, hostNode);
  const port = Number(named(source, portNode)?.text);
  const quorum = quorumNode === undefined ? [] : [settingOf(source, 'quorum', quorumNode.span, quorumNode)];
  return {
    name,
    host: host === undefined ? undefined : { text: host.text.toLowerCase(), origin: host.origin },
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    written: [...quorum, ...written],
    ...remembered,
    origin: source.origin(entry.value.span),
  };
}

const named = namedOf;

function settingOf(
  source: Source,
  key: string,
  keySpan: Entry['keySpan'],
  node: Parameters<typeof namedOf>[1] & object,
): Written {
  return {
    key,
    raw: namedOf(source, node)?.text,
    keyOrigin: source.origin(keySpan),
    origin: source.origin(node.span),
  };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
