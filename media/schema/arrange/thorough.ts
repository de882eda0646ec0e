import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Card, Link, Point } from '../model/scene.js';
import type { Layered } from './quick.js';

/** What the layout library is asked: layers from left to right with as few crossings as it finds. */
export function layoutRequest(cards: readonly Card[], links: readonly Link[], aspect: number): ElkNode {
  const ids = new Set(cards.map(({ id }) => id));
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.aspectRatio': String(aspect),
      'elk.spacing.nodeNode': '32',
      'elk.spacing.edgeNode': '16',
      'elk.spacing.edgeEdge': '10',
      'elk.spacing.componentComponent': '64',
      'elk.layered.spacing.nodeNodeBetweenLayers': '72',
      'elk.layered.spacing.edgeNodeBetweenLayers': '24',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    },
    children: cards.map(({ id, width, height }) => ({ id, width, height })),
    edges: links
      .filter(({ from, to, kind }) => ids.has(from) && ids.has(to) && from !== to && kind !== 'copy')
      .map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  };
}

/** What the layout library answered, in our terms. */
export function layoutResult(answer: ElkNode): Layered {
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
