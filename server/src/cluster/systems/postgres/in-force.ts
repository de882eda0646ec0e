import type { Fragment } from '../../module.js';
import type { Evidence, PostgresData } from './data.js';
import { isNear } from './evidence.js';

/**
 * Fragments without configs that no server reads: what containers have in `/docker-entrypoint-initdb.d` alone (the
 * entrypoint of the official image runs scripts and SQL there and ignores other files), and below `/etc` alone, where that
 * image looks for a file only if `config_file` or `hba_file` names it, and for recovery.conf never. Where a script near by
 * copies configs all of them stay.
 */
export function inForce(fragments: readonly Fragment<PostgresData>[]): readonly Fragment<PostgresData>[] {
  return mounted(fragments.filter(each => !isUnread(each, fragments)));
}

/**
 * True for access rules that the Dockerfile of their folder puts below `/etc/postgresql`, where nothing around names them:
 * the server reads those of its data folder. https://www.postgresql.org/docs/current/runtime-config-file-locations.html
 */
function isUnread(
  { uri, data }: Fragment<PostgresData>,
  fragments: readonly Fragment<PostgresData>[],
): boolean {
  if (data.kind !== 'hba') return false;
  const folder = folderOf(decodeURIComponent(uri).toLowerCase());
  const told = fragments.flatMap(({ data: each }) => (each.kind === 'evidence' ? [each] : []));
  const isAside = told.some(each => each.tells === 'hba aside' && each.folder.toLowerCase() === folder);
  return (
    isAside &&
    !told.some(
      each =>
        (each.tells === 'hba file' || each.tells === 'hba copied') &&
        isNear(each.folder.toLowerCase(), folder),
    )
  );
}

function mounted(fragments: readonly Fragment<PostgresData>[]): readonly Fragment<PostgresData>[] {
  const services = fragments.flatMap(({ data }) => (data.kind === 'service' ? [data] : []));
  const atFirst = new Set(services.flatMap(service => service.atFirst));
  const aside = new Set(services.flatMap(service => service.aside));
  if (atFirst.size === 0 && aside.size === 0) return fragments;
  const elsewhere = services.flatMap(({ mounts, atFirst: own, aside: other }) =>
    mounts.filter(path => !own.includes(path) && !other.includes(path)),
  );
  return fragments.filter(({ uri, data }) => {
    const path = decodeURIComponent(uri).toLowerCase();
    if (!/\.conf(?:\.\w+)?$/.test(path) || data.kind === 'evidence') return true;
    const isBelow = (folder: string) => path === folder || path.startsWith(`${folder}/`);
    if (elsewhere.some(isBelow)) return true;
    const tells = (place: string, ...what: readonly Evidence['tells'][]) => {
      const around = folderOf(place);
      return fragments.some(
        ({ data: each }) =>
          each.kind === 'evidence' && what.includes(each.tells) && isNear(each.folder, around),
      );
    };
    const first = [...atFirst].find(isBelow);
    if (first !== undefined) return tells(first, 'copies', 'points', 'hba file');
    // A recovery.conf beside one that is mounted, and not mounted itself, is in no container either.
    const isLeft = data.kind === 'conf' && data.part === 'recovery';
    const other = [...aside].find(place => isBelow(place) || (isLeft && folderOf(place) === folderOf(path)));
    if (other === undefined || isLeft) return other === undefined || tells(other, 'copies');
    if (data.kind === 'hba') return tells(other, 'copies', 'hba file');
    return data.kind !== 'conf' || tells(other, 'copies', 'points');
  });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
