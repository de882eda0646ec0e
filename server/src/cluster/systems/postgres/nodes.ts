import type { Origin } from '../../../sql/reading.js';
import type { Missing, Site } from '../../model.js';
import type { Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';
import { type Conninfo, readConninfo } from './conninfo.js';
import type { ConfFile, HbaLine, PostgresData } from './data.js';

/** One server, put together from the files that it reads. */
export interface PostgresNode {
  /** Last part of its folder, or what is telling of the file's name. */
  readonly label: string;
  readonly folder: string;
  readonly uris: readonly string[];
  readonly origin: Origin;
  /** In the order in which the server reads them. */
  readonly written: readonly Written[];
  readonly version: { readonly version: Version; readonly origin: Origin } | undefined;
  readonly role: 'primary' | 'standby' | 'unknown';
  /** Where it streams from, as its files say. */
  readonly upstream: { readonly conninfo: Conninfo; readonly written: Written } | undefined;
  readonly hba: readonly HbaLine[];
  readonly managedBy: ConfFile['managedBy'];
  readonly hosts: readonly string[];
  readonly site?: Site;
  readonly missing: readonly Missing[];
  readonly recovery: ConfFile | undefined;
  /** A `standby.signal` or `standby_mode` says that it is a standby, not its name alone. */
  readonly signal: boolean;
}

type Conf = Fragment<PostgresData> & { readonly data: ConfFile };

/** The servers that config files of a project describe. */
export function nodesOf(fragments: readonly Fragment<PostgresData>[]): readonly PostgresNode[] {
  const confs = fragments.filter((each): each is Conf => each.data.kind === 'conf');
  const byPath = new Map(confs.map(conf => [pathOf(conf.data), conf]));
  const included = new Set<string>();
  for (const conf of confs) for (const path of includesOf(conf)) addIncluded(path, byPath, included);
  const mains = confs.filter(conf => conf.data.part === 'main' && !included.has(pathOf(conf.data)));
  const used = new Set(mains.map(({ data }) => data.folder));
  // A recovery.conf, an auto.conf or a conf.d may be all that was committed of a server.
  const orphans = new Map<string, Conf>();
  for (const conf of confs) {
    const { part, folder } = conf.data;
    if (part === 'main' || used.has(folder) || included.has(pathOf(conf.data))) continue;
    if (!orphans.has(folder)) orphans.set(folder, conf);
  }
  return [...mains, ...orphans.values()].map(main =>
    nodeOf(main, {
      confs,
      byPath,
      fragments,
      alone: mains.filter(({ data }) => data.folder === main.data.folder).length <= 1,
    }),
  );
}

interface Surroundings {
  readonly confs: readonly Conf[];
  readonly byPath: ReadonlyMap<string, Conf>;
  readonly fragments: readonly Fragment<PostgresData>[];
  /** No other main file stands in its folder: the files beside it are its own. */
  readonly alone: boolean;
}

function nodeOf(main: Conf, { confs, byPath, fragments, alone }: Surroundings): PostgresNode {
  const { folder } = main.data;
  const own = alone || main.data.name === 'postgresql.conf';
  const beside = own ? confs.filter(({ data }) => data.folder === folder) : [];
  const auto = beside.filter(({ data }) => data.part === 'auto' && data !== main.data);
  const recovery = beside.find(({ data }) => data.part === 'recovery');
  const pieces =
    main.data.part === 'fragment' ? beside.filter(({ data }) => data.part === 'fragment') : [main];
  const read = new Set<string>();
  const missing: Missing[] = [];
  const written = [...pieces, ...auto].flatMap(conf => inOrder(conf, byPath, read, missing, 0));
  if (recovery !== undefined && recovery.data !== main.data) written.push(...recovery.data.written);
  const uris = [
    ...new Set([
      ...[...pieces, ...auto, ...(recovery ? [recovery] : [])].map(({ uri }) => uri),
      ...[...read].flatMap(path => byPath.get(path)?.uri ?? []),
    ]),
  ];
  const files = own ? fragments.filter(({ data }) => 'folder' in data && data.folder === folder) : [];
  const signal = files.find(({ data }) => data.kind === 'signal' && data.signal === 'standby');
  const hba = files.flatMap(({ data }) => (data.kind === 'hba' ? data.lines : []));
  for (const { data, uri } of files) if (data.kind === 'signal' || data.kind === 'hba') uris.push(uri);
  const upstream = upstreamOf(written);
  const label = main.data.label ?? labelOf(main.data, alone);
  return {
    label,
    folder,
    uris,
    origin: main.origin,
    written,
    version: [main, ...pieces, ...auto].map(({ data }) => data.version).find(each => each !== undefined),
    role: roleOf({ signal: signal !== undefined, recovery: recovery?.data, written, upstream, label }),
    upstream,
    hba,
    managedBy: main.data.managedBy,
    hosts: [],
    missing,
    recovery: recovery?.data,
    signal: signal !== undefined || isStandbyMode(recovery?.data),
  };
}

/** The settings of a file with those of the files that it includes in their places. */
function inOrder(
  conf: Conf,
  byPath: ReadonlyMap<string, Conf>,
  read: Set<string>,
  missing: Missing[],
  depth: number,
): readonly Written[] {
  read.add(pathOf(conf.data));
  return conf.data.written.flatMap((each): readonly Written[] => {
    const key = each.key.toLowerCase();
    if (!key.startsWith('include')) return [each];
    if (typeof each.raw !== 'string' || each.raw === '' || each.raw === '...' || depth > 8) return [];
    const path = joined(conf.data.folder, each.raw.toLowerCase());
    if (path === undefined) return [];
    if (key === 'include_dir') {
      return [...byPath]
        .filter(([known]) => known.startsWith(`${path}/`) && !known.slice(path.length + 1).includes('/'))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([known, inner]) =>
          read.has(known) ? [] : inOrder(inner, byPath, read, missing, depth + 1),
        );
    }
    const inner = byPath.get(path);
    if (inner === undefined) {
      if (key === 'include')
        missing.push({ what: `the file ${each.raw} that it includes`, origin: each.origin });
      return [];
    }
    return read.has(path) ? [] : inOrder(inner, byPath, read, missing, depth + 1);
  });
}

