import { SYSTEMS } from '../../cluster/systems.js';
import type { TopologyAnswer, TopologyQuestion, TopologySnapshot } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';
import { clustersOf } from './clusters-of.js';
import { findCluster, namedCluster } from './find.js';
import { shownCluster } from './shown.js';
import { versionOf } from './version.js';

/** The clusters of a file, and one of them drawn: the one that is asked for, else the first. */
export async function snapshotTopology(
  { uri, cluster: asked }: Extract<TopologyQuestion, { kind: 'snapshot' }>,
  context: PanelContext<TopologyAnswer>,
): Promise<Answered<TopologySnapshot>> {
  const { analyzer } = context;
  const landscape = analyzer.landscapeOf(uri);
  const clusters = clustersOf(landscape, uri).map(({ id, name, system }) => ({
    id,
    title: name === '' ? SYSTEMS[system] : name,
  }));
  const version = landscape === undefined ? 0 : versionOf(analyzer, landscape);
  if (clusters.length === 0) return { kind: 'snapshot', version, clusters };
  const named = namedCluster(landscape, asked)?.id;
  const id = clusters.some(each => each.id === named) ? named : clusters[0]!.id;
  const found = findCluster(context, uri, id);
  if (!('cluster' in found)) return found;
  return { kind: 'snapshot', version, clusters, shown: await shownCluster(analyzer, found) };
}
