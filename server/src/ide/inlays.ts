import type { Analyzer } from '../analyzer/types.js';
import type { Position, Range } from '../text/span.js';
import { formatRate } from '../workload/capacity.js';
import { annotationsOf } from '../workload/facts/index.js';

/** A remark that an editor shows behind a place, as if it stood there. */
export interface Inlay {
  readonly at: Position;
  readonly text: string;
}

/** Rates in comments per second, where they are written otherwise: `growth=1B/day` is 11,574/s. */
export function inlays(analyzer: Analyzer, uri: string, range: Range): Inlay[] {
  const from = analyzer.offsetAt(uri, range.start);
  const to = analyzer.offsetAt(uri, range.end);
  return analyzer.units(uri).flatMap(unit => {
    const { start, text } = unit.piece;
    if (start > to || start + text.length < from) return [];
    return annotationsOf(unit).flatMap(({ entries }) =>
      entries.flatMap(({ key, value, valueSpan: { start: begin, end } }) => {
        if (key.measure !== 'rate' || typeof value !== 'number') return [];
        if (start + end < from || start + end > to) return [];
        const perSecond = formatRate(value / (key.factor ?? 1));
        const written = text.slice(begin, end);
        if (!perSecond.endsWith('/s') || /\/s(ec(ond)?)?$/.test(written)) return [];
        return [{ at: analyzer.rangeOf(uri, start + end, start + end).start, text: `= ${perSecond}` }];
      }),
    );
  });
}
