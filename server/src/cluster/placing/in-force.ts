import type { Fragment } from '../module.js';
import { carriedOut } from './carried-out.js';
import type { Mention, PlacingData, Shelf } from './model.js';
import { isUntoldName } from './words.js';

/** Fragments of files that are put in place as far as anybody can tell, and of those that nothing puts in place. */
export interface InForce {
  readonly live: readonly Fragment[];
  readonly idle: readonly Fragment[];
}

/**
 * Tells apart what a role keeps and none of its tasks, nor anything else in the project, puts in place: left-over copies, twins
 * of another role's, what tasks that were commented out once did. Files of a role of which not all tasks are known, or that
 * carries out what nobody shows, count as in place.
 */
export function inForce(fragments: readonly Fragment[]): InForce {
  const told: Fragment<PlacingData>[] = [];
  const others: Fragment[] = [];
  for (const each of fragments)
    if (each.system === 'placing') told.push(each as Fragment<PlacingData>);
    else others.push(each);
  const placing = carriedOut(told);
  const mains = new Set(placing.flatMap(({ data }) => (isMain(data) ? [data.role!] : [])));
  for (const role of pickedFrom(placing, others)) mains.add(role);
  const kept = new Map<string, Kept>();
  for (const { system, uri } of mains.size === 0 ? [] : others) {
    if (FACTS.has(system) || kept.has(uri)) continue;
    const file = keptAt(uri, mains);
    if (file !== undefined) kept.set(uri, file);
  }
  if (kept.size === 0) return { live: others, idle: [] };
  const placed = placedAmong(
    [...kept.values()],
    placing,
    new Set(others.map(({ uri }) => uri.toLowerCase())),
  );
  if (placed.size === kept.size) return { live: others, idle: [] };
  const live: Fragment[] = [];
  const idle: Fragment[] = [];
  for (const each of others) {
    const file = kept.get(each.uri);
    (file === undefined || placed.has(file) ? live : idle).push(each);
  }
  return { live, idle };
}

/** What fragments of these kinds tell holds wherever their file lies. */
export const FACTS: ReadonlySet<string> = new Set([
  'images',
  'overlays',
  'trial',
  'claims',
  'broken',
  'walls',
]);

/** A file that a role keeps. */
interface Kept {
  readonly role: string;
  readonly shelf: Shelf;
  /** Below the shelf, in lower case. */
  readonly path: string;
  readonly name: string;
  /** The name, and the one without what marks it as a template. */
  readonly names: readonly string[];
}

/** Roles of which the tasks begin where Ansible begins: only of those it is known what they do. */
function isMain({ role, tasks }: PlacingData): boolean {
  return role !== undefined && (tasks === 'main.yml' || tasks === 'main.yaml');
}

/**
 * Folders called after roles that hold no tasks, of which a play itself picks files by their paths: what it does not pick is
 * put in place by nobody.
 */
