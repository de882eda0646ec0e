import type { Operation } from './model.js';
import { effects, isDone, type ObjectKind, writesByValue } from './objects.js';
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
 * it: each was surely there before the write began, or there is none.
 */
export function findLosses(
  operations: readonly Operation[],
  present: ReadonlySet<number>,
  object: ObjectKind,
): Losses {
  const isLost = object === 'register' ? lostFromRegister(operations, present) : lostFromWhole(present);
  const writes = operations.flatMap((operation, index) => (operation.kind === 'write' ? [index] : []));
  const done = writes.filter(index => isDone(operations[index]!));
  const lost = done.filter(index => isLost(operations[index]!));
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

function lostFromWhole(present: ReadonlySet<number>) {
  return ({ value }: Operation): boolean => value !== undefined && !present.has(value);
}

function lostFromRegister(operations: readonly Operation[], present: ReadonlySet<number>) {
  const latest = latestThere(operations, present);
  return ({ value, key, invokedMs }: Operation): boolean =>
    value !== undefined && !present.has(value) && (latest.get(key) ?? Number.NEGATIVE_INFINITY) < invokedMs;
}

/** Of each key: by when all of its values that are there in the end surely were. */
export function latestThere(
  operations: readonly Operation[],
  present: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const { byMs } = effects(operations, 'register');
  const writes = writesByValue(operations);
  const latest = new Map<number, number>();
  for (const value of present) {
    const write = writes.get(value);
    if (write === undefined) continue;
    const { key } = operations[write]!;
    latest.set(key, Math.max(latest.get(key) ?? Number.NEGATIVE_INFINITY, byMs[write]!));
  }
  return latest;
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
