import type { World } from '../world/world.js';
import type { NetworkPicture } from './model.js';

/**
 * What the network lets through at the moment. Hosts and clients stand in one group where a message passes between them in at
 * least one direction, or over others: a link that is cut for itself tears nothing.
 */
export function networkNow(world: World): NetworkPicture {
  const { network, options } = world;
  const { hosts } = options;
  const { length } = hosts;
  const groups = groupsOf(length, (a, b) => network.passes(a, b) || network.passes(b, a));
  const groupOf = new Map(groups.flatMap((group, at) => group.map(host => [host, at] as const)));
  const cuts: { from: string; to: string }[] = [];
  const slow: NetworkPicture['slow'][number][] = [];
  for (let a = 0; a < length; a++)
    for (let b = 0; b < length; b++) {
      if (a === b) continue;
      const [from, to] = [hosts[a]!, hosts[b]!];
      // Clients do not talk to each other.
      if (from.client && to.client) continue;
      if (!network.passes(a, b)) {
        if (groupOf.get(a) === groupOf.get(b)) cuts.push({ from: from.name, to: to.name });
        continue;
      }
      const slowness = network.slowness(a, b);
      if (slowness !== undefined) slow.push({ from: from.name, to: to.name, ...slowness });
    }
  return {
    atMs: world.now,
    groups: groups.map(group => group.map(host => hosts[host]!.name)),
    cuts,
    slow,
  };
}

/** Those that are connected, directly or over others, in the order of their first. */
function groupsOf(count: number, connected: (a: number, b: number) => boolean): number[][] {
  const groups: number[][] = [];
  const placed = new Set<number>();
  for (let first = 0; first < count; first++) {
    if (placed.has(first)) continue;
    const group = [first];
    placed.add(first);
    for (const a of group)
      for (let b = 0; b < count; b++) {
        if (placed.has(b) || !connected(a, b)) continue;
        placed.add(b);
        group.push(b);
      }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** Whether two states of the network are the same, whenever they are. */
export function isSameNetwork(a: NetworkPicture, b: NetworkPicture): boolean {
  return JSON.stringify([a.groups, a.cuts, a.slow]) === JSON.stringify([b.groups, b.cuts, b.slow]);
}
