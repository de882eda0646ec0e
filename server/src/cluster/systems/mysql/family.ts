import type { ConfigFormat, Fragment } from '../../module.js';
import type { Source } from '../../source.js';
import type { Version } from '../../version.js';
import { type FamilyDraft, type Flavour, folderOf, type MysqlDraft, type ServerDraft } from './data.js';
import { pathOf } from './my-cnf.js';

/** What families of servers tasks and scripts install, or take from a repository of packages. */
export const FAMILIES: ConfigFormat<MysqlDraft> = {
  title: 'packages of MySQL and MariaDB',
  detects: source => mayInstall(source) && familyIn(source) !== undefined,
  read: source => {
    const data: FamilyDraft = {
      kind: 'family',
      path: pathOf(source),
      flavour: familyIn(source)!,
      origin: source.top,
    };
    return [{ system: 'mysql', uri: source.uri, origin: source.top, data }];
  },
};

/**
 * A family and a version that can both be so. MySQL has had 5.x, 8.x and 9.x; from 10 on, and before that with 5.x alone, it is
 * MariaDB's. What does not fit is not known.
 */
export function fitting<T extends Flavour | undefined>(
  flavour: T,
  version: Version | undefined,
): { readonly flavour: T | Flavour; readonly version: Version | undefined } {
  const [major] = version ?? [];
  if (major === undefined) return { flavour, version };
  if (major >= 10) return { flavour: 'mariadb', version };
  const isKnown = major === 5 || (flavour !== 'mariadb' && (major === 8 || major === 9));
  return { flavour, version: isKnown ? version : undefined };
}

/**
 * Option files for which the role that they belong to installs MariaDB alone: that goes before an image of MySQL somewhere
 * else in the project, and the version of that one is not theirs.
 */
export function withFamilies(fragments: readonly Fragment<MysqlDraft>[]): readonly Fragment<MysqlDraft>[] {
  const told = new Map<string, Set<Flavour | 'both'>>();
  for (const { data } of fragments) {
    if (data.kind !== 'family') continue;
    const place = placeOf(data.path);
    told.set(place, (told.get(place) ?? new Set()).add(data.flavour));
  }
  if (told.size === 0) return fragments;
  return fragments.map(fragment => {
    const { data } = fragment;
    if (data.kind !== 'server' || data.service !== undefined) return fragment;
    const families = told.get(placeOf(data.path));
    if (families?.size !== 1 || !families.has('mariadb') || data.flavour === 'mariadb') return fragment;
    return { ...fragment, data: ofMariadb(data) };
  });
}

function ofMariadb(draft: ServerDraft): ServerDraft {
  return { ...draft, ...fitting('mariadb', draft.version?.[0] === 5 ? undefined : draft.version) };
}

/** The folder of the role that a file belongs to; of others, their own. */
function placeOf(path: string): string {
  return /^(?:.*\/)?roles\/[^/]+(?=\/)/.exec(path)?.[0] ?? folderOf(path);
}

function mayInstall({ name, text, embedding }: Source): boolean {
  return (
    embedding === undefined &&
    text.length < MAX_LENGTH &&
    (/\.(?:ya?ml|sh|bash|repo|list)(?:\.\w+)*$/.test(name) || /dockerfile/i.test(name)) &&
    /maria|mysql|percona/i.test(text)
  );
}

const MAX_LENGTH = 200_000;

function familyIn({ text }: Source): FamilyDraft['flavour'] | undefined {
  const mariadb = MARIADB.test(text);
  const mysql = MYSQL.test(text);
  return mariadb ? (mysql ? 'both' : 'mariadb') : mysql ? 'mysql' : undefined;
}

const MARIADB =
  /^(?![ \t]*#).*(?:\bmariadb-(?:galera-)?server\b|\bmariadb_repo_setup\b|\b(?:yum|archive|mirror|deb)\.mariadb\.(?:org|com)\/|\bmariadb\.org\/|\bdlm\.mariadb\.com\/)/im;
const MYSQL =
  /^(?![ \t]*#).*(?:\b(?:mysql-(?:community-)?server|percona-server-server|percona-xtradb-cluster)\b|\brepo\.mysql\.com\/)/im;
