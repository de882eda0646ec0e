import type { Landscape } from '../../cluster/index.js';
import type { Cluster } from '../../cluster/model.js';
import { canonicalUri } from '../../project/uri.js';

/**
 * The clusters that a file speaks of. A service that coordinates another cluster stands in that one's picture, so it
 * comes after those that it coordinates.
 */
export function clustersOf(landscape: Landscape | undefined, given: string): readonly Cluster[] {
  if (landscape === undefined) return [];
  const uri = canonicalUri(given);
  const { clusters } = landscape;
  const own = clusters.filter(cluster => speaksOf(cluster, uri));
  const keepers = new Set(own.map(({ id }) => id));
  const kept = clusters.filter(
    each => each.coordination?.cluster !== undefined && keepers.has(each.coordination.cluster),
  );
  const keeps = new Set(kept.map(({ coordination }) => coordination!.cluster));
  return [
    ...new Set([
      ...own.filter(({ id }) => !keeps.has(id)),
      ...kept,
      ...own.filter(({ id }) => keeps.has(id)),
    ]),
  ];
}

function speaksOf({ sources, routers, clients, origin }: Cluster, uri: string): boolean {
  return (
    sources.includes(uri) ||
    origin.unit.uri === uri ||
    routers.some(router => router.origin.unit.uri === uri) ||
    clients.some(client => client.origin.unit.uri === uri)
  );
}

/** Every file that a cluster's picture is put together from: its own, and those of what coordinates it. */
export function sourcesOf(cluster: Cluster, all: readonly Cluster[]): readonly string[] {
  const keeper = all.find(({ id }) => id === cluster.coordination?.cluster);
  return [
    ...new Set([
      ...cluster.sources,
      ...(keeper?.sources ?? []),
      ...cluster.routers.map(({ origin }) => origin.unit.uri),
      ...cluster.clients.map(({ origin }) => origin.unit.uri),
    ]),
  ];
}
