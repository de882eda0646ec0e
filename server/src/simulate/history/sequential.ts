import type { Call } from './calls.js';
import { registerValue } from './objects.js';

/** What a single copy does, one call after the other. */
export interface Sequential<S> {
  readonly initial: S;
  /** undefined: a single copy in this state could not have answered so. */
  apply(state: S, call: Call): { readonly state: S; readonly changed: boolean } | undefined;
  /** Tells two states apart that the same calls, in other orders, lead to. */
  identity(state: S): string | number;
}

/** Reads return the last value written. */
export const REGISTER: Sequential<number | undefined> = {
  initial: undefined,
  apply(state, { operation }) {
    if (operation.kind === 'write') return { state: operation.value, changed: true };
    return registerValue(operation) === state ? { state, changed: false } : undefined;
  },
  identity: state => state ?? '',
};

/** The end of a list that shares its beginning with others. */
export interface Entry {
  readonly id: number;
  readonly value: number;
  readonly length: number;
  readonly before: Entry | undefined;
}

const EMPTY: Entry = { id: 0, value: 0, length: 0, before: undefined };

/** Reads return all values. */
export const SET: Sequential<Entry> = {
  initial: EMPTY,
  apply(state, { operation }) {
    if (operation.kind === 'write') return { state: append(state, operation.value!, 0), changed: true };
    if (operation.seen!.length < state.length) return undefined;
    const seen = new Set(operation.seen);
    if (seen.size !== state.length) return undefined;
    for (let at = state; at.before; at = at.before) if (!seen.has(at.value)) return undefined;
    return { state, changed: false };
  },
  // The calls that are done say it all.
  identity: () => '',
};

/** Reads return all values in order. Lists are kept, so that equal ones are one and the same: for one search each. */
export function newLog(): Sequential<Entry> {
  const known = new Map<string, Entry>();
  return {
    initial: EMPTY,
    apply(state, { operation }) {
      if (operation.kind === 'write') {
        const name = `${state.id},${operation.value}`;
        let after = known.get(name);
        if (!after) known.set(name, (after = append(state, operation.value!, known.size + 1)));
        return { state: after, changed: true };
      }
      const seen = operation.seen!;
      if (seen.length !== state.length) return undefined;
      for (let at = state; at.before; at = at.before) if (seen[at.length - 1] !== at.value) return undefined;
      return { state, changed: false };
    },
    identity: state => state.id,
  };
}

function append(before: Entry, value: number, id: number): Entry {
  return { id, value, length: before.length + 1, before };
}
