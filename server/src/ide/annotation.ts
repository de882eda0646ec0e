import type { Analyzer } from '../analyzer/types.js';
import type { Position } from '../text/span.js';
import { annotationsOf } from '../workload/facts/index.js';
import { unitAt } from './at.js';
import { factText } from './figures.js';
import { code } from './places.js';
import type { Hover } from './types.js';

/** What a fact in a comment means and comes to: `1B/day` is 11,574/s. */
export function factHover(analyzer: Analyzer, uri: string, at: Position): Hover | undefined {
  const place = unitAt(analyzer, uri, at);
  if (place === undefined) return undefined;
  const { unit, offset } = place;
  for (const { entries } of annotationsOf(unit)) {
    for (const { key, value, keySpan, valueSpan } of entries) {
      if (offset < keySpan.start || offset > valueSpan.end) continue;
      const { start } = unit.piece;
      return {
        markdown: `${code(key.name)} = ${factText(key, value)}\n\n${key.documentation}`,
        range: analyzer.rangeOf(uri, start + keySpan.start, start + valueSpan.end),
      };
    }
  }
  return undefined;
}
