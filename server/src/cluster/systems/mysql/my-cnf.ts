import { MY_CNF, readAssignments } from '../../../documents/readers/assignments.js';
import type { Entry, MapNode } from '../../../documents/tree.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { parameterTable } from '../../parameter.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { isAtLeast, isOlder, parseVersion, type Version } from '../../version.js';
import { GALERA_TABLE } from '../galera/parameters.js';
import { GROUP_REPLICATION_TABLE } from '../group-replication/parameters.js';
import { folderOf, type MysqlDraft, nameOf, resolvePath, type ServerDraft } from './data.js';
import { flavourOf } from './flavour.js';
import { MARIADB_TABLE, MYSQL_TABLE, sameVariable } from './parameters/index.js';
import { optionOf, shown, writtenOptions } from './variables.js';

const ENDING = /\.(?:cnf|ini|conf)(?:\.[a-z0-9]{1,10})?$/;
const SECTION = /^[ \t]*\[(?:mysqld|mariadb|mariadbd|galera|server)[\]@\d-]/im;

/** Option files of mysqld: my.cnf, my.ini, and what they include. */
export const MY_CNF_FORMAT: ConfigFormat<MysqlDraft> = {
  title: 'my.cnf',
  detects: isOptionFile,
  read: readOptionFile,
  assist: {
    syntax: 'assignments',
    booleans: ['ON', 'OFF'],
    parametersAt(path, source) {
      const section = path[0]?.toLowerCase();
      if (section === undefined || !isServerSection(section)) return undefined;
      return { table: flavourOf(source, []).flavour === 'mariadb' ? FOR_MARIADB : FOR_MYSQL };
    },
  },
};

function isOptionFile(source: Source): boolean {
  if (!ENDING.test(source.name) || source.name.startsWith('garb')) return false;
  if (
    /^[ \t]*\[ndb(?:d|_mgmd)[\] _]/im.test(source.text) &&
    /\.ini|^[ \t]*NoOfReplicas/im.test(`${source.name}\n${source.text}`)
  )
    return false;
  const found = SECTION.exec(source.text);
  if (found === null) return false;
  return source.name.includes('.cnf') || /mysqld|mariadb/i.test(found[0]);
}

/** Everything that may stand in a server's section, for completion and hover. */
const FOR_MYSQL = parameterTable(
  'mysql',
  [...MYSQL_TABLE.all, ...GROUP_REPLICATION_TABLE.all, ...GALERA_TABLE.all.filter(isVariable)],
  sameVariable,
);
const FOR_MARIADB = parameterTable(
  'mariadb',
  [...MARIADB_TABLE.all, ...GALERA_TABLE.all.filter(isVariable)],
  sameVariable,
);

function isVariable({ name }: { readonly name: string }): boolean {
  return !name.includes('.');
}

/** More sections of servers than that nobody writes by hand. */
const MAX_SERVERS = 1000;

