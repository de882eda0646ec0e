import type {
  CounterexampleCard,
  Playback,
  SearchAnswer,
} from '../../../server/src/protocol/topology-panel.js';
import { alike } from '../timeline/faults.js';

/** `1.2 M states, 2 of 3 faults`. */
export function progressWords({ progress: { states, faultsSeen, faults } }: SearchAnswer): string {
  return `${short(states)} states, ${faultsSeen} of ${faults} faults`;
}

/** `950`, `12.3 k`, `1.2 M`. */
export function short(value: number): string {
  if (value < 1_000) return String(value);
  return value < 1_000_000 ? `${(value / 1_000).toFixed(1)} k` : `${(value / 1_000_000).toFixed(1)} M`;
}

/** What the next search looks at: another fault, and another write. */
export function deeper({ progress }: SearchAnswer): { readonly faults: number; readonly writes: number } {
  return { faults: progress.faults + 1, writes: progress.faults };
}

/** Whether the run that is shown is the one of the counterexample. */
export function isPlayed({ play }: CounterexampleCard, run: Playback): boolean {
  return play !== undefined && play.seed === run.seed && alike(play.schedule, run.schedule);
}
