import type { NodeRole, Playback, PlaybackProcess } from '../../../server/src/protocol/topology-panel.js';
import { latest } from '../at.js';

/** How a process looks in its lane. */
export type Line = 'leader' | 'peer' | 'replica' | 'stopped' | 'paused';

export interface Segment {
  readonly fromMs: number;
  readonly toMs: number;
  readonly line: Line;
  readonly role: NodeRole;
  /** Term, timeline or view; 0: none is told. */
  readonly epoch: number;
}

const LINES: Readonly<Record<NodeRole, Line>> = {
  leader: 'leader',
  peer: 'peer',
  follower: 'replica',
  replica: 'replica',
  candidate: 'replica',
  learner: 'replica',
  arbiter: 'replica',
  stalled: 'stopped',
  down: 'stopped',
  paused: 'paused',
};

/** Stretches in which a process looks the same. Leaders of two terms are two stretches. */
export function segmentsOf({ roles }: PlaybackProcess, endMs: number): Segment[] {
  const segments: Segment[] = [];
  roles.forEach(({ atMs, role, epoch }, index) => {
    const toMs = Math.min(endMs, roles[index + 1]?.atMs ?? endMs);
    if (toMs <= atMs) return;
    const line = LINES[role];
    const last = segments.at(-1);
    if (last !== undefined && last.line === line && (line !== 'leader' || last.epoch === epoch))
      segments[segments.length - 1] = { ...last, toMs };
    else segments.push({ fromMs: atMs, toMs, line, role, epoch });
  });
  return segments;
}

export interface Marker {
  readonly atMs: number;
  readonly kind: 'election' | 'promotion' | 'demotion' | 'rollback' | 'conflict' | 'commit';
  /** Of a rollback: writes that are taken back. */
  readonly count?: number;
  /** Among these are writes that were acknowledged. */
  readonly loses: boolean;
  readonly text: string;
}

const MARKED: ReadonlySet<string> = new Set([
  'election',
  'promotion',
  'demotion',
  'rollback',
  'conflict',
  'commit',
]);

/** What is marked in the lane of a process. */
export function markersOf(process: PlaybackProcess, { events }: Playback): Marker[] {
  return events.flatMap(({ atMs, kind, process: name, text }): Marker[] => {
    if (name !== process.name || !MARKED.has(kind)) return [];
    const taken = kind === 'rollback' ? takenBack(process, atMs) : 0;
    const loses = kind === 'conflict' || (kind === 'rollback' && losesAt(process, atMs));
    const marker = { atMs, kind: kind as Marker['kind'], text, loses };
    return [taken > 0 ? { ...marker, count: taken } : marker];
  });
}

/** Whether what a process throws away at a moment was acknowledged. */
export function losesAt({ log }: PlaybackProcess, atMs: number): boolean {
  return (latest(log, atMs - 1)?.doomed ?? 0) > 0;
}

/** When the reads of a process were stale, and whether it led meanwhile: cut where that changes. */
export function staleParts(
  { stale }: PlaybackProcess,
  segments: readonly Segment[],
): { readonly fromMs: number; readonly toMs: number; readonly ageMs: number; readonly leads: boolean }[] {
  return stale.flatMap(({ fromMs, toMs, ageMs }) =>
    segments
      .filter(segment => segment.toMs > fromMs && segment.fromMs < toMs)
      .map(segment => ({
        fromMs: Math.max(fromMs, segment.fromMs),
        toMs: Math.min(toMs, segment.toMs),
        ageMs,
        leads: segment.line === 'leader' || segment.line === 'peer',
      })),
  );
}

/** Stretches in which several processes lead, where the verdict does not say that this never comes about. */
export function overlapsOf(
  playback: Playback,
): { readonly fromMs: number; readonly toMs: number; readonly names: readonly string[] }[] {
  // Who takes itself for the leader and acknowledges nothing does no harm: the verdict knows.
  if (playback.verdicts.some(({ id, verdict }) => id === 'leaders' && verdict === 'impossible')) return [];
  const edges = playback.processes
    .filter(({ serves }) => serves)
    .flatMap(process =>
      segmentsOf(process, playback.endMs)
        .filter(({ line }) => line === 'leader')
        .flatMap(({ fromMs, toMs }) => [
          { ms: fromMs, name: process.name, begins: true },
          { ms: toMs, name: process.name, begins: false },
        ]),
    )
    .sort((a, b) => a.ms - b.ms || Number(a.begins) - Number(b.begins));
  const found: { fromMs: number; toMs: number; names: string[] }[] = [];
  const leading: string[] = [];
  let since = 0;
  for (const { ms, name, begins } of edges) {
    if (leading.length > 1 && ms > since) found.push({ fromMs: since, toMs: ms, names: [...leading] });
    if (begins) leading.push(name);
    else leading.splice(leading.indexOf(name), 1);
    since = ms;
  }
  return found;
}

/** How many writes fewer the log holds within a moment of the event, ms. */
function takenBack({ log }: PlaybackProcess, atMs: number): number {
  const before = latest(log, atMs - 1)?.held ?? 0;
  const after = latest(log, atMs + 1)?.held ?? before;
  return before - after;
}
