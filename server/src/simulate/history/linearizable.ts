import { type Call, callsOf } from './calls.js';
import { analyse, type Contradiction } from './contradiction.js';
import type { Operation } from './model.js';
import { byKey, effects, type ObjectKind, writesByValue } from './objects.js';
import { type SearchResult, searchOrder } from './search.js';
import { type ClientNames, describeOperation } from './sentences.js';
import { newLog, REGISTER, SET } from './sequential.js';

export interface Linearizability {
  /** `violated`: of some key. `undecided`: of some key, and no other is violated. */
  readonly verdict: 'linearizable' | 'violated' | 'undecided';
  /** One for each key that is violated: which operations contradict. */
  readonly violations: readonly (Contradiction & { readonly key: number })[];
  /** What was left undecided and why, in one sentence. */
  readonly undecided?: string;
  /** How many reads it rests on. None: nothing was checked. */
  readonly reads: number;
  /** How many times a call was put to an object in search of an order. */
  readonly steps: number;
}

export interface LinearizabilityOptions {
  readonly object: ObjectKind;
  readonly clients?: ClientNames;
  /** Of each key; one million unless told. */
  readonly maxSteps?: number;
  /** Which reads promise as much; all unless told. */
  readonly judged?: (read: Operation) => boolean;
}

/**
 * Whether each operation can have taken effect at one moment between its beginning and its end, as on a single copy (Herlihy and
 * Wing). Keys are decided one by one, for a history is linearizable just if it is for each object. Only what was over strictly
 * before another began counts as earlier. Contradictions are looked for first; where there is none, an order is searched.
 *
 * https://doi.org/10.1145/78969.78972
 */
export function checkLinearizable(
  operations: readonly Operation[],
  { object, clients, maxSteps = DEFAULT_STEPS, judged = () => true }: LinearizabilityOptions,
): Linearizability {
  const violations: (Contradiction & { key: number })[] = [];
  let undecided: string | undefined;
  const effect = effects(operations, object);
  const writes = writesByValue(operations);
  let reads = 0;
  let steps = 0;
  for (const [key, places] of byKey(operations)) {
    const calls = callsOf(operations, places, effect).filter(
      ({ operation }) => operation.kind === 'write' || judged(operation),
    );
    reads += calls.filter(({ operation }) => operation.kind === 'read').length;
    const { contradiction, place } = analyse(operations, calls, writes, object, clients);
    if (contradiction) {
      violations.push({ key, ...contradiction });
      continue;
    }
    const found = search(calls, object, maxSteps, place);
    steps += found.steps;
    if (found.verdict === 'undecided') undecided ??= `Key ${key} was not decided within ${maxSteps} steps.`;
    if (found.verdict === 'impossible') {
      const ordered = new Set(found.order);
      const stuck = calls.filter(call => !ordered.has(call)).slice(0, 1);
      violations.push({
        key,
        operations: stuck.map(({ index }) => index),
        text: `No order of the operations on key ${key} gives these answers; the longest beginning of one has no place for ${stuck
          .map(({ operation }) => describeOperation(operation, object, clients))
          .join()}.`,
      });
    }
  }
  const verdict = violations.length > 0 ? 'violated' : undecided === undefined ? 'linearizable' : 'undecided';
  return { verdict, violations, ...(undecided === undefined ? {} : { undecided }), reads, steps };
}

const DEFAULT_STEPS = 1_000_000;

function search(
  calls: readonly Call[],
  object: ObjectKind,
  maxSteps: number,
  place: (call: Call) => number,
): SearchResult {
  if (object === 'register') return searchOrder(calls, REGISTER, maxSteps, place);
  return searchOrder(calls, object === 'set' ? SET : newLog(), maxSteps, place);
}
