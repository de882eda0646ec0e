import type { Operation } from './model.js';
import { effects, isDone, type ObjectKind, surelyOlder, writesByValue } from './objects.js';
import type { Span } from './spans.js';

/** What became of the writes, by what is there in the end. Operations by their places in the history. */
export interface Losses {
  /** How many writes were acknowledged, with a warning or without. */
  readonly acknowledged: number;
  /** Of those, the ones that are gone, with a warning or without. */
  readonly lost: readonly number[];
  /** How many of the lost came with a warning. */
  readonly lostWarned: number;
  /** By client and by the node that acknowledged them, most first. */
  readonly groups: readonly LossGroup[];
  /** From the first acknowledgement of a lost write to the last. */
  readonly acknowledgedBetween?: Span;
  /** Refused, and there all the same. */
  readonly refusedPresent: readonly number[];
  readonly unknown: number;
  /** The client could not tell; they are there. */
  readonly unknownPresent: readonly number[];
}

export interface LossGroup {
  readonly client: number;
  readonly node?: string;
  readonly count: number;
  readonly acknowledgedBetween: Span;
}

/**
 * `present`: the values that are there in the end. Of a register a write is lost where no value that is there may have replaced
 * it: each is surely older, or there is none.
 */
export function findLosses(
  operations: readonly Operation[],
  present: ReadonlySet<number>,
  object: ObjectKind,
): Losses {
  const isLost =
    object === 'register' ? lostFromRegister(operations, present) : lostFromWhole(operations, present);
  const writes = operations.flatMap((operation, index) => (operation.kind === 'write' ? [index] : []));
  const done = writes.filter(index => isDone(operations[index]!));
  const lost = done.filter(isLost);
  const is = (result: Operation['result']) => (index: number) => operations[index]!.result === result;
  const isPresent = (index: number) => present.has(operations[index]!.value ?? Number.NaN);
  const unknown = writes.filter(is('unknown'));
  return {
    acknowledged: done.length,
    lost,
    lostWarned: lost.filter(is('warned')).length,
    groups: groupsOf(operations, lost),
    ...(lost.length > 0 ? { acknowledgedBetween: between(operations, lost) } : {}),
    refusedPresent: writes.filter(is('refused')).filter(isPresent),
    unknown: unknown.length,
    unknownPresent: unknown.filter(isPresent),
  };
}

function lostFromWhole(operations: readonly Operation[], present: ReadonlySet<number>) {
  return (write: number): boolean => {
    const { value } = operations[write]!;
    return value !== undefined && !present.has(value);
  };
}

/** Whether a write is gone from its register: what is there in the end is surely older, if anything is. */
export function lostFromRegister(operations: readonly Operation[], present: ReadonlySet<number>) {
  const effect = effects(operations, 'register');
  const writes = writesByValue(operations);
  const byKey = new Map<number, number[]>();
  for (const value of present) {
    const write = writes.get(value);
    if (write === undefined) continue;
    const { key } = operations[write]!;
    byKey.set(key, [...(byKey.get(key) ?? []), write]);
  }
  return (write: number): boolean => {
    const { key, value } = operations[write]!;
    if (value === undefined || present.has(value)) return false;
    return (byKey.get(key) ?? []).every(there => surelyOlder(operations, effect, there, write));
  };
}

function groupsOf(operations: readonly Operation[], lost: readonly number[]): LossGroup[] {
  const groups = new Map<string, number[]>();
  for (const index of lost) {
    const { client, node } = operations[index]!;
    const name = `${client}>${node}`;
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  }
  return [...groups.values()]
    .map(group => {
      const { client, node } = operations[group[0]!]!;
      const acknowledgedBetween = between(operations, group);
      return { client, ...(node === undefined ? {} : { node }), count: group.length, acknowledgedBetween };
    })
    .sort((a, b) => b.count - a.count || a.client - b.client);
}

function between(operations: readonly Operation[], writes: readonly number[]): Span {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const index of writes) {
    const { completedMs } = operations[index]!;
    fromMs = Math.min(fromMs, completedMs!);
    toMs = Math.max(toMs, completedMs!);
  }
  return { fromMs, toMs };
}
