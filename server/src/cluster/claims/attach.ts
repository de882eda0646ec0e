import type { Cluster } from '../model.js';
import type { Fragment } from '../module.js';
import type { Claim } from './model.js';

/**
 * Gives each claim to the clusters that it can be about. A comment speaks of the cluster that its own file configures; a
 * document of those that stand nearest to it: in its folder, else in the one above, and so on.
 */
export function attachClaims(fragments: readonly Fragment[], clusters: readonly Cluster[]): void {
  for (const { data } of fragments) {
    const claim = data as Claim;
    const able = clusters.filter(({ systems }) => claim.systems.some(system => systems.has(system)));
    const copied = able.filter(replicates);
    const about =
      claim.where === 'comment'
        ? able.filter(({ sources }) => sources.includes(claim.uri))
        : nearest(claim.uri, copied.length > 0 ? copied : able);
    if (about.length === 0) continue;
    for (const cluster of about) cluster.claims = [...(cluster.claims ?? []), { claim, about }];
  }
}

function nearest(uri: string, clusters: readonly Cluster[]): readonly Cluster[] {
  let folder = uri;
  while (folder.includes('/')) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const inside = clusters.filter(({ sources }) => sources.some(source => source.startsWith(`${folder}/`)));
    if (inside.length > 0) return inside;
  }
  return clusters;
}

/** Documents speak of what is replicated, not of a single server for tests beside it, nor of publications. */
function replicates({ members, commit, resources }: Cluster): boolean {
  if (resources.some(({ kind }) => kind === 'publication' || kind === 'subscription')) return false;
  return members.length > 1 || commit.count > 0 || resources.length > 0;
}
