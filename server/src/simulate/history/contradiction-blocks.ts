import type { Call } from './calls.js';
import type { Analysis, Contradiction, Describe } from './contradiction.js';

/**
 * Reads of all that was written so far stand in one order, each holding what the one before it held. That puts the calls into
 * blocks: the writes that the first read saw, the reads that saw just these, the writes that came then, and so on, at last those
 * that no read saw. Within a block any order will do; so all fits unless a call of a later block was over before one of
 * an earlier block began. In a log each write that was seen is a block of its own.
 */
export function analyseBlocks(calls: readonly Call[], ordered: boolean, describe: Describe): Analysis {
  const reads = calls
    .filter(({ operation }) => operation.kind === 'read')
    .map(call => ({
      call,
      seen: call.operation.seen!,
      size: ordered ? call.operation.seen!.length : new Set(call.operation.seen).size,
    }))
    .sort((a, b) => a.size - b.size || a.call.invokedMs - b.call.invokedMs || a.call.index - b.call.index);
  for (let at = 1; at < reads.length; at++) {
    const apart = ordered
      ? forked(reads[at - 1]!, reads[at]!, describe)
      : notGrown(reads[at - 1]!, reads[at]!, describe);
    if (apart) return { contradiction: apart };
  }
  const level = ordered ? placesInLog(reads) : firstSizes(reads);
  const blocks = new Map<Call, number>();
  for (const { call, size } of reads) blocks.set(call, 2 * size);
  for (const call of calls) {
    if (call.operation.kind === 'read') continue;
    const of = level.get(call.operation.value!);
    blocks.set(call, of === undefined ? Number.POSITIVE_INFINITY : 2 * of - 1);
  }
  const backwards = runsBackwards(calls, blocks, describe);
  return backwards ? { contradiction: backwards } : { place: call => blocks.get(call)! };
}

interface Read {
  readonly call: Call;
  readonly seen: readonly number[];
  readonly size: number;
}

/** Two reads of a set that both hold what the other does not. */
function notGrown(small: Read, large: Read, describe: Describe): Contradiction | undefined {
  const inLarge = new Set(large.seen);
  const missing = small.seen.find(value => !inLarge.has(value));
  if (missing === undefined) return undefined;
  const inSmall = new Set(small.seen);
  const other = large.seen.find(value => !inSmall.has(value));
  return {
    operations: [small.call.index, large.call.index],
    text: `${describe(small.call.operation)} saw ${missing} and not ${other}, ${describe(large.call.operation)} saw ${other} and not ${missing}.`,
  };
}

/** Two reads of a log of which neither is the beginning of the other. */
function forked(small: Read, large: Read, describe: Describe): Contradiction | undefined {
  const at = small.seen.findIndex((value, place) => value !== large.seen[place]);
  if (at < 0) return undefined;
  return {
    operations: [small.call.index, large.call.index],
    text:
      `${describe(small.call.operation)} has ${small.seen[at]} in place ${at + 1}, where ` +
      `${describe(large.call.operation)} has ${large.seen[at]}.`,
  };
}

function placesInLog(reads: readonly Read[]): Map<number, number> {
  return new Map(reads[reads.length - 1]?.seen.map((value, at) => [value, at + 1]));
}

/** Of each value: how many the smallest read that saw it had seen. */
function firstSizes(reads: readonly Read[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { seen, size } of reads) {
    if (size === sizes.size) continue;
    for (const value of seen) if (!sizes.has(value)) sizes.set(value, size);
  }
  return sizes;
}

/** A call of a later block that was over before one of an earlier block began. */
function runsBackwards(
  calls: readonly Call[],
  blocks: ReadonlyMap<Call, number>,
  describe: Describe,
): Contradiction | undefined {
  const sorted = [...calls].sort((a, b) => blocks.get(b)! - blocks.get(a)! || a.index - b.index);
  /** Of all later blocks; those of the block at hand join when it is over. */
  let soonest: Call | undefined;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const block = blocks.get(sorted[from]!);
    while (to < sorted.length && blocks.get(sorted[to]!) === block) to++;
    for (const call of sorted.slice(from, to))
      if (soonest && soonest.completedMs < call.invokedMs) return backwards(soonest, call, calls, describe);
    for (const call of sorted.slice(from, to))
      if (!soonest || call.completedMs < soonest.completedMs) soonest = call;
  }
  return undefined;
}

/** `first` was over before `second` began, but what was read puts `second` first. */
function backwards(first: Call, second: Call, calls: readonly Call[], describe: Describe): Contradiction {
  const time = `${describe(first.ending.operation)} was over before ${describe(second.operation)} began`;
  const two = [first.ending.index, second.index];
  const a = first.operation;
  const b = second.operation;
  // That a read saw a write that had not begun is found before.
  if (b.kind === 'read') {
    if (a.kind === 'write') return { operations: two, text: `${time}, which does not hold ${a.value}.` };
    const gone = a.seen!.find(value => !b.seen!.includes(value));
    return { operations: two, text: `${time}, which no longer holds ${gone}.` };
  }
  // Some read holds the second without the first, or the second before the first.
  const witness = calls.find(
    ({ operation: { kind, seen } }) =>
      kind === 'read' &&
      seen!.includes(b.value!) &&
      (!seen!.includes(a.value!) || seen!.indexOf(b.value!) < seen!.indexOf(a.value!)),
  )!;
  const how = witness.operation.seen!.includes(a.value!) ? 'before' : 'without';
  return {
    operations: [...two, witness.index],
    text: `${time}, but ${describe(witness.operation)} holds ${b.value} ${how} ${a.value}.`,
  };
}
