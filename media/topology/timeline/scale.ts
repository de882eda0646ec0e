/** A stretch of time on a stretch of the screen: ms and px. */
export interface Scale {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where `fromMs` stands. */
  readonly left: number;
  readonly width: number;
}

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The shortest stretch that can be zoomed to, ms. */
const SHORTEST = 200;

export function toX({ fromMs, toMs, left, width }: Scale, ms: number): number {
  return left + ((ms - fromMs) / (toMs - fromMs)) * width;
}

export function toMs({ fromMs, toMs: end, left, width }: Scale, x: number): number {
  return fromMs + ((x - left) / width) * (end - fromMs);
}

/**
 * A shorter (`factor` above 1) or longer stretch around a moment that stays where it is, within the whole.
 */
export function zoomed(now: Stretch, whole: Stretch, aroundMs: number, factor: number): Stretch {
  const length = Math.min(
    whole.toMs - whole.fromMs,
    Math.max(Math.min(SHORTEST, whole.toMs - whole.fromMs), (now.toMs - now.fromMs) / factor),
  );
  const part = (aroundMs - now.fromMs) / (now.toMs - now.fromMs);
  return within(aroundMs - part * length, length, whole);
}

/** The same length, moved by some ms, within the whole. */
export function moved(now: Stretch, whole: Stretch, byMs: number): Stretch {
  return within(now.fromMs + byMs, now.toMs - now.fromMs, whole);
}

/** A stretch of the same length in which the moment stands: the same one where it does already. */
export function showing(now: Stretch, whole: Stretch, ms: number): Stretch {
  if (ms >= now.fromMs && ms <= now.toMs) return now;
  const length = now.toMs - now.fromMs;
  return within(ms - length * 0.1, length, whole);
}

export interface Tick {
  readonly ms: number;
  readonly label: string;
}

/** Round moments, seconds from `originMs` on, as close as labels may stand (`apart` px). */
export function ticksOf(scale: Scale, originMs: number, apart = 70): Tick[] {
  const perPx = (scale.toMs - scale.fromMs) / Math.max(1, scale.width);
  const step = roundUp(perPx * apart);
  const ticks: Tick[] = [];
  const first = Math.ceil((scale.fromMs - originMs) / step);
  for (let index = first; index * step + originMs <= scale.toMs; index++) {
    const at = index * step;
    const text = step < 1000 ? (at / 1000).toFixed(step < 100 ? 2 : 1) : String(at / 1000);
    ticks.push({ ms: at + originMs, label: index === 0 ? '0 s' : text });
  }
  return ticks;
}

/** Whether single commits can be told apart: under 1 s on 40 px. */
export function showsCommits({ fromMs, toMs: end, width }: Scale): boolean {
  return (end - fromMs) / Math.max(1, width) < 1000 / 40;
}

/** The next of 1, 2, 5, 10 … ms. */
function roundUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  const digit = ms / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

function within(fromMs: number, length: number, whole: Stretch): Stretch {
  const from = Math.max(whole.fromMs, Math.min(whole.toMs - length, fromMs));
  return { fromMs: from, toMs: from + length };
}
