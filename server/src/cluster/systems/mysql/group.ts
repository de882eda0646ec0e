import { folderOf, nameOf } from './data.js';

/** What is grouped: where it stands and what tells it from its like. */
export interface Grouped {
  readonly folder: string;
  readonly label: string;
  readonly group?: string | undefined;
}

/**
 * Puts those together that belong to each other. Two do when they stand near each other and `belong` says so, unless one
 * of the group is the same node again (`twins`): a copy of the whole elsewhere is a cluster of its own.
 */
export function grouped<T extends Grouped>(
  all: readonly T[],
  belong: (a: T, b: T) => boolean,
  twins: (a: T, b: T) => boolean,
): T[][] {
  const groups: T[][] = [];
  for (const each of all) {
    const group = groups.find(
      members =>
        members.some(other => near(each, other) && belong(each, other)) &&
        !members.some(other => twins(each, other)),
    );
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

/** In one folder or file, in folders beside each other, or services of one file. */
export function near(a: Grouped, b: Grouped): boolean {
  if (a.group !== undefined && a.group === b.group) return true;
  // What one resource or chart declares is whole.
  if (a.group?.includes('#') === true || b.group?.includes('#') === true) return false;
  if (a.folder === b.folder) return true;
  if (a.folder === '' || b.folder === '') return false;
  // What stands within a file is no neighbour of the files beside it.
  const service = a.group !== undefined || b.group !== undefined;
  if (!service && isWithin(a.folder) !== isWithin(b.folder)) return false;
  return folderOf(nodeFolder(a.folder)) === folderOf(nodeFolder(b.folder));
}

/** True for the folder of what stands within a manifest or compose file. */
export function isWithin(folder: string): boolean {
  return /\.ya?ml(?:\.[a-z0-9]+)?$/i.test(folder);
}

/** The folder of a node: `n1` of `n1/conf.d` and `n1/etc/mysql`. */
export function nodeFolder(folder: string): string {
  let at = folder;
  while (/^(?:conf|etc|mysql|mariadb|cfg|config|.*\.d)$/.test(nameOf(at)) && folderOf(at) !== '')
    at = folderOf(at);
  return at === '' ? folder : at;
}

const ROLE = /(master|source|primary|leader|writer|slave|replica|secondary|standby|follower|reader)/;

/** What a name says of a server: `mysql-master` takes writes, `replica2` follows. */
export function roleOf(name: string): 'source' | 'replica' | undefined {
  const found = ROLE.exec(name.toLowerCase())?.[1];
  if (found === undefined) return undefined;
  return /master|source|primary|leader|writer/.test(found) ? 'source' : 'replica';
}

/** True where two names are those of siblings: `node1` and `node2`, `mysql-master` and `mysql-slave`. */
export function siblings(a: string, b: string): boolean {
  if (a === b) return false;
  const stem = (name: string) =>
    name
      .toLowerCase()
      .replace(ROLE, '')
      .replace(/\d+/g, '#')
      .replace(/[-_.]+/g, '');
  const told = (name: string) => /\d/.test(name) || ROLE.test(name.toLowerCase());
  return told(a) && told(b) && stem(a).replace(/#/g, '') === stem(b).replace(/#/g, '');
}
