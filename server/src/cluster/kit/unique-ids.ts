import type { Cluster } from '../model.js';

/** Files of one folder may each declare a cluster of one name: the second goes by `#2`, and so on. */
export function withUniqueIds(clusters: readonly Cluster[]): Cluster[] {
  const seen = new Map<string, number>();
  return clusters.map(cluster => {
    const count = (seen.get(cluster.id) ?? 0) + 1;
    seen.set(cluster.id, count);
    return count === 1 ? cluster : { ...cluster, id: `${cluster.id}#${count}` };
  });
}
