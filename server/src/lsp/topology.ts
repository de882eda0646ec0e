import type { Analyzer } from '../analyzer/types.js';
import { layoutTopology, topologyGraph, topologySvg } from '../diagram/topology/index.js';
import { canonicalUri } from '../project/uri.js';
import type { TopologyResult } from '../protocol/lsp.js';

/** More clusters of one file than this are not drawn. */
const MAX_CLUSTERS = 12;

/** The clusters that a file speaks of, as pictures. */
export async function drawTopologies(analyzer: Analyzer, given: string): Promise<TopologyResult> {
  const uri = canonicalUri(given);
  const all = analyzer.landscapeOf(uri)?.clusters ?? [];
  const clusters: TopologyResult['clusters'][number][] = [];
  for (const cluster of all.filter(({ sources }) => sources.includes(uri)).slice(0, MAX_CLUSTERS)) {
    const graph = topologyGraph(cluster, all);
    const svg = topologySvg(graph, await layoutTopology(graph));
    clusters.push({ id: cluster.id, title: graph.title, svg });
  }
  return { clusters };
}
