/** From one moment to another, in ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The spans in which two lists of spans, each in order, both are; of more than no length. */
export function overlapOf(a: readonly Span[], b: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [one, other] = [a[i]!, b[j]!];
    const fromMs = Math.max(one.fromMs, other.fromMs);
    const toMs = Math.min(one.toMs, other.toMs);
    if (fromMs < toMs) found.push({ fromMs, toMs });
    if (one.toMs < other.toMs) i++;
    else j++;
  }
  return found;
}

/** Joins spans that touch or overlap. */
export function unionOf(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined[joined.length - 1];
    if (last && span.fromMs <= last.toMs)
      joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
    else joined.push(span);
  }
  return joined;
}

/** What is left of spans, in order, where others, in order, are not. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  return spans.flatMap(span => {
    const left: Span[] = [];
    let fromMs = span.fromMs;
    for (const other of others) {
      if (other.toMs <= fromMs || other.fromMs >= span.toMs) continue;
      if (other.fromMs > fromMs) left.push({ fromMs, toMs: other.fromMs });
      fromMs = Math.max(fromMs, other.toMs);
    }
    return fromMs < span.toMs ? [...left, { fromMs, toMs: span.toMs }] : left;
  });
}

/** Length of all together, in ms. */
export function lengthOf(spans: readonly Span[]): number {
  return unionOf(spans).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
