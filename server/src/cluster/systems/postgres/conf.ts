import { POSTGRES_CONF, readAssignments } from '../../../documents/readers/assignments.js';
import { conditionalSpans } from '../../../documents/templates.js';
import type { MapNode } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { ConfFile, PostgresData } from './data.js';
import { POSTGRES_PARAMETERS } from './parameters.js';

/** `postgresql.conf` under any of the names that people give it, and the files that go with it. */
export const CONF: ConfigFormat<PostgresData> = {
  title: 'postgresql.conf',
  detects: isConf,
  read: source => {
    const data = readConf(source);
    return [{ system: 'postgres', uri: source.uri, origin: source.top, data }];
  },
  assist: {
    syntax: 'assignments',
    booleans: ['on', 'off'],
    parametersAt: () => ({ table: POSTGRES_PARAMETERS }),
  },
};

/** `standby.signal` and `recovery.signal`, which may be empty. */
export const SIGNAL: ConfigFormat<PostgresData> = {
  title: 'standby.signal',
  detects: ({ name }) => name === 'standby.signal' || name === 'recovery.signal',
  read: source => [
    {
      system: 'postgres',
      uri: source.uri,
      origin: source.top,
      data: {
        kind: 'signal',
        signal: source.name === 'standby.signal' ? 'standby' : 'recovery',
        folder: folderOfSource(source),
      },
    },
  ],
};

export function readConf(source: Source): ConfFile {
  const { name, path } = source;
  const inside = holderOf(source);
  const part =
    name === 'postgresql.auto.conf' || name === 'postgresql-auto.conf'
      ? 'auto'
      : /(?:^|[_.-])recovery\.conf/.test(name)
        ? 'recovery'
        : /(?:^|\/)(?:[\w.-]*\.)?conf\.d\//.test(path)
          ? 'fragment'
          : 'main';
  const version = versionIn(source);
  return {
    kind: 'conf',
    part,
    written: withoutBranches(
      source,
      writtenIn(source, treeOf(source)).map(each => withoutPlaceholder(each, inside !== undefined)),
    ),
    version,
    ...(source.text.slice(0, 400).includes('overwritten by Patroni')
      ? { managedBy: 'patroni' as const }
      : {}),
    folder: folderOfSource(source),
    name,
    ...(inside === undefined ? {} : { label: inside.label }),
  };
}

/** The folder of a file; of one within a script or manifest a folder of its own, beside that one: `dir#script:path`. */
export function folderOfSource(source: Source): string {
  return holderOf(source)?.folder ?? folderOf(source.path);
}

/**
 * Where a file stands that is written by a script or held by a manifest: beside that one, and by its name. What is
 * written to one folder belongs together.
 */
