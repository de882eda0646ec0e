import { latestThere } from './lost.js';
import type { Operation } from './model.js';
import { effects, isDone, type ObjectKind, registerValue, writesByValue } from './objects.js';

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
 * gone where one is shown that was surely there before it was written, or none.
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

/** Tells of a value that was seen whether it is gone in a read, or in the end. */
interface Judge {
  values(read: number): readonly number[];
  /** Called for one read after the other. */
  goneFrom(read: number): (value: number) => boolean;
  goneAtEnd(value: number): boolean;
}

/** The reads of one group, with their ends and beginnings in order. */
function inTurn(operations: readonly Operation[], reads: readonly number[], judge: Judge): Vanished[] {
  const begun = [...reads].sort((a, b) => operations[a]!.invokedMs - operations[b]!.invokedMs || a - b);
  const over = [...reads].sort((a, b) => operations[a]!.completedMs! - operations[b]!.completedMs! || a - b);
  const found: Vanished[] = [];
  /** Values that were there, and the read that saw each. */
  const there = new Map<number, number>();
  let ended = 0;
  for (const read of begun) {
    for (
      ;
      ended < over.length && operations[over[ended]!]!.completedMs! < operations[read]!.invokedMs;
      ended++
    )
      for (const value of judge.values(over[ended]!)) if (!there.has(value)) there.set(value, over[ended]!);
    const gone = judge.goneFrom(read);
    for (const [value, seenBy] of there) {
      if (!gone(value)) continue;
      found.push({ value, seenBy, goneIn: read });
      there.delete(value);
    }
  }
  for (; ended < over.length; ended++)
    for (const value of judge.values(over[ended]!)) if (!there.has(value)) there.set(value, over[ended]!);
  for (const [value, seenBy] of there) if (judge.goneAtEnd(value)) found.push({ value, seenBy });
  return found;
}

function wholeJudge(operations: readonly Operation[], present: ReadonlySet<number>): Judge {
  return {
    values: read => operations[read]!.seen!,
    goneFrom(read) {
      const shown = new Set(operations[read]!.seen);
      return value => !shown.has(value);
    },
    goneAtEnd: value => !present.has(value),
  };
}

function registerJudge(operations: readonly Operation[], present: ReadonlySet<number>): Judge {
  const { byMs } = effects(operations, 'register');
  const writes = writesByValue(operations);
  const latest = latestThere(operations, present);
  const begunAfter = (value: number, ms: number) => {
    const write = writes.get(value);
    return write !== undefined && ms < operations[write]!.invokedMs;
  };
  return {
    values(read) {
      const value = registerValue(operations[read]!);
      return value === undefined ? [] : [value];
    },
    goneFrom(read) {
      const shown = registerValue(operations[read]!);
      const write = shown === undefined ? undefined : writes.get(shown);
      const since = write === undefined ? Number.NEGATIVE_INFINITY : byMs[write]!;
      return value => value !== shown && begunAfter(value, since);
    },
    goneAtEnd(value) {
      const write = writes.get(value);
      const key = write === undefined ? undefined : operations[write]!.key;
      const since = (key === undefined ? undefined : latest.get(key)) ?? Number.NEGATIVE_INFINITY;
      return !present.has(value) && begunAfter(value, since);
    },
  };
}
