import type {
  CounterexampleCard,
  Playback,
  SearchAnswer,
} from '../../../server/src/protocol/topology-panel.js';
import { alike } from '../timeline/faults.js';

/** `1.2 M states, 2 of 3 faults`, `… 1 of 3 faults (3 at rest)`, and what is done beside searching. */
export function progressWords({ progress }: SearchAnswer): string {
  const { states, faultsSeen, faultsSeenAtRest, faults, doing } = progress;
  const atRest = faultsSeenAtRest === undefined ? '' : ` (${faultsSeenAtRest} at rest)`;
  const searched = `${short(states)} states, ${faultsSeen} of ${faults} faults${atRest}`;
  return doing === undefined ? searched : `${searched}. ${doing}`;
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

/** What is said of a promise, and the bounds within which it was looked at. */
export function promiseParts(text: string): { readonly head: string; readonly bounds?: string } {
  const colon = text.indexOf(': ');
  return colon < 0
    ? { head: text }
    : { head: `${text.slice(0, colon)}.`, bounds: capital(text.slice(colon + 2)) };
}

/** What happens, and what it comes to: the part behind the last colon. */
export function sentenceParts(sentence: string): { readonly story: string; readonly end: string } {
  const colon = sentence.lastIndexOf(': ');
  return colon < 0
    ? { story: sentence, end: '' }
    : { story: sentence.slice(0, colon + 2), end: sentence.slice(colon + 2) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
