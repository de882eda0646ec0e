import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { elk } from '../../../diagram/topology/elk.js';
import type { DiagramEdge, DiagramMode, DiagramStar } from '../../../protocol/schema-panel.js';
import type { Card } from './svg-card.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where cards and lines are, in pixels from the picture's corner. */
export interface SvgLayout {
  readonly width: number;
  readonly height: number;
  readonly cards: ReadonlyMap<string, Point>;
  /** Points of each line from its `from` to its `to`. */
  readonly lines: ReadonlyMap<string, readonly Point[]>;
}

/** From so many tables on, neatness gives way to speed. */
const MANY = 200;

/**
 * Lays cards out in layers: in ER mode what is referred to stands on the right; in star mode facts stand in the middle,
 * and dimensions on both sides of them.
 */
export async function layoutCards(
  cards: readonly Card[],
  edges: readonly DiagramEdge[],
  stars: readonly DiagramStar[],
  mode: DiagramMode,
): Promise<SvgLayout> {
  const engine = await elk();
  const turned = mode === 'star' ? turnedEdges(edges, stars) : new Set<string>();
  const fast = cards.length > MANY;
  const ids = new Map(cards.map(({ table }, i) => [table.id, `n${i}`]));
  const input: ElkNode = {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '32',
      'elk.spacing.edgeNode': '16',
      'elk.spacing.edgeEdge': '12',
      'elk.spacing.componentComponent': '48',
      'elk.layered.spacing.nodeNodeBetweenLayers': '96',
      'elk.layered.spacing.edgeNodeBetweenLayers': '28',
      'elk.padding': '[top=56,left=24,bottom=24,right=24]',
      'elk.aspectRatio': '1.5',
      ...(fast
        ? {
            'elk.layered.thoroughness': '1',
            'elk.layered.layering.strategy': 'LONGEST_PATH',
            'elk.layered.nodePlacement.strategy': 'SIMPLE',
            'elk.edgeRouting': 'POLYLINE',
            'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
          }
        : { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' }),
    },
    children: cards.map(({ width, height }, i) => ({ id: `n${i}`, width, height })),
    edges: edges
      .filter(({ from, to }) => from !== to)
      .map(({ id, from, to, label }) => {
        const [source, target] = turned.has(id) ? [to, from] : [from, to];
        return {
          id,
          sources: [ids.get(source)!],
          targets: [ids.get(target)!],
          ...(label === undefined
            ? {}
            : { labels: [{ text: label, width: label.length * 6 + 8, height: 14 }] }),
        };
      }),
  };
  const placed = await engine.layout(input);
  const keys = [...ids.keys()];
  const positions = new Map(
    (placed.children ?? []).map(({ x = 0, y = 0 }, i) => [keys[i]!, { x, y }] as const),
  );
  const lines = new Map<string, readonly Point[]>();
  for (const { id, sections } of placed.edges ?? []) {
    const points = (sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    lines.set(id, turned.has(id) ? points.reverse() : points);
  }
  for (const { id, from, to } of edges) {
    const at = from === to ? positions.get(from) : undefined;
    const card = at && cards.find(({ table }) => table.id === from);
    if (at && card) lines.set(id, loop(at, card));
  }
  return { width: placed.width ?? 0, height: placed.height ?? 0, cards: positions, lines };
}

/** A line that comes back to its own card. */
function loop({ x, y }: Point, { width }: Card): readonly Point[] {
  const right = x + width;
  return [
    { x: right, y: y + 12 },
    { x: right + 18, y: y + 12 },
    { x: right + 18, y: y + 38 },
    { x: right, y: y + 38 },
  ];
}

/** Every other dimension stands before its facts, with what hangs behind it. */
function turnedEdges(edges: readonly DiagramEdge[], stars: readonly DiagramStar[]): ReadonlySet<string> {
  const before = new Set<string>();
  const sides = new Map<string, boolean>();
  let left = false;
  for (const { dimensions } of stars) {
    for (const dimension of dimensions) {
      if (sides.has(dimension)) continue;
      sides.set(dimension, left);
      left = !left;
    }
  }
  for (const { dimensions, snowflakes } of stars) {
    for (const dimension of dimensions) if (sides.get(dimension)) before.add(dimension);
    for (const { dimension, levels } of snowflakes)
      if (sides.get(dimension)) for (const level of levels) if (!sides.has(level)) before.add(level);
  }
  return new Set(edges.filter(({ to }) => before.has(to)).map(({ id }) => id));
}
