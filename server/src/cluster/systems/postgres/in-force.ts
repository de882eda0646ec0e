import type { Fragment } from '../../module.js';
import type { PostgresData } from './data.js';
import { evidenceNear } from './evidence.js';

/**
 * Fragments without the configs that containers have in `/docker-entrypoint-initdb.d` alone: the entrypoint of the official
 * image runs scripts and SQL there and ignores other files. Where a script near by copies configs all of them stay.
 */
export function inForce(fragments: readonly Fragment<PostgresData>[]): readonly Fragment<PostgresData>[] {
  const services = fragments.flatMap(({ data }) => (data.kind === 'service' ? [data] : []));
  const atFirst = new Set(services.flatMap(service => service.atFirst));
  if (atFirst.size === 0) return fragments;
  const elsewhere = services.flatMap(({ mounts, atFirst: own }) =>
    mounts.filter(path => !own.includes(path)),
  );
  return fragments.filter(({ uri, data }) => {
    const path = decodeURIComponent(uri).toLowerCase();
    if (!/\.conf(?:\.\w+)?$/.test(path) || data.kind === 'evidence') return true;
    const isBelow = (folder: string) => path === folder || path.startsWith(`${folder}/`);
    const folder = [...atFirst].find(isBelow);
    if (folder === undefined || elsewhere.some(isBelow)) return true;
    const above = folder.replace(/^\w+:\/\//, '').replace(/\/[^/]*$/, '');
    return evidenceNear(fragments, above).some(({ tells }) => tells === 'copies');
  });
}
