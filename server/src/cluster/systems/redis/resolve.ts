import { folderOfUri } from '../../folders.js';
import type { Fragment } from '../../module.js';
import { resolvedUri } from '../../services/index.js';
import type { Written } from '../../settings.js';
import type { RedisData, ScriptData, SentinelData, ServerData } from './data.js';
import { withScripts } from './scripts.js';

export type Of<T extends RedisData> = Fragment<RedisData> & { readonly data: T };

/** Servers and Sentinels, each with the files that it is started with and that those include; the files by themselves are gone. */
export function resolved(fragments: readonly Fragment<RedisData>[]): {
  readonly servers: readonly Of<ServerData>[];
  readonly sentinels: readonly Of<SentinelData>[];
} {
  const scripts = fragments.filter((each): each is Of<ScriptData> => each.data.kind === 'script');
  const servers = fragments
    .filter((each): each is Of<ServerData> => each.data.kind === 'server')
    .map(each => withScripts(each, scripts));
  const sentinels = fragments
    .filter((each): each is Of<SentinelData> => each.data.kind === 'sentinel')
    .map(each => withScripts(each, scripts));
  const files = new Map<string, Of<ServerData>>();
  for (const each of servers)
    if (each.data.file !== undefined) files.set(each.data.file.id.toLowerCase(), each);
  const watching = new Map<string, Of<SentinelData>>();
  for (const each of sentinels)
    if (each.data.fileId !== undefined) watching.set(each.data.fileId.toLowerCase(), each);
  const used = new Set<unknown>();
  const commented = new Set(
    fragments.flatMap(({ data }) => (data.kind === 'commented' ? [data.file.toLowerCase()] : [])),
  );
  const whole = servers.map(each => withIncludes(each, files, used));
  const byFile = new Map(
    whole.flatMap(each =>
      each.data.file === undefined ? [] : [[each.data.file.id.toLowerCase(), each] as const],
    ),
  );
  const started = whole.map((each, i): Of<ServerData> => {
    const own = each.data.uses.map(id => byFile.get(id.toLowerCase())).filter(file => file !== undefined);
    if (own.length === 0)
      return each.data.uses.length === 0 && each.data.ownFile === undefined ? each : withUnknown(each);
    for (const file of own) used.add(file.data.file);
    const written = own.flatMap(file => file.data.written);
    const last = own.at(-1)!.data;
    const port =
      each.data.port === 6379 && servers[i]!.data.written.every(({ key }) => key !== 'port')
        ? last.port
        : each.data.port;
    return {
      ...each,
      data: {
        ...each.data,
        written: [...written, ...each.data.written],
        ...(each.data.version === undefined && last.version !== undefined
          ? { version: last.version, ...(last.versionOrigin && { versionOrigin: last.versionOrigin }) }
          : {}),
        master: each.data.master ?? last.master,
        hosts: [...new Set([...each.data.hosts, ...last.hosts])],
        port,
      },
    };
  });
  const watched = sentinels.map((each): Of<SentinelData> => {
    const own = each.data.uses.map(id => watching.get(id.toLowerCase())).filter(file => file !== undefined);
    if (own.length === 0) return each;
    for (const file of own) used.add(file.data.fileId);
    const last = own.at(-1)!.data;
    return {
      ...each,
      data: {
        ...each.data,
        monitors: last.monitors,
        port: last.port,
        hosts: [...new Set([...each.data.hosts, ...last.hosts])],
      },
    };
  });
  return {
    servers: distinct(
      started.filter(each =>
        each.data.file === undefined
          ? true
          : !used.has(each.data.file) &&
            !commented.has(each.data.file.id.toLowerCase()) &&
            !isKeptBeside(each, started),
      ),
    ),
    sentinels: watched.filter(
      ({ data }) =>
        (data.fileId === undefined ||
          (!used.has(data.fileId) && !commented.has(data.fileId.toLowerCase()))) &&
        data.monitors.length > 0,
    ),
  };
}

/**
 * True for a file that stands for a server of a composition below whose folder it lies, where the commands of that composition
 * write the files themselves: it is what was used before, or an example.
 */
function isKeptBeside({ uri, data }: Of<ServerData>, servers: readonly Of<ServerData>[]): boolean {
  return servers.some(
    ({ uri: holder, data: { makesFile, name, hosts } }) =>
      makesFile === true &&
      uri.startsWith(folderOfUri(holder).replace(/(?<=.)$/, '/')) &&
      (data.master?.host === '' ||
        [name, ...hosts].some(host => host !== '' && (host === data.master?.host || host === data.name))),
  );
}

/** A server whose config file is made when it starts, or lies in its image: what may stand in it is not told. */
function withUnknown(each: Of<ServerData>): Of<ServerData> {
  const unknown = MAY_BE_THERE.map(
    (key): Written => ({ key, raw: undefined, keyOrigin: each.origin, origin: each.origin }),
  );
  return { ...each, data: { ...each.data, written: [...unknown, ...each.data.written] } };
}

const MAY_BE_THERE = [
  ...['requirepass', 'masterauth', 'masteruser', 'protected-mode', 'maxmemory', 'maxmemory-policy'],
  ...['appendonly', 'appendfsync', 'save', 'min-replicas-to-write', 'min-replicas-max-lag'],
  ...['replica-priority', 'replica-read-only', 'repl-backlog-size', 'repl-timeout'],
];

/** Of two files of one folder with one address and port the first: somebody starts the one or the other. */
function distinct(servers: readonly Of<ServerData>[]): readonly Of<ServerData>[] {
  const seen = new Set<string>();
  return servers.filter(({ uri, data }) => {
    const [host] = data.hosts;
    if (data.file === undefined || host === undefined || data.file.id !== uri) return true;
    const place = `${folderOfUri(uri)} ${host}:${data.port}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** A file with the lines of what it includes at their place; includes of includes are not followed further than two. */
function withIncludes(
  each: Of<ServerData>,
  files: ReadonlyMap<string, Of<ServerData>>,
  used: Set<unknown>,
  depth = 0,
): Of<ServerData> {
  const includes = each.data.file?.includes ?? [];
  if (includes.length === 0 || depth > 2) return each;
  let { written, master } = each.data;
  for (const { text, origin } of includes) {
    const base = text.slice(text.lastIndexOf('/') + 1).toLowerCase();
    const near = resolvedUri(each.uri, text) ?? `${folderOfUri(each.uri)}/${base}`;
    const found =
      files.get(near.toLowerCase()) ?? files.get(`${folderOfUri(each.uri)}/${base}`.toLowerCase());
    if (found === undefined || found === each) continue;
    const inner = withIncludes(found, files, used, depth + 1);
    used.add(found.data.file);
    const isBefore = (one: Written) =>
      one.origin.unit === origin.unit && one.origin.span.start < origin.span.start;
    written = [...written.filter(isBefore), ...inner.data.written, ...written.filter(one => !isBefore(one))];
    master ??= inner.data.master;
  }
  return { ...each, data: { ...each.data, written, master } };
}
