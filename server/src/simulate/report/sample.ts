import type { Prepared } from '../family.js';
import type { Run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import type { ClientSpan, Lean, RoleChange, Sample } from './model.js';

/** One run as data for timelines. */
export function sampleOf(prepared: Prepared, schedule: Schedule, run: Run, lean: Lean): Sample {
  const { processes } = prepared;
  const nodes = processes.map(({ name }) => name);
  const roles: Record<string, readonly RoleChange[]> = {};
  for (const [at, name] of nodes.entries()) roles[name] = run.roles[at] ?? [];
  const lost = new Set(run.lost);
  const clients: Record<string, readonly ClientSpan[]> = {};
  for (const [at, { name, writesPerSecond, writeTimeoutMs }] of schedule.clients.entries())
    if (writesPerSecond > 0) clients[name] = spansOf(run, at, lost, writeTimeoutMs);
  return {
    seed: run.seed,
    lean,
    firstFaultMs: run.firstFaultMs ?? 0,
    endMs: run.endMs,
    nodes,
    serving: processes.flatMap(({ name, serves }) => (serves ? [name] : [])),
    events: run.events,
    roles,
    clients,
  };
}

/** What became of a client's writes, those that follow one another and fared alike as one. */
function spansOf(
  { operations, endMs }: Run,
  client: number,
  lost: ReadonlySet<number>,
  timeoutMs: number,
): ClientSpan[] {
  const spans: Mutable<ClientSpan>[] = [];
  for (const [at, operation] of operations.entries()) {
    if (operation.kind !== 'write' || operation.client !== client) continue;
    const { node, invokedMs, completedMs, reason } = operation;
    const result = lost.has(at) ? 'lost' : operation.result;
    // Given up, or the run ended first.
    const toMs = completedMs ?? Math.min(invokedMs + timeoutMs, endMs);
    if (completedMs !== undefined && completedMs - invokedMs > WAIT_MS)
      put(spans, { fromMs: invokedMs, toMs: completedMs, ...nodeOf(node), result: 'waiting', count: 0 });
    put(spans, {
      fromMs: completedMs ?? invokedMs,
      toMs,
      ...nodeOf(node),
      result:
        completedMs === undefined && toMs === endMs && operation.result === 'unknown' ? 'waiting' : result,
      count: 1,
      ...(isFailure(operation) && reason !== undefined ? { reason } : {}),
    });
  }
  return spans;
}

/** An answer that takes longer than this is told as a wait, in ms. */
const WAIT_MS = 1_000;
/** Operations further apart than this are not of one span, in ms: who fails tries others in between. */
const APART_MS = { done: 1_000, failed: 5_000 } as const;

function put(spans: Mutable<ClientSpan>[], next: ClientSpan): void {
  const last = spans[spans.length - 1];
  if (
    last !== undefined &&
    last.result === next.result &&
    last.node === next.node &&
    next.fromMs - last.toMs <= APART_MS[isFailure(next) ? 'failed' : 'done']
  ) {
    last.toMs = Math.max(last.toMs, next.toMs);
    last.count += next.count;
  } else spans.push({ ...next });
}

function isFailure({ result }: Pick<ClientSpan, 'result'>): boolean {
  return result === 'refused' || result === 'unknown';
}

function nodeOf(node: string | undefined): { node?: string } {
  return node === undefined ? {} : { node };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