function readOptionFile(source: Source): readonly Fragment<MysqlDraft>[] {
  const tree = source.tree('my.cnf', text => readAssignments(text, MY_CNF));
  const sections = tree.entries.filter(
    (entry): entry is Entry & { value: MapNode } => entry.value.kind === 'map',
  );
  const path = pathOf(source);
  const templated = /\{[{%]|<%/.test(source.text);
  const told = flavourOf(
    source,
    sections.flatMap(({ value }) => options(source, value, templated)),
  );
  const shared: Written[] = [];
  const own: { readonly name: string; readonly at: Entry; readonly written: Written[] }[] = [];
  const versioned = sections.filter(({ key }) => /^(?:mysqld|mariadbd?)-\d/i.test(key)).length;
  for (const entry of sections) {
    const name = entry.key.toLowerCase();
    const written = options(source, entry.value, templated);
    if (/^mysqld(?:\d+|@.+)$/.test(name)) {
      if (own.length < MAX_SERVERS) own.push({ name, at: entry, written });
    } else if (isServerSection(name) && appliesTo(name, told.version, versioned)) shared.push(...written);
  }
  const includes = [tree, ...sections.map(({ value }) => value)].flatMap(node => includesOf(path, node));
  const draft = (
    label: string,
    at: { start: number; end: number },
    written: readonly Written[],
  ): ServerDraft => ({
    kind: 'server',
    path,
    label,
    written,
    flavour: told.flavour,
    version: told.version,
    ...(told.origin === undefined ? {} : { versionOrigin: told.origin }),
    origin: source.origin(at),
    includes,
    templated,
  });
  const drafts =
    own.length === 0
      ? [draft(labelOf(path), firstSection(sections), shared)]
      : own.map(({ name, at, written }) => draft(name, at.keySpan, [...shared, ...written]));
  return drafts.map(data => ({ system: 'mysql', uri: source.uri, origin: data.origin, data }));
}

function firstSection(sections: readonly Entry[]): { start: number; end: number } {
  const found = sections.find(({ key }) => isServerSection(key.toLowerCase())) ?? sections[0];
  return found?.keySpan ?? { start: 0, end: 0 };
}

function options(source: Source, node: MapNode, templated: boolean): Written[] {
  const entries = node.entries.filter(({ key }) => !key.startsWith('!'));
  // Each line of it sets all options of the provider anew.
  const last = templated ? undefined : entries.filter(isProviderLine).at(-1);
  const written = entries.flatMap(entry =>
    last !== undefined && entry !== last && isProviderLine(entry)
      ? writtenOptions(source, entry).slice(0, 1)
      : writtenOptions(source, entry),
  );
  if (!templated) return written;
  // Both branches of a condition stand in the text: which one counts cannot be told.
  const times = new Map<string, number>();
  for (const { key } of written) times.set(key, (times.get(key) ?? 0) + 1);
  return written.map(each => (times.get(each.key)! > 1 ? { ...each, raw: undefined } : each));
}

function isProviderLine({ key }: Entry): boolean {
  return optionOf(key).name === 'wsrep_provider_options';
}

function isServerSection(name: string): boolean {
  return /^(?:mysqld|server|galera|mariadbd?|client-server|mysqld-\d.*|mariadbd?-\d.*|mysqld\d+|mysqld@.+)$/.test(
    name,
  );
}

/** `[mysqld-8.0]` is read by that version alone. Where ours is not known, one such section is taken for it. */
function appliesTo(section: string, version: Version | undefined, versioned: number): boolean {
  const wanted = parseVersion(/-(\d[\d.]*)$/.exec(section)?.[1] ?? '');
  if (wanted === undefined) return true;
  if (version === undefined) return versioned === 1;
  const next = [...wanted.slice(0, -1), wanted.at(-1)! + 1].join('.');
  return isAtLeast(version, wanted.join('.')) && isOlder(version, next);
}

function includesOf(path: string, node: MapNode): string[] {
  return node.entries.flatMap(({ key, value }) => {
    if (!/^!include(?:dir)?$/i.test(key) || value.kind !== 'scalar') return [];
    const file = shown(String(value.value ?? ''));
    return typeof file === 'string' && file !== '' ? [resolvePath(folderOf(path), file)] : [];
  });
}

export function pathOf(source: Source): string {
  let path = source.uri.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  try {
    path = decodeURIComponent(path);
  } catch {
    // A stray per cent sign: taken as it stands.
  }
  path = path.replace(/\\/g, '/');
  // A file within another is taken for one that stands in a folder of that one's name.
  return source.embedding === undefined ? path : `${path}/${nameOf(source.embedding.path)}`;
}

/** Name of a file without its endings: `node1` of `node1.cnf.j2`. */
export function labelOf(path: string): string {
  return nameOf(path).replace(/(?:\.[a-z0-9]{1,10}){1,2}$/i, '') || nameOf(path);
}
