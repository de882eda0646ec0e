import type { HistoryEvent } from '../history/model.js';
import type { Sample } from './model.js';

/** What happened, in order; times are ms from the first fault. */
export interface StoryLine {
  readonly atMs: number;
  readonly text: string;
  readonly kind: HistoryEvent['kind'];
  /** Whom it is about; undefined: all. */
  readonly node?: string;
  /** Of a fault: its letter in the timeline. */
  readonly letter?: string;
}

/** An event of one kind in one node is told so often; then how often it came again. */
const REPEATS = 3;
/** Lines that a person reads. */
const MAX_LINES = 60;

/** The events of a run from a little before the first fault on, without those that come again and again. */
export function storyOf({ events, firstFaultMs }: Sample): StoryLine[] {
  const counts = new Map<string, { told: number; lastMs: number }>();
  const lines: StoryLine[] = [];
  let letters = 0;
  for (const { atMs, node, kind, text } of events) {
    const at = atMs - firstFaultMs;
    if (kind === 'fault') {
      const letter = letterOf(letters++);
      lines.push({ atMs: at, text, kind, letter });
      // What a new fault makes happen is worth telling again.
      counts.clear();
      continue;
    }
    if (at < 0) continue;
    const key = `${kind} ${node} ${text.replace(/\d+/g, '')}`;
    const count = counts.get(key) ?? { told: 0, lastMs: at };
    counts.set(key, { told: count.told + 1, lastMs: at });
    if (count.told < REPEATS) lines.push({ atMs: at, text, kind, ...(node === undefined ? {} : { node }) });
    else if (count.told === REPEATS)
      lines.push({
        atMs: at,
        text: `${text} This comes again and again.`,
        kind: 'note',
        ...(node === undefined ? {} : { node }),
      });
  }
  return shorten(lines);
}

/** `a` to `z`, then numbers. */
export function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : `${index + 1}`;
}

/** Where there are too many lines, the least telling ones go first. */
function shorten(lines: StoryLine[]): StoryLine[] {
  let kept = lines;
  for (const kind of ['note', 'commit', 'suspicion', 'role', 'recovery'] as const) {
    if (kept.length <= MAX_LINES) return kept;
    kept = kept.filter(line => line.kind !== kind);
  }
  if (kept.length <= MAX_LINES) return kept;
  const more = kept.length - MAX_LINES;
  const last = kept[MAX_LINES - 1]!;
  return [...kept.slice(0, MAX_LINES), { atMs: last.atMs, text: `… and ${more} more events.`, kind: 'note' }];
}
