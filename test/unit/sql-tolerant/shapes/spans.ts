import type { QueryShape, Value } from '../../../../server/src/sql/ast/shape.js';

/** Values that do not say their own text, and parts that lie outside of their query. */
export function misplacedShapes(shapes: readonly QueryShape[], text: string): string[] {
  const wrong: string[] = [];
  for (const shape of shapes) visit(shape, text, shape.span, wrong);
  return wrong;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function visit(node: unknown, text: string, within: Span, wrong: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) visit(item, text, within, wrong);
    return;
  }
  if ('span' in node) {
    const span = node.span as Span;
    const inside = within.start <= span.start && span.start <= span.end && span.end <= within.end;
    if (!inside)
      wrong.push(`${JSON.stringify(node).slice(0, 200)} lies outside of ${within.start}-${within.end}`);
    if ('text' in node && (node as Value).text !== text.slice(span.start, span.end))
      wrong.push(`${(node as Value).text} stands on ${text.slice(span.start, span.end)}`);
  }
  for (const [key, value] of Object.entries(node)) if (key !== 'span') visit(value, text, within, wrong);
}
