import type { TopologyAnswer, TopologyQuestion, TopologySnapshot } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';
import { clustersOf } from './clusters-of.js';

export async function snapshotTopology(
  { uri }: Extract<TopologyQuestion, { kind: 'snapshot' }>,
  { analyzer }: PanelContext<TopologyAnswer>,
): Promise<Answered<TopologySnapshot>> {
  const clusters = clustersOf(analyzer.landscapeOf(uri), uri);
  return {
    kind: 'snapshot',
    version: 0,
    clusters: clusters.map(({ id, name }) => ({ id, title: name })),
  };
}
