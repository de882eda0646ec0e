import type { Reading, SourceUnit } from '../sql/reading.js';
import { holdShapes } from '../sql/shapes.js';
import type { Span } from '../text/span.js';

/** Units that an edit took away, with the text they stood in, and where the first of them began. */
export interface Before {
  readonly units: readonly SourceUnit[];
  readonly text: string;
}

/** A unit that an edit brought, before it is known what to hold for it. */
export interface Fresh {
  readonly text: string;
  readonly readings: readonly Reading[];
}

/** A statement this much of whose text is gone is another statement: nothing of it is held. */
const KEPT_SHARE = 1 / 3;

/** True for a reading that says less than its text means to. */
export function isBroken(reading: Reading): boolean {
  return reading.partial || reading.statement.kind === 'unread';
}

/**
 * For each new unit what the catalog should go on reading while its text is broken: the last good readings of the
 * statements that stood there, moved to where their text stands now. Undefined where there is nothing to hold.
 */
export function heldReadings(before: Before, fresh: readonly Fresh[]): (readonly Reading[] | undefined)[] {
  if (before.units.length === 0 || !fresh.some(unit => unit.readings.some(isBroken)))
    return fresh.map(() => undefined);
  const move = mover(before.text, fresh.map(unit => unit.text).join(''));
  const old = goodReadings(before, move);
  let base = 0;
  return fresh.map(unit => {
    const start = base;
    base += unit.text.length;
    return holdInUnit(unit, start, old, move);
  });
}

interface Good {
  readonly unit: SourceUnit;
  readonly reading: Reading;
  /** From the beginning of the replaced text to that of the piece it was read in. */
  readonly base: number;
  /** Where it begins now, in the replacing text. */
  readonly at: number;
}

function goodReadings(before: Before, move: Mover): Good[] {
  const result: Good[] = [];
  let base = 0;
  for (const unit of before.units) {
    for (const reading of unit.held ?? unit.readings) {
      if (isBroken(reading) || !shapes(reading)) continue;
      const span = { start: base + reading.span.start, end: base + reading.span.end };
      if (move.kept(span) >= (span.end - span.start) * KEPT_SHARE) {
        result.push({ unit, reading, base, at: move.start(span.start) });
      }
    }
    base += unit.piece.text.length;
  }
  return result;
}

/** True for statements whose loss the catalog would feel. */
function shapes(reading: Reading): boolean {
  const { kind } = reading.statement;
  return kind !== 'other' && kind !== 'unread';
}

function holdInUnit(
  unit: Fresh,
  start: number,
  old: readonly Good[],
  move: Mover,
): readonly Reading[] | undefined {
  const { readings } = unit;
  let holds = false;
  const result = readings.flatMap((reading, index) => {
    if (!isBroken(reading)) return [reading];
    const from = start + (index === 0 ? 0 : reading.span.start);
    const next = readings[index + 1];
    const to = start + (next === undefined ? unit.text.length : next.span.start);
    const found = old.filter(good => from <= good.at && good.at < to);
    if (found.length === 0) return [reading];
    holds = true;
    return found.map(({ unit: old, reading: good, base }) => {
      const moved = <T>(value: T): T =>
        moveSpans(value, span => ({
          start: clamp(move.start(base + span.start) - start, unit.text.length),
          end: clamp(move.end(base + span.end) - start, unit.text.length),
        }));
      const copy = moved(good);
      holdShapes(copy, { unit: old, reading: good, move: moved });
      return copy;
    });
  });
  return holds ? result : undefined;
}

/** Where offsets of a text lie in the text that took its place. */
interface Mover {
  start(offset: number): number;
  end(offset: number): number;
  /** Length of the part of a span whose text is still there. */
  kept(span: Span): number;
}

function mover(before: string, after: string): Mover {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix++;
  }
  const gone = before.length - suffix;
  const shift = after.length - before.length;
  return {
    start: offset => (offset <= prefix ? offset : offset >= gone ? offset + shift : prefix),
    end: offset => (offset <= prefix ? offset : offset >= gone ? offset + shift : gone + shift),
    kept: span =>
      Math.max(0, Math.min(span.end, prefix) - span.start) +
      Math.max(0, span.end - Math.max(span.start, gone)),
  };
}

function clamp(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length));
}

/** A copy of plain data with every span in it replaced. */
function moveSpans<T>(value: T, move: (span: Span) => Span): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(element => moveSpans(element, move)) as T;
  const record = value as Record<string, unknown>;
  if (typeof record.start === 'number' && typeof record.end === 'number') {
    const span = move(record as unknown as Span);
    return { ...record, start: span.start, end: Math.max(span.start, span.end) } as T;
  }
  const copy: Record<string, unknown> = {};
  for (const key in record) copy[key] = moveSpans(record[key], move);
  return copy as T;
}
