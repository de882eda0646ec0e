import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { elk } from './elk.js';
import type { TopologyEdge } from './graph.js';

/** More machines than this are told apart better in rows than in layers. */
const MAX_LAYERED = 40;

export interface LayeredCells {
  readonly width: number;
  readonly height: number;
  /** In the order of the cells. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/**
 * Machines among which data goes on from one to the next (a replica of a replica), in layers from left to right. Undefined:
 * nothing goes on that way, or too much; then rows tell as much and take less room.
 * @param cells Ids of the nodes of each machine.
 */
export async function layeredCells(
  cells: readonly (readonly string[])[],
  sizes: readonly { readonly width: number; readonly height: number }[],
  edges: readonly TopologyEdge[],
): Promise<LayeredCells | undefined> {
  if (cells.length < 3 || cells.length > MAX_LAYERED) return undefined;
  const cellOf = new Map(cells.flatMap((ids, cell) => ids.map(id => [id, cell] as const)));
  const flows = edges.flatMap(({ from, to, kind, bothWays }) => {
    const [a, b] = [cellOf.get(from), cellOf.get(to)];
    if (a === undefined || b === undefined || a === b || bothWays || kind === 'coordination') return [];
    return [[a, b] as const];
  });
  if (!goesOn(flows) || edges.some(({ bothWays }) => bothWays)) return undefined;
  const engine = await elk();
  const input: ElkNode = {
    id: 'cells',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.spacing.nodeNode': '48',
      'elk.layered.spacing.nodeNodeBetweenLayers': '96',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
    },
    children: sizes.map(({ width, height }, i) => ({ id: `cell ${i}`, width, height })),
    edges: flows.map(([a, b], i) => ({ id: `flow ${i}`, sources: [`cell ${a}`], targets: [`cell ${b}`] })),
  };
  const placed = await engine.layout(input);
  const byId = new Map((placed.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    places: sizes.map((_, i) => byId.get(`cell ${i}`) ?? { x: 0, y: 0 }),
  };
}

/** True where somebody passes on what it gets. */
function goesOn(flows: readonly (readonly [number, number])[]): boolean {
  const givers = new Set(flows.map(([from]) => from));
  return flows.some(([, to]) => givers.has(to));
}
