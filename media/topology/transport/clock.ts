import { momentsOf, originOf } from '../at.js';
import { instant, playback, playing, speed } from '../store.js';
import { announceEvents } from './telling.js';

/** The instant that is shown, moved by people or by time. */

/** What a step forward or back is, ms of the run. */
const STEP = 100;

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

/** Shows an instant, ms; within the run. */
export function goTo(ms: number): void {
  const end = playback.value?.endMs;
  if (end !== undefined) instant.value = Math.max(0, Math.min(end, ms));
}

export function toStart(): void {
  pause();
  const run = playback.value;
  // A moment before the first fault is where it begins to be worth seeing.
  if (run !== undefined) goTo(originOf(run));
}

export function step(direction: 1 | -1): void {
  pause();
  goTo(Math.round(instant.value / STEP + direction) * STEP);
}

export function toEvent(direction: 1 | -1): void {
  const run = playback.value;
  if (run === undefined) return;
  pause();
  const moments = momentsOf(run);
  const to =
    direction === 1
      ? moments.find(ms => ms > instant.value + 0.5)
      : moments.filter(ms => ms < instant.value - 0.5).at(-1);
  if (to !== undefined) goTo(to);
}

export function toggle(): void {
  if (playing.value) pause();
  else run();
}

export function pause(): void {
  playing.value = false;
}

/** Lets time pass, `speed` ms of the run in each ms, until the end. From the end it begins anew. */
export function run(): void {
  const now = playback.value;
  if (now === undefined || playing.value) return;
  if (instant.value >= now.endMs - 1) goTo(originOf(now));
  playing.value = true;
  let last: number | undefined;
  const frame = (time: number): void => {
    const current = playback.value;
    if (!playing.value || current === undefined) return;
    const from = instant.value;
    // A page that was hidden goes on where it was.
    const passed = last === undefined ? 0 : Math.min(100, time - last);
    last = time;
    goTo(from + passed * speed.value);
    announceEvents(current, from, instant.value);
    if (instant.value >= current.endMs) pause();
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
