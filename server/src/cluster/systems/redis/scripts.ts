import { folderOfUri, stepsBetween } from '../../folders.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { Monitor, RedisData, ScriptData, SentinelData, ServerData } from './data.js';
import type { Of } from './resolve.js';

const SCRIPT = /\.(?:sh|bash|zsh)(?:\.\w+)?$/;
const HOLDER = /\.ya?ml(?:\.\w+)?$|^(?:dockerfile|containerfile|makefile)/;

/** What a start script may add to a config file before a server goes by it. */
const KEYS = [
  ...[
    'requirepass',
    'masterauth',
    'masteruser',
    'protected-mode',
    'aclfile',
    'maxmemory',
    'maxmemory-policy',
  ],
  ...['appendonly', 'min-replicas-to-write', 'min-slaves-to-write', 'replica-priority', 'slave-priority'],
  ...['auth-pass', 'auth-user', 'resolve-hostnames', 'announce-hostnames', 'announce-ip', 'monitor'],
] as const;
const SENTINELS_OWN: ReadonlySet<string> = new Set([
  'auth-pass',
  'auth-user',
  'resolve-hostnames',
  'announce-hostnames',
]);
const ANY = new RegExp(`(?<!\\w)(?<!\\w-)(${KEYS.join('|')})(?![\\w-])`, 'g');
/** A line of a shell that writes something or starts something, within YAML or a Dockerfile. */
const WRITES = /\b(?:exec|echo|printf|sed|tee|cat)\b|>>|\bconfig[ \t]+set\b/i;

/**
 * Scripts that start servers or Sentinels, or write their files: which settings they speak of. A config file near them may
 * be a template, and what it does not say may be added.
 */
export const SCRIPTS: ConfigFormat<RedisData> = {
  title: 'scripts that write configs of Redis',
  detects: source =>
    (SCRIPT.test(source.name) || HOLDER.test(source.name)) && /redis|valkey|sentinel/i.test(source.text),
  read: readScript,
};

function readScript(source: Source): Fragment<RedisData>[] {
  const isScript = SCRIPT.test(source.name);
  const keys = new Set<string>();
  const text = source.text.slice(0, 200_000).replace(/\\\r?\n/g, ' ');
  for (const line of text.split('\n')) {
    if (/^\s*#/.test(line) || (!isScript && !WRITES.test(line))) continue;
    for (const [, key] of line.matchAll(ANY)) keys.add(key!);
  }
  if (keys.size === 0) return [];
  const data: ScriptData = { kind: 'script', keys: [...keys] };
  return [{ system: 'redis', uri: source.uri, origin: source.top, data }];
}

/** A config file with what scripts near by may add to it as unknown. */
export function withScripts<T extends ServerData | SentinelData>(
  each: Of<T>,
  scripts: readonly Of<ScriptData>[],
): Of<T> {
  const { data } = each;
  if ((data.kind === 'server' ? data.file : data.fileId) === undefined) return each;
  const folder = folderOfUri(each.uri);
  const keys = new Set(
    scripts
      .filter(({ uri }) => stepsBetween(folderOfUri(uri), folder) <= 2)
      .flatMap(script => script.data.keys),
  );
  if (keys.size === 0) return each;
  const unknown = (key: string): Written => ({
    key,
    raw: undefined,
    keyOrigin: each.origin,
    origin: each.origin,
  });
  if (data.kind === 'server') {
    const added = [...keys].filter(key => !SENTINELS_OWN.has(key) && key !== 'monitor').map(unknown);
    return { ...each, data: { ...data, written: [...added, ...data.written] } };
  }
  // A script that writes the line of the master writes the rest as well.
  const own = keys.has('monitor') ? [...SENTINELS_OWN] : [...keys].filter(key => SENTINELS_OWN.has(key));
  const monitors = data.monitors.map(
    (monitor): Monitor => ({ ...monitor, written: [...own.map(unknown), ...monitor.written] }),
  );
  return { ...each, data: { ...data, monitors } };
}
