import type { RoleChange } from '../report/model.js';
import type { HistoryEvent } from './model.js';
import { overlapOf, type Span, unionOf, without } from './spans.js';

/** Of each node: its roles from when on, in order. */
export type Roles = Readonly<Record<string, readonly RoleChange[]>>;

/** Time in which a node took itself for the leader. */
export interface Leadership extends Span {
  readonly node: string;
  /** Term, timeline or view at its beginning. */
  readonly epoch: number;
  /** It still did when the run ended. */
  readonly open: boolean;
}

/** By their beginnings. A change to the role that a node has, in a new epoch, begins no new span. */
export function leaderSpans(roles: Roles, endMs: number): Leadership[] {
  const spans = Object.entries(roles).flatMap(([node, changes]) => {
    const found: Leadership[] = [];
    let since: RoleChange | undefined;
    for (const change of changes) {
      if (change.role === 'leader') since ??= change;
      else if (since) {
        found.push({ node, fromMs: since.atMs, toMs: change.atMs, epoch: since.epoch, open: false });
        since = undefined;
      }
    }
    if (since) found.push({ node, fromMs: since.atMs, toMs: endMs, epoch: since.epoch, open: true });
    return found;
  });
  return spans.sort((a, b) => a.fromMs - b.fromMs || (a.node < b.node ? -1 : 1));
}

/** Two nodes that were leaders at once. */
export interface TwoLeaders extends Span {
  readonly nodes: readonly [string, string];
}

/**
 * Windows in which two nodes took themselves for the leader and took writes: from the roles, less the times from an event
 * `blocked` of a node to its `unblocked`. A node that knows that it may not write has another role (`stalled`).
 */
export function twoWritableLeaders(
  roles: Roles,
  events: readonly HistoryEvent[],
  endMs: number,
): TwoLeaders[] {
  const spans = leaderSpans(roles, endMs);
  const nodes = [...new Set(spans.map(({ node }) => node))].sort();
  const writable = new Map(
    nodes.map(node => [
      node,
      without(unionOf(spans.filter(span => span.node === node)), blocked(node, events, endMs)),
    ]),
  );
  return nodes
    .flatMap((a, at) =>
      nodes
        .slice(at + 1)
        .flatMap(b =>
          overlapOf(writable.get(a)!, writable.get(b)!).map(
            (span): TwoLeaders => ({ ...span, nodes: [a, b] }),
          ),
        ),
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}

function blocked(node: string, events: readonly HistoryEvent[], endMs: number): Span[] {
  const found: Span[] = [];
  let since: number | undefined;
  for (const event of events) {
    if (event.node !== node) continue;
    if (event.kind === 'blocked') since ??= event.atMs;
    else if (event.kind === 'unblocked' && since !== undefined) {
      found.push({ fromMs: since, toMs: event.atMs });
      since = undefined;
    }
  }
  return since === undefined ? found : [...found, { fromMs: since, toMs: endMs }];
}