function pathOf({ folder, name }: { readonly folder: string; readonly name: string }): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Paths that a file includes; a folder ends with `/`. */
function includesOf({ data }: Conf): readonly string[] {
  return data.written.flatMap(({ key, raw }) => {
    if (!/^include(?:_dir|_if_exists)?$/i.test(key) || typeof raw !== 'string') return [];
    const path = joined(data.folder, raw.toLowerCase());
    return path === undefined ? [] : [key.toLowerCase() === 'include_dir' ? `${path}/` : path];
  });
}

function addIncluded(path: string, byPath: ReadonlyMap<string, Conf>, included: Set<string>): void {
  if (!path.endsWith('/')) {
    included.add(path);
    return;
  }
  for (const known of byPath.keys()) if (known.startsWith(path)) included.add(known);
}

/** A path relative to a folder; undefined for those of a machine, except where they end like a file of the folder. */
function joined(folder: string, path: string): string | undefined {
  if (path.startsWith('/')) return pathOf({ folder, name: path.slice(path.lastIndexOf('/') + 1) });
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function upstreamOf(written: readonly Written[]): PostgresNode['upstream'] {
  const found = written.filter(({ key }) => key.toLowerCase() === 'primary_conninfo').at(-1);
  if (typeof found?.raw !== 'string') return undefined;
  const conninfo = readConninfo(found.raw);
  return conninfo === undefined ? undefined : { conninfo, written: found };
}

function roleOf(told: {
  readonly signal: boolean;
  readonly recovery: ConfFile | undefined;
  readonly written: readonly Written[];
  readonly upstream: PostgresNode['upstream'];
  readonly label: string;
}): PostgresNode['role'] {
  if (told.signal) return 'standby';
  if (isStandbyMode(told.recovery)) return 'standby';
  // A name alone is no proof where changes go by logical decoding: such a server may be a subscriber, or a second master.
  if (told.upstream === undefined && isLogical(told.written)) return 'unknown';
  if (/(?:^|[^a-z])(?:standby|replica|secondary|slave|follower)/.test(told.label)) return 'standby';
  if (/(?:^|[^a-z])(?:primary|master|leader)/.test(told.label)) return 'primary';
  if (told.upstream !== undefined && told.upstream.conninfo.hosts.length > 0) return 'standby';
  const lists = told.written.some(
    ({ key, raw }) => key.toLowerCase() === 'synchronous_standby_names' && raw !== undefined && raw !== '',
  );
  return lists ? 'primary' : 'unknown';
}

/** What a server reads apart from recovery.conf. */
export function withoutRecovery({ written, recovery }: PostgresNode): readonly Written[] {
  if (recovery === undefined) return written;
  const own = new Set(recovery.written);
  return written.filter(each => !own.has(each));
}

function isStandbyMode(recovery: ConfFile | undefined): boolean {
  const mode = recovery?.written.find(({ key }) => key.toLowerCase() === 'standby_mode')?.raw;
  return mode !== undefined && /^(?:on|true|yes|1)$/i.test(String(mode));
}

function isLogical(written: readonly Written[]): boolean {
  return written.some(
    ({ key, raw }) =>
      (/^wal_level$/i.test(key) && /^logical$/i.test(String(raw))) ||
      (/^shared_preload_libraries$/i.test(key) && /\b(?:bdr|pglogical|spock)\b/i.test(String(raw))),
  );
}

function labelOf({ folder, name }: ConfFile, alone: boolean): string {
  const stem = name
    .replace(/\.(?:j2|in|tmpl|tpl|template|sample|erb|example|default|dist|ejs|mustache)$/, '')
    .replace(/\.conf$/, '');
  const telling = stem.replace(/postgres(?:ql)?/g, '').replace(/^[._-]+|[._-]+$/g, '');
  const parts = folder
    .split('/')
    .filter(
      part =>
        !/^(?:data|pgdata|main|conf|config|etc|postgres|postgresql|pgsql|conf\.d|)$|^\d{1,2}(?:\.\d)?$/.test(
          part,
        ),
    );
  const last = parts.at(-1) ?? '';
  if (telling !== '' && (!alone || /primary|master|standby|replica|slave|leader|secondary/.test(telling)))
    return telling;
  return last === '' || /[:$]/.test(last) ? stem || 'postgres' : last;
}
