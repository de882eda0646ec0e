import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box, Card, Link, Point } from '../model/scene.js';
import type { Route } from './arrangement.js';

/** One run of the layout library. */
export interface ThoroughResult {
  readonly positions: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/**
 * What the layout library is asked: layers from left to right. The cards' places now are where it starts: it keeps their
 * columns, so that nothing jumps, and finds better rows and lines that cross no card.
 */
export function layoutRequest(
  cards: readonly Card[],
  links: readonly Link[],
  boxes: ReadonlyMap<string, Box>,
): ElkNode {
  const ids = new Set(cards.map(({ id }) => id));
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.aspectRatio': '1.5',
      'elk.spacing.nodeNode': '32',
      'elk.spacing.edgeNode': '16',
      'elk.spacing.edgeEdge': '10',
      'elk.spacing.componentComponent': '64',
      'elk.layered.spacing.nodeNodeBetweenLayers': '72',
      'elk.layered.spacing.edgeNodeBetweenLayers': '24',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
      'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
      'elk.layered.layering.strategy': 'INTERACTIVE',
      'elk.layered.crossingMinimization.semiInteractive': 'true',
      'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
    },
    children: cards.map(({ id, width, height }) => {
      const at = boxes.get(id);
      return { id, width, height, ...(at === undefined ? {} : { x: at.x, y: at.y }) };
    }),
    edges: links
      .filter(({ from, to, kind }) => ids.has(from) && ids.has(to) && from !== to && kind !== 'copy')
      .map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
}

/** What the layout library answered, in our terms. */
export function layoutResult(answer: ElkNode): ThoroughResult {
  const positions = new Map<string, Point>();
  for (const { id, x, y } of answer.children ?? [])
    positions.set(id, { x: Math.round(x ?? 0), y: Math.round(y ?? 0) });
  const lines = new Map<string, Point[]>();
  for (const { id, sections } of answer.edges ?? []) {
    const section = sections?.[0];
    if (section === undefined) continue;
    lines.set(id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
  }
  return { positions, routes: lines };
}

/** Routes that a run gave, moved to where its cards stand now. */
export function routesAt(
  result: ThoroughResult,
  links: readonly Link[],
  boxes: ReadonlyMap<string, Box>,
): Map<string, Route> {
  const found = new Map<string, Route>();
  for (const link of links) {
    const points = result.routes.get(link.id);
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    const at = result.positions.get(link.from);
    if (points === undefined || from === undefined || to === undefined || at === undefined) continue;
    const [dx, dy] = [from.x - at.x, from.y - at.y];
    const moved = result.positions.get(link.to)!;
    if (to.x - moved.x !== dx || to.y - moved.y !== dy) continue;
    found.set(link.id, { points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })), from, to });
  }
  return found;
}