function holderOf({ uri, path }: Source): { readonly folder: string; readonly label: string } | undefined {
  const own = decodedPath(uri);
  if (own === path) return undefined;
  const label = own.slice(own.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return { folder: `${folderOf(own)}#${label}:${folderOf(path).replaceAll('/', ':')}`, label };
}

function decodedPath(uri: string): string {
  try {
    return decodeURIComponent(uri).toLowerCase();
  } catch {
    return uri.toLowerCase();
  }
}

/** `MAX_CONNECTIONS`, `@PORT@`, `%PORT%`, `__PORT__`: something fills the value in. */
function withoutPlaceholder(written: Written, inScript: boolean): Written {
  // In a here document a dollar sign is a variable of the shell.
  if (inScript && typeof written.raw === 'string' && /\$[\w{(]/.test(written.raw)) {
    return { ...written, raw: undefined };
  }
  return typeof written.raw === 'string' &&
    /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|@[\w.]+@|%[\w.]+%|__\w+__|<[\w -]+>)$/.test(written.raw)
    ? { ...written, raw: undefined }
    : written;
}

/** What a template writes in some cases only is not known: a standby's lines and a primary's may stand in one file. */
function withoutBranches(source: Source, written: readonly Written[]): readonly Written[] {
  const branches = conditionalSpans(source.text);
  if (branches.length === 0) return written;
  const entries = treeOf(source).entries;
  return written.map((each, i) => {
    const at = entries[i]?.keySpan.start;
    const inBranch = at !== undefined && branches.some(({ start, end }) => start <= at && at < end);
    return inBranch ? { ...each, raw: undefined } : each;
  });
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function treeOf(source: Source): MapNode {
  return source.tree('postgres-conf', text => readAssignments(text, POSTGRES_CONF));
}

/** Names by which the file is known whatever it says; `.j2` and the like may follow. */
const NAMED =
  /(?:^|[_.-])postgres(?:ql)?(?:[_.-][\w.-]{0,60})?\.conf(?:\.(?:j2|in|tmpl|tpl|template|sample|erb|example|default|dist|ejs|mustache))?$|^postgresql[\w.-]{0,60}\.conf$|(?:^|[_.-])recovery\.conf(?:\.sample|\.j2|\.tmpl|\.template)?$/;

/** What a server's file sets, or shows commented out; files for the rotation of its log do not. */
const SERVER =
  /^[ \t]*#?[ \t]*(?:listen_addresses|max_connections|shared_buffers|data_directory|hba_file|wal_\w+|max_wal_\w+|synchronous_\w+|primary_\w+|standby_mode|restore_command|hot_standby\w*|archive_\w+|fsync|full_page_writes|include(?:_dir|_if_exists)?|max_\w*slot\w*|checkpoint_\w+|session_replication_role|zero_damaged_pages|ignore_checksum_failure|data_sync_retry|promote_trigger_file|synchronized_standby_slots|recovery_\w+|port)\b[ \t]*(?:=|[ \t]'|[ \t]\w)/m;

/** Files of supervisors, filters and the like of that name have sections; those of the server have none. */
const SECTION = /^\[[\w .:-]{1,60}\][ \t]*\r?$/m;

/** Lines that no other program's file has. */
const TELLING =
  /^[ \t]*(?:synchronous_standby_names|primary_conninfo|max_wal_senders|wal_level|max_replication_slots|hot_standby|wal_keep_segments|wal_keep_size|hot_standby_feedback|synchronous_commit|max_slot_wal_keep_size|full_page_writes|standby_mode|max_wal_size|checkpoint_timeout|recovery_min_apply_delay|archive_command|primary_slot_name)[ \t]*=/m;

function isConf(source: Source): boolean {
  const { name, path, text } = source;
  if (!/\.(?:conf|j2|in|tmpl|tpl|template|sample|erb|example|default|dist|ejs|mustache)$/.test(name))
    return false;
  if (/repmgr|pgpool|pgbouncer|patroni|pg_hba|pg_ident|exporter\.conf|\.ya?ml|\.json|\.toml/.test(name))
    return false;
  if (NAMED.test(name)) {
    if (SECTION.test(text)) return false;
    const isExact = /^(?:postgresql|postgresql\.auto|recovery)\.conf/.test(name);
    return SERVER.test(text) || (isExact && (text.trim() === '' || /^[ \t]*[a-z_.]+[ \t]*=/im.test(text)));
  }
  if (!name.includes('.conf') || SECTION.test(text)) return false;
  // Another name, or a fragment: only what it says can tell.
  return TELLING.test(text) && !/^[ \t]*(?:backend_hostname\d|node_id[ \t]*=|conninfo[ \t]*=)/m.test(text)
    ? true
    : /(?:^|\/)(?:postgres|pgsql|pg)[^/]*\/(?:[^/]+\/){0,4}conf\.d\/[^/]+\.conf$/.test(path) &&
        /^[ \t]*[a-z_]+[ \t]*=/m.test(text);
}

function versionIn(source: Source): ConfFile['version'] {
  const comment =
    /^#+[ \t]*(?:for[ \t]+)?postgres(?:ql)?[ \t]+(?:version[ \t]+|v)?(\d{1,2}(?:\.\d{1,2})?)\b(?![ \t]*(?:\+|or|and|to|-|only|<|>))/im.exec(
      source.text.slice(0, 2000),
    );
  if (comment) return at(source, comment[1]!, comment.index + comment[0].length - comment[1]!.length);
  const directory = /^[ \t]*data_directory[ \t]*=?[ \t]*'[^'\r\n]*\/(\d{1,2}(?:\.\d)?)\/[^'\r\n]*'/m.exec(
    source.text,
  );
  if (directory)
    return at(source, directory[1]!, source.text.indexOf(`/${directory[1]!}/`, directory.index) + 1);
  // `postgresql-13.conf.j2`, `templates/13/postgresql.conf.j2`: one of several that a role has.
  const named = /^(?:postgres(?:ql)?|pgsql|recovery)[-_.]?v?(\d{1,2}(?:\.\d)?)(?=[-_.])/.exec(source.name);
  const folder =
    named ??
    /\/(?:postgres(?:ql)?|pgsql)[/-](\d{1,2}(?:\.\d)?)\//.exec(source.path) ??
    /\/(?:templates|files)\/(?:v|pg)?(\d{1,2}(?:\.\d)?)\/[^/]+$/.exec(source.path);
  const version = folder ? parseVersion(folder[1]!) : undefined;
  return version === undefined || !isPlausible(version[0]!) ? undefined : { version, origin: source.top };
}

function at(source: Source, text: string, start: number): ConfFile['version'] {
  const version = parseVersion(text);
  return version === undefined || !isPlausible(version[0]!)
    ? undefined
    : { version, origin: source.origin({ start, end: start + text.length }) };
}

function isPlausible(major: number): boolean {
  return major >= 8 && major <= 30;
}
