import type { Origin } from '../../sql/reading.js';
import { commonFolder, folderOfUri, stepsBetween } from '../folders.js';
import type { Source } from '../source.js';
import { parseVersion, type Version } from '../version.js';

/** A version that some file tells, with where. */
export interface ToldVersion {
  readonly version: Version;
  readonly origin: Origin;
}

/** Folder that stands for the node which a file belongs to: above `config`, `conf` and `etc`. */
export function nodeFolder(uri: string): string {
  let folder = folderOfUri(uri);
  for (
    let i = 0;
    i < 5 &&
    /\/(?:conf|config|configs|etc|conf\.d|config\.d|users\.d|etcd|kafka|kraft|consul\.d|zookeeper|rabbitmq|clickhouse(?:-server|-keeper)?)$/i.test(
      folder,
    );
    i++
  )
    folder = folderOfUri(`${folder}`);
  return folder;
}

/** True for folders of which the files may be those of one cluster: the same, parent and child, or siblings. */
export function near(a: string, b: string): boolean {
  return stepsBetween(a, b) <= 2;
}

/** The one whose folders are the nearest; undefined where none is near, or several are equally so. */
export function closest<T>(
  all: readonly T[],
  foldersOf: (each: T) => readonly string[],
  folder: string,
): T | undefined {
  let best: T | undefined;
  let least = 3;
  for (const each of all) {
    const steps = foldersOf(each).reduce((so, other) => Math.min(so, stepsBetween(other, folder)), least + 1);
    if (steps === least) best = undefined;
    else if (steps < least) {
      best = each;
      least = steps;
    }
  }
  return best;
}

/** Of what stands in a compose file: with another one of its folder it is an alternative, not a part. */
export interface InCompose {
  readonly uri: string;
  readonly compose?: true;
}

/** True for services of two compose files in one folder: somebody starts the one or the other. */
export function areAlternatives(a: InCompose, b: InCompose): boolean {
  return (
    a.compose === true && b.compose === true && a.uri !== b.uri && folderOfUri(a.uri) === folderOfUri(b.uri)
  );
}

/** A comment at the top of a file that names the version: `# Kafka 3.9`. */
export function versionIn(source: Source, name: string): ToldVersion | undefined {
  const head = source.text.slice(0, 4000);
  const found = new RegExp(
    `^(?:#|//|<!--|;)[^\\r\\n]{0,80}?\\b${name}\\s+v?(\\d{1,4}(?:\\.\\d{1,4}){1,3})`,
    'im',
  ).exec(head);
  const version = found === null ? undefined : parseVersion(found[1]!);
  if (found === null || version === undefined) return undefined;
  const end = found.index + found[0].length;
  return { version, origin: source.origin({ start: end - found[1]!.length, end }) };
}

/** What a cluster's id ends with: its only file, or the folder that holds all of them. */
export function placeOf(uris: readonly string[]): string {
  const all = [...new Set(uris)];
  return all.length === 1 ? all[0]! : commonFolder(all.map(folderOfUri));
}

/** Last part of a folder's path, to call a node by. */
export function lastPart(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/**
 * What people call what stands in a folder: the nearest that is not only one of the folders that every project has, such as
 * `templates` and `conf.d`; undefined where there is none.
 */
export function meaningfulPart(folder: string): string | undefined {
  return folder
    .split('/')
    .filter(part => part !== '' && !isGeneric(part))
    .at(-1);
}

/** True for names that tell nobody which one is meant: of folders and files that every project has, and placeholders. */
export function isGeneric(name: string): boolean {
  return GENERIC.test(name);
}

const GENERIC =
  /^(?:templates?|files?|conf(?:ig(?:s|uration)?)?|etc|conf\.d|config\.d|my\.cnf\.d|defaults?|vars|roles|node|noname|no-?name|main|servers?|resources|docker(?:dir|-entrypoint)?|dist|src|assets|common|all|misc)$/i;

/**
 * Things that belong together, put together: those for which `together` is true of some member of the group, unless
 * `apart` is true of any. Order is kept; the work is bounded.
 */
export function gather<T>(
  all: readonly T[],
  together: (a: T, b: T) => boolean,
  apart: (a: T, b: T) => boolean = () => false,
): T[][] {
  const groups: T[][] = [];
  for (const each of all.slice(0, 2000)) {
    const matching = groups.filter(
      group => group.some(other => together(other, each)) && !group.some(other => apart(other, each)),
    );
    const [first, ...rest] = matching;
    if (first === undefined) {
      groups.push([each]);
      continue;
    }
    first.push(each);
    for (const group of rest) {
      if (group.some(one => first.some(other => apart(one, other)))) continue;
      first.push(...group);
      groups.splice(groups.indexOf(group), 1);
    }
  }
  return groups;
}
