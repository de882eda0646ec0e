/** Who is tied to whom, either way. */
export type Neighbours = ReadonlyMap<string, ReadonlySet<string>>;

export function neighbours(links: Iterable<{ readonly from: string; readonly to: string }>): Neighbours {
  const found = new Map<string, Set<string>>();
  const add = (a: string, b: string) => {
    const known = found.get(a);
    if (known === undefined) found.set(a, new Set([b]));
    else known.add(b);
  };
  for (const { from, to } of links) {
    if (from === to) continue;
    add(from, to);
    add(to, from);
  }
  return found;
}

/** Everything within so many steps of a thing, itself among it: how many steps each is away. */
export function within(start: string, hops: number, tied: Neighbours): Map<string, number> {
  const distance = new Map([[start, 0]]);
  let edge = [start];
  for (let step = 1; step <= hops && edge.length > 0; step++) {
    const next: string[] = [];
    for (const each of edge)
      for (const other of tied.get(each) ?? [])
        if (!distance.has(other)) {
          distance.set(other, step);
          next.push(other);
        }
    edge = next;
  }
  return distance;
}

/** Sets of things that hang together, largest first, then by their first name; members in the order given. */
export function components(ids: readonly string[], tied: Neighbours): string[][] {
  const seen = new Set<string>();
  const inside = new Set(ids);
  const found: string[][] = [];
  for (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    const members = [id];
    for (const each of members)
      for (const other of tied.get(each) ?? [])
        if (inside.has(other) && !seen.has(other)) {
          seen.add(other);
          members.push(other);
        }
    found.push(members);
  }
  return found.sort((a, b) => b.length - a.length);
}
