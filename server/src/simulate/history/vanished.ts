import { lostFromRegister } from './lost.js';
import type { Operation } from './model.js';
import { effects, isDone, type ObjectKind, registerValue, surelyOlder, writesByValue } from './objects.js';

/** A value that a read saw and that was gone later. */
export interface Vanished {
  readonly value: number;
  /** The first read that saw it, or of the same nodes the first since it was last gone. */
  readonly seenBy: number;
  /** The read of the same nodes that no longer does; undefined: it is not there in the end. */
  readonly goneIn?: number;
}

/**
 * Values that were seen and then gone, in the order of the reads that show it; a value once for each time that it vanishes from the
 * same nodes, and once where no read shows that it did but it is not there in the end. `nodesOf` tells which reads ask the
 * same nodes: the one that answered, unless told. A read is later where it began after the other was over. Of a register, a value is
 * gone where one is shown that is surely older, or none.
 */
export function findVanished(
  operations: readonly Operation[],
  present: ReadonlySet<number>,
  object: ObjectKind,
  nodesOf: (read: Operation) => string = ({ node }) => node ?? '',
): Vanished[] {
  const groups = new Map<string, number[]>();
  operations.forEach((operation, index) => {
    if (operation.kind !== 'read' || !isDone(operation) || !operation.seen) return;
    const name = `${operation.key} ${nodesOf(operation)}`;
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  });
  const judge = object === 'register' ? registerJudge(operations, present) : wholeJudge(operations, present);
  const found = [...groups.values()].flatMap(reads => inTurn(operations, reads, judge));
  found.sort(
    (a, b) => (a.goneIn ?? operations.length) - (b.goneIn ?? operations.length) || a.seenBy - b.seenBy,
  );
  const told = new Set(found.flatMap(({ value, goneIn }) => (goneIn === undefined ? [] : [value])));
  return found.filter(({ value, goneIn }) => {
    if (goneIn !== undefined) return true;
    const first = !told.has(value);
    told.add(value);
    return first;
  });
}

/** Tells what reads show and what is gone. Writes go by their places in the history, which stand for their values. */
interface Judge {
  /** What nobody wrote is left out. */
  shown(read: number): readonly number[];
  /** Called for one read after the other, before `isGone`: false where all `count` writes that were seen are surely there. */
  mayLack(read: number, wasSeen: (write: number) => boolean, count: number): boolean;
  isGone(write: number, read: number): boolean;
  isGoneAtEnd(write: number): boolean;
}

/** The reads of one group, with their ends and beginnings in order. */
function inTurn(operations: readonly Operation[], reads: readonly number[], judge: Judge): Vanished[] {
  const begun = [...reads].sort((a, b) => operations[a]!.invokedMs - operations[b]!.invokedMs || a - b);
  const over = [...reads].sort((a, b) => operations[a]!.completedMs! - operations[b]!.completedMs! || a - b);
  const found: Vanished[] = [];
  /** The read that saw it. */
  const seenBy = new Map<number, number>();
  const isThere = new Uint8Array(operations.length);
  const wasSeen = (write: number) => isThere[write] === 1;
  const see = (read: number) => {
    for (const write of judge.shown(read)) {
      if (isThere[write]) continue;
      isThere[write] = 1;
      seenBy.set(write, read);
    }
  };
  let ended = 0;
  for (const read of begun) {
    const { invokedMs } = operations[read]!;
    for (; ended < over.length && operations[over[ended]!]!.completedMs! < invokedMs; ended++)
      see(over[ended]!);
    if (!judge.mayLack(read, wasSeen, seenBy.size)) continue;
    for (const [write, by] of seenBy) {
      if (!judge.isGone(write, read)) continue;
      found.push({ value: operations[write]!.value!, seenBy: by, goneIn: read });
      seenBy.delete(write);
      isThere[write] = 0;
    }
  }
  for (; ended < over.length; ended++) see(over[ended]!);
  for (const [write, by] of seenBy)
    if (judge.isGoneAtEnd(write)) found.push({ value: operations[write]!.value!, seenBy: by });
  return found;
}

function wholeJudge(operations: readonly Operation[], present: ReadonlySet<number>): Judge {
  const writes = writesByValue(operations);
  const cache = new Map<number, readonly number[]>();
  const shown = (read: number) => {
    let found = cache.get(read);
    if (!found) {
      const places: number[] = [];
      for (const value of operations[read]!.seen!) {
        const write = writes.get(value);
        if (write !== undefined) places.push(write);
      }
      cache.set(read, (found = places));
    }
    return found;
  };
  /** Of each write: the last read found to show it. */
  const shownBy = new Int32Array(operations.length).fill(-1);
  return {
    shown,
    mayLack(read, wasSeen, count) {
      let there = 0;
      for (const write of shown(read)) {
        if (shownBy[write] !== read && wasSeen(write)) there++;
        shownBy[write] = read;
      }
      return there < count;
    },
    isGone: (write, read) => shownBy[write] !== read,
    isGoneAtEnd: write => !present.has(operations[write]!.value!),
  };
}

function registerJudge(operations: readonly Operation[], present: ReadonlySet<number>): Judge {
  const effect = effects(operations, 'register');
  const writes = writesByValue(operations);
  const shown = (read: number) => writes.get(registerValue(operations[read]!));
  return {
    shown(read) {
      const write = shown(read);
      return write === undefined ? [] : [write];
    },
    mayLack: () => true,
    isGone(write, read) {
      const instead = shown(read);
      return instead === undefined || (instead !== write && surelyOlder(operations, effect, instead, write));
    },
    isGoneAtEnd: lostFromRegister(operations, present),
  };
}
