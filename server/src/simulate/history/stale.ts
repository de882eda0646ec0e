import type { Operation } from './model.js';
import { byKey, effects, isDone, type ObjectKind, registerValue, writesByValue } from './objects.js';

/** A read that misses a write that had been acknowledged before it began. */
export interface StaleRead {
  readonly read: number;
  /** The oldest that it misses; undefined where only its age is known. */
  readonly missed?: number;
  /** From the acknowledgement to the beginning of the read, in ms. */
  readonly ageMs: number;
}

export interface Staleness {
  /** Reads that were answered. */
  readonly reads: number;
  readonly stale: number;
  /** 0 where none is stale. */
  readonly maxAgeMs: number;
  /** The read of that age. */
  readonly oldest?: StaleRead;
}

/** Over all nodes, and by the node that answered. */
export interface StaleReads extends Staleness {
  readonly byNode: Readonly<Record<string, Staleness>>;
}

/** Counts the reads of each node that miss something. */
export function summarizeStale(operations: readonly Operation[], object: ObjectKind): StaleReads {
  const nodes = new Map<string, { reads: number; found: StaleRead[] }>();
  const of = (index: number) => {
    const node = operations[index]!.node ?? '';
    let its = nodes.get(node);
    if (!its) nodes.set(node, (its = { reads: 0, found: [] }));
    return its;
  };
  let reads = 0;
  operations.forEach((operation, index) => {
    if (operation.kind !== 'read' || !isDone(operation)) return;
    reads++;
    of(index).reads++;
  });
  const stale = findStale(operations, object);
  for (const each of stale) of(each.read).found.push(each);
  const byNode = Object.fromEntries(
    [...nodes].filter(([node]) => node !== '').map(([node, its]) => [node, staleness(its.reads, its.found)]),
  );
  return { ...staleness(reads, stale), byNode };
}

function staleness(reads: number, stale: readonly StaleRead[]): Staleness {
  let oldest: StaleRead | undefined;
  for (const each of stale) if (!oldest || each.ageMs > oldest.ageMs) oldest = each;
  return { reads, stale: stale.length, maxAgeMs: oldest?.ageMs ?? 0, ...(oldest ? { oldest } : {}) };
}

/**
 * Every stale read, in the order of the history. Only what was acknowledged strictly before the read began counts. Of
 * a set or log, a read misses the acknowledged writes of a client that the client began after the last of its writes that
 * the read shows: what is missing before that one is lost or out of order, which others check. Of a register, it
 * misses the writes than which what it shows is surely older. Where nobody kept what a read saw, its `staleMs` counts.
 */
export function findStale(operations: readonly Operation[], object: ObjectKind): StaleRead[] {
  const found: StaleRead[] = [];
  const told = (read: number, missed: number | undefined) => {
    if (missed === undefined) return;
    const ageMs = operations[read]!.invokedMs - operations[missed]!.completedMs!;
    found.push({ read, missed, ageMs });
  };
  const judges = new Map<number, (read: Operation) => number | undefined>();
  for (const [key, places] of byKey(operations))
    judges.set(key, object === 'register' ? ofRegister(operations, places) : ofWhole(operations, places));
  operations.forEach((operation, index) => {
    if (operation.kind !== 'read' || !isDone(operation)) return;
    const { seen, staleMs, key } = operation;
    if (seen) told(index, judges.get(key)!(operation));
    else if (staleMs !== undefined && staleMs > 0) found.push({ read: index, ageMs: staleMs });
  });
  return found;
}

/** Of the acknowledged writes of a key by their beginnings, the first to be acknowledged from each on. */
interface Ahead {
  readonly writes: readonly number[];
  /** By place in `writes`; as long as it. */
  readonly soonest: readonly number[];
}

function ahead(operations: readonly Operation[], places: readonly number[]): Ahead {
  const writes = places
    .filter(index => operations[index]!.kind === 'write' && isDone(operations[index]!))
    .sort((a, b) => operations[a]!.invokedMs - operations[b]!.invokedMs || a - b);
  const soonest = [...writes];
  for (let at = writes.length - 2; at >= 0; at--)
    if (operations[soonest[at + 1]!]!.completedMs! < operations[writes[at]!]!.completedMs!)
      soonest[at] = soonest[at + 1]!;
  return { writes, soonest };
}

/** The place of the first that began after `ms`, or at that moment and stands after `index`. */
function after({ writes }: Ahead, operations: readonly Operation[], ms: number, index: number): number {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { invokedMs } = operations[writes[middle]!]!;
    if (invokedMs < ms || (invokedMs === ms && writes[middle]! <= index)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function ofRegister(operations: readonly Operation[], places: readonly number[]) {
  const list = ahead(operations, places);
  const effect = effects(operations, 'register');
  const writes = writesByValue(operations);
  return (read: Operation): number | undefined => {
    const value = registerValue(read);
    const shown = writes.get(value);
    if (value !== undefined && shown === undefined) return undefined;
    const since = shown === undefined ? Number.NEGATIVE_INFINITY : effect.byMs[shown]!;
    const missed = list.soonest[after(list, operations, since, Number.POSITIVE_INFINITY)];
    return missed !== undefined && operations[missed]!.completedMs! < read.invokedMs ? missed : undefined;
  };
}

function ofWhole(operations: readonly Operation[], places: readonly number[]) {
  const writes = writesByValue(operations);
  const clients = new Map<number, Ahead>();
  for (const client of new Set(places.map(index => operations[index]!.client))) {
    const own = places.filter(index => operations[index]!.client === client);
    const list = ahead(operations, own);
    if (list.writes.length > 0) clients.set(client, list);
  }
  return (read: Operation): number | undefined => {
    const last = new Map<number, number>();
    for (const value of read.seen!) {
      const write = writes.get(value);
      if (write === undefined) continue;
      const { client, invokedMs } = operations[write]!;
      const known = last.get(client);
      const begun = known === undefined ? Number.NEGATIVE_INFINITY : operations[known]!.invokedMs;
      if (invokedMs > begun || (invokedMs === begun && write > known!)) last.set(client, write);
    }
    let oldest: number | undefined;
    for (const [client, list] of clients) {
      const shown = last.get(client);
      const from = shown === undefined ? 0 : after(list, operations, operations[shown]!.invokedMs, shown);
      const missed = list.soonest[from];
      if (missed === undefined || operations[missed]!.completedMs! >= read.invokedMs) continue;
      if (oldest === undefined || operations[missed]!.completedMs! < operations[oldest]!.completedMs!)
        oldest = missed;
    }
    return oldest;
  };
}
