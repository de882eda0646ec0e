import type { Call } from './calls.js';
import type { Sequential } from './sequential.js';

export interface SearchResult {
  readonly verdict: 'ordered' | 'impossible' | 'undecided';
  /** An order that explains all answers, or the longest beginning of one that was found. */
  readonly order: readonly Call[];
  /** How many times a call was put to the object. */
  readonly steps: number;
}

/**
 * Looks for an order of calls that keeps to real time (what was over before another began comes first) and that a single
 * copy could have answered: the algorithm of Wing and Gong, which tries each call that may come next and takes it back
 * when it leads nowhere, remembering where it has been as Lowe proposes. Calls are given by their beginnings; `place`
 * is a guess where each belongs, and saves steps where it is good. Ends as `undecided` after `maxSteps`.
 *
 * https://doi.org/10.1006/jpdc.1993.1015 https://doi.org/10.1002/cpe.3928
 */
export function searchOrder<S>(
  calls: readonly Call[],
  object: Sequential<S>,
  maxSteps: number,
  place: (call: Call) => number = ({ completedMs }) => completedMs,
): SearchResult {
  const done = new Uint8Array(calls.length);
  const been = new Set<string>();
  const stack: Frame<S>[] = [];
  let state = object.initial;
  let first = 0;
  let end = 0;
  let steps = 0;
  let longest: Call[] = [];
  let options: readonly number[] = next(calls, done, first, place);
  let tried = 0;
  const order = () => stack.map(({ taken }) => calls[taken]!);
  while (stack.length < calls.length) {
    let advanced = false;
    for (; tried < options.length && !advanced; tried++) {
      if (steps++ >= maxSteps) return { verdict: 'undecided', order: longest, steps: maxSteps };
      const taken = options[tried]!;
      const after = object.apply(state, calls[taken]!);
      if (after === undefined) continue;
      done[taken] = 1;
      const firstAfter = skip(done, first);
      const endAfter = Math.max(end, taken + 1);
      const here = `${object.identity(after.state)}|${placeOf(done, firstAfter, endAfter)}`;
      if (been.has(here)) {
        done[taken] = 0;
        continue;
      }
      been.add(here);
      // What changes nothing may as well come now: no order needs it later.
      stack.push({ state, first, end, options: after.changed ? options : [], tried: tried + 1, taken });
      state = after.state;
      first = firstAfter;
      end = endAfter;
      advanced = true;
    }
    if (advanced) {
      options = next(calls, done, first, place);
      tried = 0;
    } else {
      if (stack.length > longest.length) longest = order();
      const back = stack.pop();
      if (!back) return { verdict: 'impossible', order: longest, steps };
      ({ state, first, end, options, tried } = back);
      done[back.taken] = 0;
    }
  }
  return { verdict: 'ordered', order: order(), steps };
}

interface Frame<S> {
  readonly state: S;
  /** All calls before it are done. */
  readonly first: number;
  /** No call from here on is. */
  readonly end: number;
  readonly options: readonly number[];
  readonly tried: number;
  readonly taken: number;
}

/** Calls that began before any call that is left was over, in the order in which to try them. */
function next(
  calls: readonly Call[],
  done: Uint8Array,
  first: number,
  place: (call: Call) => number,
): number[] {
  const found: number[] = [];
  let soonest = Number.POSITIVE_INFINITY;
  for (let at = first; at < calls.length; at++) {
    const { invokedMs, completedMs } = calls[at]!;
    if (invokedMs > soonest) break;
    if (done[at]) continue;
    found.push(at);
    soonest = Math.min(soonest, completedMs);
  }
  if (found.length === 1) return found;
  return found.sort(
    (a, b) => rank(calls[a]!) - rank(calls[b]!) || place(calls[a]!) - place(calls[b]!) || a - b,
  );
}

/** Reads first: they change nothing, so where one fits there is nothing to take back. */
function rank({ operation }: Call): number {
  return operation.kind === 'read' ? 0 : 1;
}

function skip(done: Uint8Array, first: number): number {
  let at = first;
  while (done[at]) at++;
  return at;
}

/** Which calls are done: all before `first`, none from `end` on, and between them stretches that are not and that are. */
function placeOf(done: Uint8Array, first: number, end: number): string {
  let text = String(first);
  let from = first;
  for (let at = first + 1; at < end; at++) {
    if (done[at] === done[from]) continue;
    text += `,${at - from}`;
    from = at;
  }
  return from < end ? `${text},${end - from}` : text;
}
