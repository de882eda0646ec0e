import type { Member } from '../../../cluster/model.js';
import { KEYS } from '../../kit/writes.js';

/** Data centres by name, in the order in which members name them. */
export function sitesOf(members: readonly Member[]): readonly string[] {
  return [...new Set(members.map(siteOf))];
}

export function siteOf({ site }: Member): string {
  return site.zone ?? site.region ?? '';
}

/** Members of which no file says where they stand are taken to stand where all others do. */
export function withSites(members: readonly Member[]): readonly Member[] {
  const known = [...new Set(members.map(siteOf))].filter(site => site !== '');
  if (known.length !== 1) return members;
  return members.map(member =>
    siteOf(member) === '' ? { ...member, site: { ...member.site, zone: known[0]! } } : member,
  );
}

/**
 * Which nodes hold each key: along the ring from a place that differs from key to key, other racks before those that have
 * one already, as NetworkTopologyStrategy does
 * (https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#replication-strategy).
 *
 * @param copies Per data centre how many; `''`: wherever the ring leads.
 */
export function placeCopies(
  members: readonly Member[],
  copies: Readonly<Record<string, number>>,
): readonly number[] {
  return Array.from({ length: KEYS }, (_, key) => {
    let set = 0;
    for (const [site, count] of Object.entries(copies)) {
      const own = members.flatMap((member, p) => (site === '' || siteOf(member) === site ? [p] : []));
      const ring = own.map((_, i) => own[(i + key) % own.length]!);
      const racks = new Set<string | undefined>();
      const first = ring.filter(p => {
        const { rack } = members[p]!.site;
        if (site === '' || rack === undefined) return true;
        return !racks.has(rack) && racks.add(rack);
      });
      for (const p of [...first, ...ring.filter(p => !first.includes(p))].slice(0, count)) set |= 1 << p;
    }
    return set;
  });
}
