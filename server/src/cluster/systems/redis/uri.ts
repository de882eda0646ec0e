import { HIDDEN } from '../../../documents/templates.js';
import { type Row, rowsOf, SECONDS, TEXT } from '../../kit/rows.js';
import type { Client, Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { parameterTable } from '../../parameter.js';
import { Settings, type Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { RedisData } from './data.js';

const LETTUCE = 'https://redis.github.io/lettuce/user-guide/connecting-redis/#uri-syntax';

const ROWS: readonly Row[] = [
  [
    'scheme',
    TEXT,
    undefined,
    'How the server is found: `redis` goes to the address itself, `redis-sentinel` asks Sentinels for the master of now.',
  ],
  ['sentinelMasterId', TEXT, undefined, 'Name that the Sentinels know the master by.'],
  ['timeout', SECONDS, 60_000, 'Longest wait for an answer.'],
];

/** What connection strings say beside addresses. */
export const REDIS_CONNECTION = parameterTable(
  'redis',
  rowsOf({ source: LETTUCE, applies: 'session' }, ROWS),
);

const FILES =
  /(?:\.(?:env|ya?ml|json|properties|conf|cfg|ini|toml|sh)|\.env\.\w+|^\.env)(?:\.(?:j2|tpl|tmpl|template|sample|example|dist|\w{1,12}))?$/;
const SCHEME = '(?:redis|valkey)s?(?:[-+](?:sentinel|cluster))?|rediss[-+]sentinel';
const URI = new RegExp(`\\b(${SCHEME})://([^\\s"'\`<>\\\\]{1,1000})`, 'g');
/** Of one file: nobody writes more by hand. */
const MAX_URIS = 200;

/**
 * Connection strings, wherever a config has them: `redis://host:6379/0`, `redis-sentinel://a:26379,b:26379/0#mymaster`
 * (Lettuce), `redis+sentinel://a:26379,b:26379/mymaster/0` (Python).
 */
export const CONNECTION_STRINGS: ConfigFormat<RedisData> = {
  title: 'Redis connection string',
  detects: ({ embedding, name, text }) =>
    embedding === undefined &&
    text.length < 1_000_000 &&
    (text.includes('redis') || text.includes('valkey')) &&
    FILES.test(name) &&
    /(?:redis|valkey)s?(?:[-+]\w{1,10})?:\/\//.test(text),
  read: source => {
    const text = source.tree('masked', masked => masked);
    const found: Fragment<RedisData>[] = [];
    for (const match of text.matchAll(URI)) {
      if (found.length >= MAX_URIS) break;
      const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
      if (/^\s*(?:#|\/\/|;|\*|<!--)/.test(line)) continue;
      const client = clientOf(source, match[1]!, match[2]!, match.index);
      if (client !== undefined)
        found.push({
          system: 'redis',
          uri: source.uri,
          origin: client.origin,
          data: { kind: 'client', client },
        });
    }
    return found;
  },
};

function clientOf(source: Source, scheme: string, whole: string, start: number): Client | undefined {
  // A bracket or comma behind it belongs to the text around.
  const rest = whole.replace(/[)\]},;]+$/, '');
  const from = start + scheme.length + 3;
  const authority = /^[^/?#]*/.exec(rest)![0];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1);
  const isSentinel = scheme.includes('sentinel');
  const targets: Named[] = [];
  let at = from + authority.length - hosts.length;
  for (const host of hosts.split(',')) {
    if (host !== '' && isTold(host)) {
      const text = /:\d+$/.test(host) ? host : `${host}:${isSentinel ? 26379 : 6379}`;
      targets.push({ text: text.toLowerCase(), origin: source.origin({ start: at, end: at + host.length }) });
    }
    at += host.length + 1;
  }
  if (targets.length === 0) return undefined;
  const origin = source.origin({ start, end: from + rest.length });
  const place = source.origin({ start, end: start + scheme.length });
  const written: Written[] = [{ key: 'scheme', raw: scheme, keyOrigin: place, origin: place }];
  if (isSentinel) {
    const name = masterIn(rest.slice(authority.length));
    if (name !== undefined) {
      const span = {
        start: from + authority.length + name.at,
        end: from + authority.length + name.at + name.text.length,
      };
      const named = source.origin(span);
      const raw = isTold(name.text) ? name.text : undefined;
      written.push({ key: 'sentinelMasterId', raw, keyOrigin: named, origin: named });
    }
  }
  return {
    id: targets.map(({ text }) => text).join(','),
    system: 'redis',
    targets,
    settings: { redis: new Settings(REDIS_CONNECTION, undefined, written) },
    origin,
  };
}

/** The name of the master: behind `#`, as an option, or the first part of the path that is no number. */
function masterIn(tail: string): { readonly text: string; readonly at: number } | undefined {
  const found =
    /#([^?&\s]+)/.exec(tail) ??
    /[?&](?:sentinelMasterId|sentinel_master|sentinelMaster|service_name|master_name|master)=([^&#\s]+)/i.exec(
      tail,
    ) ??
    /^\/([^/?#\s]*[^/?#\s\d][^/?#\s]*)/.exec(tail);
  return found === null
    ? undefined
    : { text: found[1]!, at: found.index + found[0].length - found[1]!.length };
}

function isTold(text: string): boolean {
  return !text.includes(HIDDEN) && /^[\w.:[\]-]+$/.test(text);
}
