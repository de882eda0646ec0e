import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { elk } from './elk.js';
import type { TopologyGraph } from './graph.js';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands, in pixels from the picture's corner. */
export interface TopologyLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  /** Points of each edge, by its id. */
  readonly edges: ReadonlyMap<string, readonly { readonly x: number; readonly y: number }[]>;
}

export const NODE = { width: 176, height: 100 } as const;

/** Lays a graph out in layers, regions and zones as boxes inside of each other. The library is loaded when first needed. */
export async function layoutTopology(graph: TopologyGraph): Promise<TopologyLayout> {
  const engine = await elk();
  const children = (parent: string | undefined): ElkNode[] => [
    ...graph.groups
      .filter(group => group.parent === parent)
      .map(group => ({
        id: `group:${group.id}`,
        children: children(group.id),
        layoutOptions: { 'elk.padding': '[top=36,left=16,bottom=16,right=16]' },
      })),
    ...graph.nodes.filter(node => node.group === parent).map(node => ({ id: `node:${node.id}`, ...NODE })),
  ];
  const input: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'POLYLINE',
      'elk.spacing.nodeNode': '40',
      'elk.layered.spacing.nodeNodeBetweenLayers': '64',
      'elk.padding': '[top=48,left=24,bottom=24,right=24]',
      'elk.json.edgeCoords': 'ROOT',
    },
    children: children(undefined),
    edges: graph.edges.map(({ id, from, to }) => ({
      id,
      sources: [`node:${from}`],
      targets: [`node:${to}`],
    })),
  };
  const placed = await engine.layout(input);
  const nodes = new Map<string, Box>();
  const groups = new Map<string, Box>();
  const walk = (list: readonly ElkNode[], left: number, top: number): void => {
    for (const { id, x = 0, y = 0, width = 0, height = 0, children: inside = [] } of list) {
      const box = { x: left + x, y: top + y, width, height };
      if (id.startsWith('group:')) groups.set(id.slice('group:'.length), box);
      else nodes.set(id.slice('node:'.length), box);
      walk(inside, box.x, box.y);
    }
  };
  walk(placed.children ?? [], 0, 0);
  const edges = new Map(
    (placed.edges ?? []).map((edge: ElkExtendedEdge) => [
      edge.id,
      (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]),
    ]),
  );
  return { width: placed.width ?? 0, height: placed.height ?? 0, nodes, groups, edges };
}
