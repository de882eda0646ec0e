import type { Cluster, Member } from '../../../cluster/model.js';

/** The groups of data nodes that hold the same fragments: the first so many nodes, the next so many. */
export function nodeGroups(cluster: Cluster, copies: number): readonly (readonly Member[])[] {
  const data = cluster.members.filter(({ role }) => role === 'data');
  if (copies < 1) return [];
  return Array.from({ length: Math.floor(data.length / copies) }, (_, i) =>
    data.slice(i * copies, (i + 1) * copies),
  );
}

/** Nodes that may decide between two halves: management nodes have rank 1, others 0, unless told otherwise. */
export function arbitratorsOf(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ role, settings }) => {
    if (role === 'data') return false;
    const rank = settings.ndb?.number('ArbitrationRank');
    return (rank ?? (role === 'witness' ? 1 : 0)) > 0;
  });
}
