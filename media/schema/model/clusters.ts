import { components, type Neighbours, neighbours } from './focus.js';

/** More tables than this are shown as clusters first. */
export const CLUSTERS_OVER = 300;
/** A schema of more is split where few references would be cut, and no part becomes larger. */
const MOST = 80;
/** A cluster of fewer joins the one that it has most references with. */
const LEAST = 8;
const ROUNDS = 8;

export interface Cluster {
  /** Stays the same while its schema and its most referenced table do. */
  readonly id: string;
  readonly name: string;
  readonly schema: string;
  readonly tables: readonly string[];
}

/** The tables of a schema that hang together with few others: named by no table of theirs. */
export function isRest(cluster: string): boolean {
  return cluster.endsWith(':-');
}

/** Groups tables by schema, and inside a schema by how they hang together. The same input gives the same clusters. */
export function clusters(
  tables: readonly { readonly id: string; readonly schema: string; readonly name: string }[],
  links: readonly { readonly from: string; readonly to: string }[],
): Cluster[] {
  const tied = neighbours(links);
  const names = new Map(tables.map(({ id, name }) => [id, name]));
  const schemas = new Map<string, string[]>();
  for (const { id, schema } of tables) {
    const known = schemas.get(schema);
    if (known === undefined) schemas.set(schema, [id]);
    else known.push(id);
  }
  const found: Cluster[] = [];
  for (const [schema, ids] of schemas) {
    const { groups, rest } = ids.length <= MOST ? { groups: [ids], rest: undefined } : split(ids, tied);
    for (const group of groups) {
      const hub = hubOf(group, tied);
      const alone = group.every(id => (tied.get(id)?.size ?? 0) === 0);
      found.push({
        id: `cluster:${schema}:${groups.length === 1 ? '' : group === rest ? '-' : hub}`,
        name:
          groups.length === 1
            ? schema || 'tables'
            : group !== rest
              ? (names.get(hub) ?? hub)
              : alone
                ? 'no references'
                : 'others',
        schema,
        tables: group,
      });
    }
  }
  return found.sort((a, b) => b.tables.length - a.tables.length || (a.id < b.id ? -1 : 1));
}

/** Groups that hang together; what hangs together with few others of its schema is one rest. */
function split(
  ids: readonly string[],
  tied: Neighbours,
): { readonly groups: string[][]; readonly rest: string[] | undefined } {
  const groups: string[][] = [];
  const rest: string[] = [];
  for (const members of components(ids, tied))
    for (const group of members.length <= MOST ? [members] : communities(members, tied))
      if (group.length < LEAST) rest.push(...group);
      else groups.push(group);
  if (rest.length > 0) groups.push(rest);
  return { groups, rest: rest.length > 0 ? rest : undefined };
}

/**
 * Label propagation with a limit of size: each table takes the label that most of its neighbours have, as long as there is
 * room. Tables with most references go first, so that labels grow from hubs.
 */
function communities(members: readonly string[], tied: Neighbours): string[][] {
  const inside = new Set(members);
  const degree = (id: string) => tied.get(id)?.size ?? 0;
  const order = [...members].sort((a, b) => degree(b) - degree(a) || (a < b ? -1 : 1));
  const label = new Map(members.map(id => [id, id]));
  const size = new Map(members.map(id => [id, 1]));
  const move = (id: string, to: string) => {
    const from = label.get(id)!;
    size.set(from, size.get(from)! - 1);
    size.set(to, (size.get(to) ?? 0) + 1);
    label.set(id, to);
  };
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const id of order) {
      const own = label.get(id)!;
      const votes = new Map<string, number>();
      for (const other of tied.get(id) ?? [])
        if (inside.has(other)) votes.set(label.get(other)!, (votes.get(label.get(other)!) ?? 0) + 1);
      let best = own;
      let most = votes.get(own) ?? 0;
      for (const [candidate, number] of votes)
        if (number > most && (size.get(candidate) ?? 0) < MOST) {
          best = candidate;
          most = number;
        }
      if (best === own) continue;
      move(id, best);
      moved = true;
    }
    if (!moved) break;
  }
  const groups = new Map<string, string[]>();
  for (const id of members) {
    const key = label.get(id)!;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [id]);
    else known.push(id);
  }
  return join([...groups.values()], tied);
}

/** Small groups join the group with most references to them, as long as that stays below the limit. */
function join(groups: string[][], tied: Neighbours): string[][] {
  const of = new Map<string, string[]>();
  for (const group of groups) for (const id of group) of.set(id, group);
  const kept = new Set(groups);
  for (const group of [...groups].sort((a, b) => a.length - b.length)) {
    if (group.length >= LEAST || !kept.has(group)) continue;
    const votes = new Map<string[], number>();
    for (const id of group)
      for (const other of tied.get(id) ?? []) {
        const there = of.get(other);
        if (there !== undefined && there !== group && there.length + group.length <= MOST * 1.5)
          votes.set(there, (votes.get(there) ?? 0) + 1);
      }
    const best = [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
    if (best === undefined) continue;
    for (const id of group) {
      best.push(id);
      of.set(id, best);
    }
    kept.delete(group);
  }
  return groups.filter(group => kept.has(group));
}

function hubOf(group: readonly string[], tied: Neighbours): string {
  let best = group[0]!;
  for (const id of group) {
    const more = (tied.get(id)?.size ?? 0) - (tied.get(best)?.size ?? 0);
    if (more > 0 || (more === 0 && id < best)) best = id;
  }
  return best;
}
