import type { Analyzer } from '../../analyzer/types.js';
import { sourcesOf } from '../../panel/topology/clusters-of.js';
import { isConfigUri } from '../../project/config.js';

/** What the files of a cluster said when somebody looked. */
export interface Snapshot {
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The files of a cluster and what the project asks of it, as they are now; undefined: there is no such cluster any more. */
export function snapshotOf(analyzer: Analyzer, uri: string, id: string): Snapshot | undefined {
  const clusters = analyzer.landscapeOf(uri)?.clusters ?? [];
  const cluster = clusters.find(each => each.id === id);
  if (cluster === undefined) return undefined;
  const files = [...sourcesOf(cluster, clusters), ...analyzer.clusterFiles(uri).filter(isConfigUri)];
  return { texts: new Map(files.map(file => [file, analyzer.text(file)])) };
}

/** True where both say the same of the same files. */
export function isSame(a: Snapshot, b: Snapshot): boolean {
  if (a.texts.size !== b.texts.size) return false;
  for (const [uri, text] of a.texts) if (b.texts.get(uri) !== text) return false;
  return true;
}
