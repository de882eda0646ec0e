import type { Operation } from '../history/model.js';
import type { StaleSpan } from './model.js';

/** Up to this age a copy is behind by the way that every write takes, in ms. */
export const REPLICATION_MS = 500;
/** Stale reads further apart than this are not of one span, in ms. */
const APART_MS = 2_000;

/** Reads that missed a write acknowledged for longer than replication takes. */
export function staleReadsOf(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ kind, staleMs }) => kind === 'read' && (staleMs ?? 0) > REPLICATION_MS);
}

/** The stretches in which the reads of a process were stale. `client`: of that one alone. */
export function staleSpans(stale: readonly Operation[], process: string, client?: number): StaleSpan[] {
  const spans: { fromMs: number; toMs: number; ageMs: number }[] = [];
  for (const { node, client: by, invokedMs, completedMs = invokedMs, staleMs = 0 } of stale) {
    if (node !== process || (client !== undefined && by !== client)) continue;
    const last = spans[spans.length - 1];
    if (last === undefined || invokedMs - last.toMs > APART_MS)
      spans.push({ fromMs: invokedMs, toMs: completedMs, ageMs: staleMs });
    else {
      last.toMs = Math.max(last.toMs, completedMs);
      last.ageMs = Math.max(last.ageMs, staleMs);
    }
  }
  return spans;
}
