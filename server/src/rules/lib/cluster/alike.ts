import { folderOfUri, stepsBetween } from '../../../cluster/folders.js';
import type { Cluster } from '../../../cluster/model.js';
import type { Origin } from '../../../sql/reading.js';

/** Folders this far apart are those of one project: siblings, or a file two folders below. */
const NEAR = 2;

/**
 * Clusters that are made alike, such as the shards of one sharded cluster, have one cause, said at the first of them.
 * @param found What a rule finds in a cluster, by what it would say; the origin is where it would say it.
 * @returns For each of this cluster's own, the places of the same in clusters that come later; without those that an
 * earlier cluster near by has already.
 */
export function saidFirst(
  cluster: Cluster,
  clusters: readonly Cluster[],
  found: (cluster: Cluster) => ReadonlyMap<string, Origin>,
): ReadonlyMap<string, { readonly origin: Origin; readonly later: readonly Origin[] }> {
  const at = clusters.indexOf(cluster);
  const alike = (each: Cluster) => each.system === cluster.system && areNear(each, cluster);
  const earlier = clusters.slice(0, Math.max(0, at)).filter(alike).map(found);
  const later =
    at < 0
      ? []
      : clusters
          .slice(at + 1)
          .filter(alike)
          .map(found);
  return new Map(
    [...found(cluster)].flatMap(([said, origin]) =>
      earlier.some(other => other.has(said))
        ? []
        : [[said, { origin, later: later.flatMap(other => other.get(said) ?? []) }] as const],
    ),
  );
}

function areNear({ sources: a }: Cluster, { sources: b }: Cluster): boolean {
  return a
    .slice(0, 50)
    .some(one => b.slice(0, 50).some(other => stepsBetween(folderOfUri(one), folderOfUri(other)) <= NEAR));
}
