import { argumentsOf, REDIS_CONF, readDirectives } from '../../../documents/readers/directives.js';
import { isHidden } from '../../../documents/templates.js';
import type { Entry, MapNode, Node } from '../../../documents/tree.js';
import { isGeneric, meaningfulPart } from '../../kit/places.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';
import type { MasterAddress, RedisData, ServerData } from './data.js';
import { REDIS_PARAMETERS, VALKEY_PARAMETERS } from './parameters.js';

/** `slave.copy.conf`: what the file in use is made from, or was. */
const COPY = /[._-](?:copy|orig|backup|bak|old)\.(?:conf|cfg)$/;
const FILE = /\.(?:conf|cfg|sample|example)(?:\.(?:j2|erb|tpl|tmpl|template|sample|example))?$/;
/** Lines that no other system's file has. */
const LINES =
  /^[ \t]*(?:appendonly|appendfsync|replicaof|slaveof|cluster-enabled|cluster-node-timeout|repl-diskless-sync|repl-[a-z-]+|min-(?:replicas|slaves)-to-write|maxmemory-policy|protected-mode|masterauth|requirepass|(?:replica|slave)-[a-z-]+|save)[ \t]+\S/im;
/** Lines that do where the file's name says the rest. */
const PLAIN_LINES = /^[ \t]*(?:bind|port|dir|maxmemory|daemonize|include)[ \t]+[^\s;{=]+/im;
/** A line of nginx and its like. */
const FOREIGN = /^[ \t]*[^#\s][^\n]*[{;][ \t]*$/m;
const SENTINEL_LINE = /^[ \t]*sentinel[ \t]+(?:monitor|resolve-hostnames|announce-ip|known-)/im;

/** `redis.conf`, `valkey.conf`. */
export const CONF: ConfigFormat<RedisData> = {
  title: 'redis.conf',
  detects: source =>
    FILE.test(source.name) &&
    !COPY.test(source.name) &&
    !SENTINEL_LINE.test(source.text) &&
    (LINES.test(source.text) || (/redis|valkey/.test(source.name) && PLAIN_LINES.test(source.text))) &&
    !FOREIGN.test(source.text.slice(0, 4000)) &&
    (/redis|valkey|master|replica|slave|node|^\d+\.conf/.test(source.name) ||
      /redis|valkey/.test(source.path)),
  read: source => [readConf(source)],
  assist: {
    syntax: 'directives',
    parametersAt: (path, source) =>
      path.length > 0
        ? undefined
        : { table: engineOf(source) === 'valkey' ? VALKEY_PARAMETERS : REDIS_PARAMETERS },
  },
};

function readConf(source: Source): Fragment<RedisData> {
  const tree = treeOf(source);
  const written = writtenOf(source, tree.entries);
  const engine = engineOf(source);
  const version = versionIn(source);
  const announce =
    textOf(written, 'replica-announce-ip') ??
    textOf(written, 'slave-announce-ip') ??
    textOf(written, 'cluster-announce-ip');
  const bound = written.find(({ key }) => key === 'bind')?.raw;
  const hosts = [...(announce === undefined ? [] : [announce]), ...reachable(bound)];
  const data: ServerData = {
    kind: 'server',
    engine,
    name: nameOf(source),
    hosts,
    port: Number(textOf(written, 'port')) || Number(textOf(written, 'tls-port')) || 6379,
    written,
    master: masterOf(source, tree.entries),
    ...(version === undefined ? {} : version),
    site: {},
    copies: 1,
    file: {
      id: fileIdOf(source),
      includes: tree.entries
        .filter(({ key }) => key.toLowerCase() === 'include')
        .flatMap(({ value }) => argumentsOf(value).flatMap(each => namedOf(source, each) ?? [])),
    },
    uses: [],
  };
  const origin =
    written.find(({ key }) => key === 'replicaof' || key === 'slaveof')?.keyOrigin ??
    written[0]?.keyOrigin ??
    source.top;
  return { system: 'redis', uri: source.uri, origin, data };
}

export function treeOf(source: Source): MapNode {
  return source.tree('redis', text => readDirectives(text, REDIS_CONF));
}

/** The file of a source, told apart from others within the same holder. */
export function fileIdOf(source: Source): string {
  return source.embedding === undefined ? source.uri : `${source.uri}#${source.embedding.path.toLowerCase()}`;
}

/**
 * Lines as settings. Names are in lower case. `save` and `user` may stand several times: `save` lines add up, and an
 * empty one takes back those before it.
 */
export function writtenOf(source: Source, entries: readonly Entry[]): Written[] {
  const written: Written[] = [];
  let saves: { parts: string[]; last: Written } | undefined;
  for (const { key, keySpan, value } of entries) {
    const name = key.toLowerCase();
    const raw = rawOf(value);
    const one: Written = {
      key: name,
      raw: name === 'bind' && typeof raw === 'string' ? raw.split(/\s+/) : raw,
      keyOrigin: source.origin(keySpan),
      origin: source.origin(value.span),
    };
    if (name !== 'save') {
      written.push(one);
    } else {
      const text = typeof raw === 'string' ? raw.trim() : '';
      saves = {
        parts: text === '' ? [] : [...(saves?.parts ?? []), text],
        last: raw === undefined ? { ...one, raw: undefined } : one,
      };
    }
  }
  if (saves !== undefined)
    written.push({ ...saves.last, ...(saves.last.raw === undefined ? {} : { raw: saves.parts.join(' ') }) });
  return written;
}

/** The arguments as one text; undefined where a template or variable decides a part. */
function rawOf(value: Node): string | undefined {
  const words = argumentsOf(value).map(each =>
    each.kind === 'scalar' ? String(each.value ?? '') : undefined,
  );
  return words.some(word => word === undefined || isUntold(word)) ? undefined : words.join(' ');
}

export function namedOf(source: Source, node: Node | undefined): Named | undefined {
  if (node?.kind !== 'scalar' || node.value === null || isUntold(String(node.value))) return undefined;
  return { text: String(node.value), origin: source.origin(node.span) };
}

/** What a script fills in before the file is used: `@HOST@`, `{host}`, `$HOST`, `<host>`, `__HOST__`, `MASTER_IP`. */
function isUntold(text: string): boolean {
  return isHidden(text) || /^[@{<%].*[@}>%]$|^\$|\$\{|\{\{|^__\w+__$|^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(text);
}

function masterOf(source: Source, entries: readonly Entry[]): MasterAddress | undefined {
  const last = entries.filter(({ key }) => /^(?:replicaof|slaveof)$/i.test(key)).at(-1);
  if (last === undefined) return undefined;
  const [host, port] = argumentsOf(last.value).map(each => namedOf(source, each));
  if (host?.text.toLowerCase() === 'no') return undefined;
  return {
    host: host?.text.toLowerCase() ?? '',
    port: Number(port?.text) || 6379,
    origin: source.origin(last.value.span),
  };
}

function textOf(written: readonly Written[], name: string): string | undefined {
  const raw = written.filter(({ key }) => key === name).at(-1)?.raw;
  return raw === undefined || raw === '' ? undefined : String(raw).toLowerCase();
}

/** Of the addresses that are listened at, those that others can mean. */
export function reachable(bound: Written['raw']): string[] {
  const all = Array.isArray(bound) ? (bound as readonly string[]) : [];
  return all
    .map(ip => ip.replace(/^-/, '').toLowerCase())
    .filter(ip => !/^(?:127\.|::1$|0\.0\.0\.0$|::$|\*|localhost)/.test(ip));
}

export function engineOf(source: Source): 'redis' | 'valkey' {
  return /valkey/.test(source.path) || /^#[^\n]*valkey configuration/im.test(source.text.slice(0, 500))
    ? 'valkey'
    : 'redis';
}

/** `# Redis 6.2` in the comments at the top. */
export function versionIn(source: Source): { version: Version; versionOrigin: Named['origin'] } | undefined {
  const found =
    /^[ \t]*#[^\n]{0,80}?\b(?:redis|valkey|sentinel)(?: server| sentinel)?[ :=]{1,3}v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/im.exec(
      source.text.slice(0, 3000),
    );
  const version = found === null ? undefined : parseVersion(found[1]!);
  if (found === null || version === undefined) return undefined;
  const end = found.index + found[0].length;
  return { version, versionOrigin: source.origin({ start: end - found[1]!.length, end }) };
}

/** `n1` of `n1/redis.conf`, `cache` of `cache/templates/redis.conf.j2`, else the file's own name. */
export function nameOf(source: Source): string {
  const own = source.name.replace(/\..*$/, '');
  const folder = source.path.split('/').at(-2) ?? '';
  if (!/^(?:redis|valkey|sentinel|redis-server|redis-sentinel)$/.test(own) || folder === '') return own;
  // Of `roles/cache/templates` nobody means the templates.
  return isGeneric(folder) ? (meaningfulPart(source.path.split('/').slice(0, -2).join('/')) ?? own) : folder;
}
