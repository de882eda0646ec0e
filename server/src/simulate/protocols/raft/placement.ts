import type { Member } from '../../../cluster/model.js';

/**
 * Where the copies of one range, region or tablet stand: as far apart as the members' sites allow, those of the home first. The
 * rule of the placement drivers: of all that are left, the member that shares least with the chosen ones
 * (https://www.cockroachlabs.com/docs/stable/configure-replication-zones#how-zone-configurations-work).
 */
export function placeCopies(
  members: readonly Member[],
  count: number,
  home?: { readonly region: string; readonly copies: number },
): readonly Member[] {
  const chosen: Member[] = [];
  const take = (from: readonly Member[], most: number) => {
    while (chosen.length < most) {
      const left = from.filter(member => !chosen.includes(member));
      if (left.length === 0) return;
      chosen.push(
        left.reduce((best, each) => (nearness(each, chosen) < nearness(best, chosen) ? each : best)),
      );
    }
  };
  if (home !== undefined) {
    take(
      members.filter(({ site }) => site.region === home.region),
      Math.min(home.copies, count),
    );
    take(
      members.filter(({ site }) => site.region !== home.region),
      count,
    );
  }
  take(members, count);
  return chosen;
}

function nearness({ site }: Member, chosen: readonly Member[]): number {
  let sum = 0;
  for (const { site: other } of chosen) {
    const region = site.region === other.region;
    const zone = region && site.zone === other.zone;
    sum += region ? 1 : 0;
    if (zone) sum += 100;
    if (zone && site.rack === other.rack) sum += 10_000;
    if (site.host !== undefined && site.host === other.host) sum += 1_000_000;
  }
  // Regions are told apart before anything else.
  const same = chosen.filter(({ site: other }) => other.region === site.region).length;
  return sum + same * same * 50;
}
