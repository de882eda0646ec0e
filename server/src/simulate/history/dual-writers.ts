import { GAP_MS } from './gaps.js';
import type { Operation } from './model.js';
import { isDone } from './objects.js';
import { lengthOf, overlapOf, type Span, unionOf } from './spans.js';

export interface DualWriters {
  /** Time in which two acknowledged writes, in ms: of any pair. */
  readonly ms: number;
  /** Of each pair that did: `n1+n3`. */
  readonly pairs: Readonly<Record<string, number>>;
  readonly windows: readonly Span[];
}

export interface DualWriterOptions {
  /** Nodes acknowledge nothing for longer than this where one span ends and the next begins, in ms. */
  readonly pauseMs?: number;
  /**
   * Where any node takes writes, two of them acknowledging is no fault; two sides of a partition are. Then the partitions:
   * when, and which nodes could talk to each other.
   */
  readonly partitions?: readonly Partition[];
}

export interface Partition extends Span {
  readonly groups: readonly (readonly string[])[];
}

/**
 * Time in which two nodes, or two sides of a partition, both acknowledged writes. A node's span reaches from an acknowledgement to
 * the last one that follows without a pause.
 */
export function dualWriters(
  operations: readonly Operation[],
  { pauseMs = GAP_MS, partitions }: DualWriterOptions = {},
): DualWriters {
  const pairs: Record<string, number> = {};
  const windows: Span[] = [];
  const compare = (spans: ReadonlyMap<string, readonly Span[]>) => {
    const names = [...spans.keys()].sort();
    for (const [at, a] of names.entries())
      for (const b of names.slice(at + 1)) {
        const both = overlapOf(spans.get(a)!, spans.get(b)!);
        if (both.length === 0) continue;
        pairs[`${a}+${b}`] = (pairs[`${a}+${b}`] ?? 0) + lengthOf(both);
        windows.push(...both);
      }
  };
  if (partitions) for (const each of partitions) compare(spansBySide(operations, each, pauseMs));
  else compare(acknowledgementSpans(operations, pauseMs));
  return { ms: lengthOf(windows), pairs, windows: unionOf(windows) };
}

/** Of each node: when it acknowledged writes, a span for each stretch without a pause. */
export function acknowledgementSpans(
  operations: readonly Operation[],
  pauseMs = GAP_MS,
): ReadonlyMap<string, readonly Span[]> {
  return spansOf(operations, pauseMs, ({ node }) => node);
}

function spansBySide(operations: readonly Operation[], partition: Partition, pauseMs: number) {
  const sideOf = new Map(
    partition.groups.flatMap(group => group.map(node => [node, group.join(',')] as const)),
  );
  return spansOf(operations, pauseMs, ({ node, completedMs }) =>
    completedMs! > partition.fromMs && completedMs! <= partition.toMs ? sideOf.get(node ?? '') : undefined,
  );
}

function spansOf(
  operations: readonly Operation[],
  pauseMs: number,
  nameOf: (write: Operation) => string | undefined,
): ReadonlyMap<string, readonly Span[]> {
  const moments = new Map<string, number[]>();
  for (const operation of operations) {
    if (operation.kind !== 'write' || !isDone(operation)) continue;
    const name = nameOf(operation);
    if (name === undefined) continue;
    const its = moments.get(name) ?? [];
    moments.set(name, its);
    its.push(operation.completedMs);
  }
  return new Map([...moments].map(([name, its]) => [name, stretches(its, pauseMs)]));
}

function stretches(moments: number[], pauseMs: number): Span[] {
  moments.sort((a, b) => a - b);
  const found: { fromMs: number; toMs: number }[] = [];
  for (const ms of moments) {
    const last = found[found.length - 1];
    if (last && ms - last.toMs <= pauseMs) last.toMs = ms;
    else found.push({ fromMs: ms, toMs: ms });
  }
  return found;
}
