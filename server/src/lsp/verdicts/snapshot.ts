import type { Analyzer } from '../../analyzer/types.js';
import type { Cluster } from '../../cluster/model.js';
import { sourcesOf } from '../../panel/topology/clusters-of.js';

/** What the files of a cluster said when somebody looked. */
export interface Snapshot {
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The files of a cluster as they are now; undefined: there is no such cluster any more. */
export function snapshotOf(analyzer: Analyzer, uri: string, id: string): Snapshot | undefined {
  const clusters = analyzer.landscapeOf(uri)?.clusters ?? [];
  const cluster = clusters.find(each => each.id === id);
  return cluster && { texts: textsOf(analyzer, cluster, clusters) };
}

/** True where both say the same of the same files. */
export function isSame(a: Snapshot, b: Snapshot): boolean {
  if (a.texts.size !== b.texts.size) return false;
  for (const [uri, text] of a.texts) if (b.texts.get(uri) !== text) return false;
  return true;
}

function textsOf(
  analyzer: Analyzer,
  cluster: Cluster,
  all: readonly Cluster[],
): ReadonlyMap<string, string | undefined> {
  return new Map(sourcesOf(cluster, all).map(uri => [uri, analyzer.text(uri)]));
}
