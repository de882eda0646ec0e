import { computed, effect, signal } from '@preact/signals';
import { stretchOf } from '../at.js';
import { instant, narrow, playback, playing } from '../store.js';
import { moved, type Scale, type Stretch, showing, toMs, zoomed } from './scale.js';

/** Which stretch of time the timeline shows, and how wide it is. */

/** Width of the whole timeline, px. */
export const width = signal(0);
/** What was zoomed to; undefined: the whole run. */
const chosen = signal<Stretch | undefined>(undefined);

const whole = computed<Stretch>(() => {
  const run = playback.value;
  return run === undefined ? { fromMs: 0, toMs: 1000 } : stretchOf(run);
});

/** Px for names at the left, and at the right so that labels of the end are whole. */
export const gutter = computed(() => (narrow.value ? 44 : 112));
const MARGIN = 16;

export const scale = computed<Scale>(() => ({
  ...(chosen.value ?? whole.value),
  left: gutter.value,
  width: Math.max(40, width.value - gutter.value - MARGIN),
}));

export const zoomedIn = computed(() => chosen.value !== undefined);

/** Zooms by a factor around a place on the screen, or around the instant. */
export function zoomTime(factor: number, x?: number): void {
  const around = x === undefined ? instant.value : toMs(scale.value, x);
  choose(zoomed(scale.value, whole.value, around, factor));
}

export function moveTime(px: number): void {
  const { fromMs, toMs: end, width: wide } = scale.value;
  if (chosen.value !== undefined) choose(moved(scale.value, whole.value, (px / wide) * (end - fromMs)));
}

export function wholeTime(): void {
  chosen.value = undefined;
}

function choose({ fromMs, toMs: end }: Stretch): void {
  const all = whole.peek();
  chosen.value = fromMs <= all.fromMs && end >= all.toMs ? undefined : { fromMs, toMs: end };
}

// While time passes, what happens stays in sight.
effect(() => {
  const ms = instant.value;
  if (!playing.value || chosen.peek() === undefined) return;
  const now = scale.peek();
  const next = showing(now, whole.peek(), ms);
  if (next !== now) choose(next);
});
