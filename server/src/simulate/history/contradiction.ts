import type { Call } from './calls.js';
import { analyseBlocks } from './contradiction-blocks.js';
import { analyseRegister } from './contradiction-register.js';
import type { Operation } from './model.js';
import { type ObjectKind, valuesSeen, type WritePlaces } from './objects.js';
import { type ClientNames, describeOperation } from './sentences.js';

/** Operations that no order of all operations can hold together. */
export interface Contradiction {
  /** Their places in the history, as few as show it. */
  readonly operations: readonly number[];
  /** One sentence. */
  readonly text: string;
}

/** Either what speaks against an order, or where in it each call belongs: lower comes first. */
export type Analysis =
  | { readonly contradiction: Contradiction; readonly place?: never }
  | { readonly contradiction?: never; readonly place: (call: Call) => number };

/** Names an operation. */
export type Describe = (operation: Operation) => string;

/**
 * Looks for operations of one key that contradict each other, in n log n (and, for sets and logs, the length of what was read).
 * As values are unique, a read tells which write it saw; then a register can be put in an order just if no two writes, each with
 * its reads, must come both before and after each other (Gibbons and Korach), and a set or a log just if its reads
 * grow out of each other and real time does not run against that.
 *
 * https://doi.org/10.1137/S0097539794279614
 */
export function analyse(
  operations: readonly Operation[],
  calls: readonly Call[],
  writes: WritePlaces,
  object: ObjectKind,
  names?: ClientNames,
): Analysis {
  const describe: Describe = operation => describeOperation(operation, object, names);
  const contradiction = impossibleValue(operations, calls, writes, object, describe);
  if (contradiction) return { contradiction };
  return object === 'register'
    ? analyseRegister(calls, describe)
    : analyseBlocks(calls, object === 'log', describe);
}

/** A read that saw what nobody wrote, what was refused, what had not been written yet, or one value twice. */
function impossibleValue(
  operations: readonly Operation[],
  calls: readonly Call[],
  writes: WritePlaces,
  object: ObjectKind,
  describe: Describe,
): Contradiction | undefined {
  /** Of each write: the last read that saw it. */
  const seenBy = new Int32Array(operations.length).fill(-1);
  for (const call of calls) {
    if (call.operation.kind !== 'read') continue;
    const seen = valuesSeen(call.operation, object);
    let twice = false;
    for (const value of seen) {
      const index = writes.get(value);
      const write = index === undefined ? undefined : operations[index]!;
      if (index === undefined || !write || write.key !== call.operation.key)
        return {
          operations: [call.index],
          text: `${describe(call.operation)} saw ${value}, which nobody wrote.`,
        };
      if (write.result !== 'refused' && write.invokedMs <= call.completedMs) {
        twice ||= seenBy[index] === call.index;
        seenBy[index] = call.index;
        continue;
      }
      const why = write.result === 'refused' ? 'was refused' : 'had not begun';
      return {
        operations: [index, call.index],
        text: `${describe(call.operation)} saw ${value}, but ${describe(write)} ${why}.`,
      };
    }
    if (object === 'log' && twice)
      return { operations: [call.index], text: `${describe(call.operation)} saw a value twice.` };
  }
  return undefined;
}