function pickedFrom(
  placing: readonly Fragment<PlacingData>[],
  others: readonly Fragment[],
): ReadonlySet<string> {
  const picked = new Set<string>();
  for (const { data } of placing)
    for (const { path } of data.role === undefined ? data.mentions : []) {
      const name = /(?:^|\/)roles\/([\w.-]+)\/(?:templates|files)\/[^/*]+\.\w+$/.exec(path)?.[1];
      if (name !== undefined) picked.add(name);
    }
  const roles = new Set<string>();
  if (picked.size === 0) return roles;
  const whole = new Set(placing.flatMap(({ data }) => data.role ?? []));
  for (const { uri } of others) {
    const role = /^(.*\/roles\/([\w.-]+))\/(?:templates|files)\//.exec(uri);
    if (role !== null && picked.has(role[2]!.toLowerCase()) && !whole.has(role[1]!)) roles.add(role[1]!);
  }
  return roles;
}

/** Roles among some that carry out what the project does not show: what that does is not known. */
function openAmong(
  roles: ReadonlySet<string>,
  placing: readonly Fragment<PlacingData>[],
): ReadonlySet<string> {
  const open = new Set<string>();
  const names = new Set<string>();
  const files = new Set<string>();
  for (const { data } of placing) {
    if (data.role === undefined) continue;
    names.add(data.role);
    if (data.tasks !== undefined) files.add(nameOf(data.tasks));
  }
  const shown = new Set([...names].map(nameOf));
  for (const { data } of placing) {
    const { role, tasks, runs } = data;
    if (tasks === undefined || runs.length === 0 || !roles.has(role!) || open.has(role!)) continue;
    if (!runs.every(run => isShown(run, shown, files))) open.add(role!);
  }
  return open;
}

/** True for a role or a file of tasks that the project holds. Variables in the name of a file choose one of the role's own. */
function isShown(run: string, roles: ReadonlySet<string>, files: ReadonlySet<string>): boolean {
  // Begins a role that is told of beside it.
  if (run.startsWith('from:')) return true;
  const name = nameOf(run.slice(run.indexOf(':') + 1));
  if (run.startsWith('role:')) return roles.has(name) || roles.has(name.slice(name.lastIndexOf('.') + 1));
  return name.includes('*') ? run !== 'tasks:*' : files.has(name);
}

function keptAt(uri: string, roles: ReadonlySet<string>): Kept | undefined {
  for (const shelf of ['templates', 'files'] as const) {
    for (let at = uri.indexOf(`/${shelf}/`); at !== -1; at = uri.indexOf(`/${shelf}/`, at + 1)) {
      const role = uri.slice(0, at);
      if (!roles.has(role)) continue;
      const path = uri.slice(at + shelf.length + 2).toLowerCase();
      const name = nameOf(path);
      return { role, shelf, path, name, names: spellingsOf(name) };
    }
  }
  return undefined;
}

/** @param uris Of all files that say something, in lower case. */
function placedAmong(
  kept: readonly Kept[],
  placing: readonly Fragment<PlacingData>[],
  uris: ReadonlySet<string>,
): ReadonlySet<Kept> {
  const placed = new Set<Kept>();
  const byName = new Map<string, Kept[]>();
  const byRole = new Map<string, Kept[]>();
  const open = openAmong(new Set(kept.map(({ role }) => role)), placing);
  for (const file of kept) {
    // Nobody speaks of a file without an ending in a way that can be told from other words.
    if (!file.name.includes('.') || open.has(file.role)) placed.add(file);
    for (const name of file.names) put(byName, name, file);
    put(byRole, file.role, file);
  }
  // What a variable is given is written out where it is given.
  let variables: ReadonlySet<string> | undefined;
  const isDefined = (name: string) =>
    (variables ??= new Set(placing.flatMap(({ data }) => data.defines))).has(name);
  // Plays repeat themselves.
  const told = new Set<string>();
  for (const { uri, data } of placing) {
    const own = data.role === undefined ? NONE : (byRole.get(data.role) ?? NONE);
    // A pattern or a folder is that of the role itself, but where a play or a script writes it out.
    const reached = data.role === undefined ? kept : own;
    for (const mention of data.mentions) {
      if (isOfSeveral(mention)) {
        if (data.role === undefined) {
          if (told.has(mention.path)) continue;
          told.add(mention.path);
        }
        for (const file of reached) if (!placed.has(file) && isWithin(mention, file)) placed.add(file);
        continue;
      }
      // A play takes what lies beside it before what a role keeps.
      if (data.role === undefined && isBeside(uri, mention, uris)) continue;
      const named = byName.get(nameOf(mention.path));
      if (named !== undefined) for (const file of meant(named, mention, data.role)) placed.add(file);
    }
    for (const { shelf, variable, ending } of own.length === 0 ? [] : data.untold) {
      if (variable !== undefined && isDefined(variable)) continue;
      for (const file of own) {
        const isOther = shelf !== undefined && shelf !== file.shelf;
        if (!isOther && (ending === undefined || file.names.some(name => name.endsWith(`.${ending}`))))
          placed.add(file);
      }
    }
  }
  return placed;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

const NONE: readonly Kept[] = [];

function isOfSeveral({ path }: Mention): boolean {
  return path.endsWith('/') || path.includes('*', path.lastIndexOf('/') + 1);
}

/**
 * Of the files of one name those that a mention means: the role's own before others', at its very place before elsewhere. What is
 * copied is not looked for among templates, nor the other way round, but where the path says so.
 */
function meant(named: readonly Kept[], { path, shelf }: Mention, role: string | undefined): readonly Kept[] {
  const same = named.filter(
    file => shelf === undefined || shelf === file.shelf || path.includes(`${file.shelf}/`),
  );
  const own = same.filter(file => file.role === role && !path.includes('roles/'));
  if (own.length === 0) return same;
  const written = path.replace(/^(?:\.{0,2}\/)*(?:(?:templates|files)\/)?/, '');
  const exact = own.filter(file => spellingsOf(file.path).includes(written));
  return exact.length > 0 ? exact : own;
}

/** True where a file of that name lies on the shelf beside the play itself. */
function isBeside(uri: string, { path, shelf }: Mention, uris: ReadonlySet<string>): boolean {
  const folder = uri.slice(0, uri.lastIndexOf('/')).toLowerCase();
  return shelf !== undefined && !path.includes('roles/') && uris.has(`${folder}/${shelf}/${path}`);
}

function isWithin({ path, shelf }: Mention, file: Kept): boolean {
  if (shelf !== undefined && shelf !== file.shelf && !path.includes(`${file.shelf}/`)) return false;
  const name = nameOf(path);
  const folder = nameOf(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  if (!isUntoldName(path)) {
    // `systemd/*.j2` of a play means no template of a role that lies in no such folder.
    const plain = shelf !== undefined && /^[\w-]+\/[^/]+$/.test(path) && folder !== file.shelf;
    if (plain && !`/${file.path}`.includes(`/${folder}/`)) return false;
    return file.names.some(each => matches(each, name));
  }
  return (
    isUntoldName(folder) ||
    folder === file.shelf ||
    folder === nameOf(file.role) ||
    folder === file.name ||
    `/${file.path}`.includes(`/${folder}/`)
  );
}

/** True for a name that has the parts of a pattern in their order, from its beginning to its end. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  const last = parts.pop()!;
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    const found = name.indexOf(parts[i]!, at);
    if (found === -1 || (i === 0 && found > 0)) return false;
    at = found + parts[i]!.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** A name as it is, and without what marks it as a template. */
function spellingsOf(name: string): readonly string[] {
  const bare = name.replace(/\.(?:j2|jinja2?|tpl|tmpl|template|erb|epp)$/, '');
  return bare === name ? [name] : [name, bare];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
