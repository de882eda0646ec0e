import type { Operation } from './model.js';
import { isDone, type ObjectKind, writesByValue } from './objects.js';
import { type SessionOrder, sessionOrder } from './session-order.js';
import type { SessionViolation } from './sessions.js';

/**
 * Of sets and logs: a read shows all that its session wrote and saw before, and of every session of which it shows a write, all
 * that this session wrote and saw before that write; in a log, before it. Takes as long as what was read is, and as the
 * sessions are for each read.
 */
export function wholeViolations(
  operations: readonly Operation[],
  places: readonly number[],
  object: ObjectKind,
): SessionViolation[] {
  const order = sessionOrder(operations);
  const shown = writesShown(operations, places);
  const sessions = sessionsOf(operations, places, order, shown);
  /** Of each write: the last read that was found to show it. */
  const shownBy = new Int32Array(operations.length).fill(-1);
  return [...shown].flatMap(([read, writes]) => {
    const found = new Map<string, SessionViolation>();
    const { latest, swapped } = walk(operations, read, writes, order, sessions, object);
    for (const each of swapped) keepFirst(found, each);
    for (const write of writes) shownBy[write] = read;
    const missing = (known: readonly Known[], until: number) => {
      for (const each of known) {
        if (each.over >= until) return undefined;
        if (shownBy[each.write] !== read) return each;
      }
      return undefined;
    };
    const { client } = operations[read]!;
    const own = sessions.get(client)!;
    const wrote = missing(own.wrote, order.begun[read]!);
    if (wrote) keepFirst(found, { guarantee: 'read your writes', client, read, missed: wrote.write });
    const saw = missing(own.saw, order.begun[read]!);
    if (saw) keepFirst(found, { guarantee: 'monotonic reads', client, read, missed: saw.by });
    for (const [{ client, wrote, saw }, seen] of latest) {
      const lacks = missing(wrote, order.begun[seen]!);
      if (lacks) keepFirst(found, { guarantee: 'monotonic writes', client, read, missed: lacks.write, seen });
      const unread = missing(saw, order.begun[seen]!);
      if (unread)
        keepFirst(found, { guarantee: 'writes follow reads', client, read, missed: unread.write, seen });
    }
    return [...found.values()];
  });
}

interface Session {
  readonly client: number;
  /** By when they were over. */
  readonly wrote: Known[];
  readonly saw: Known[];
  /** Of each write: when it first had seen it. Infinity: never. */
  readonly since: Float64Array;
}

interface Known {
  readonly write: number;
  /** The operation by which the session knows of it: the write itself, or a read. */
  readonly by: number;
  readonly over: number;
}

/** Of each read that was answered: the places of the writes that it shows, in its order. */
function writesShown(
  operations: readonly Operation[],
  places: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const writes = writesByValue(operations);
  const shown = new Map<number, readonly number[]>();
  for (const read of places) {
    const operation = operations[read]!;
    if (operation.kind !== 'read' || !isDone(operation) || !operation.seen) continue;
    const found: number[] = [];
    for (const value of operation.seen) {
      const write = writes.get(value);
      if (write !== undefined && operations[write]!.key === operation.key) found.push(write);
    }
    shown.set(read, found);
  }
  return shown;
}

function sessionsOf(
  operations: readonly Operation[],
  places: readonly number[],
  { over }: SessionOrder,
  shown: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, Session> {
  const sessions = new Map<number, Session>();
  for (const index of [...places].sort((a, b) => compare(over[a]!, over[b]!))) {
    const { client, kind, value } = operations[index]!;
    let session = sessions.get(client);
    if (!session) {
      const since = new Float64Array(operations.length).fill(Number.POSITIVE_INFINITY);
      sessions.set(client, (session = { client, wrote: [], saw: [], since }));
    }
    const known = { by: index, over: over[index]! };
    if (known.over === Number.POSITIVE_INFINITY) continue;
    if (kind === 'write' && value !== undefined) session.wrote.push({ write: index, ...known });
    for (const write of shown.get(index) ?? []) {
      if (session.since[write] !== Number.POSITIVE_INFINITY) continue;
      session.since[write] = known.over;
      session.saw.push({ write, ...known });
    }
  }
  return sessions;
}

/** Of each session that a read shows: the write that it began last. Of a log also what comes after what it should precede. */
function walk(
  operations: readonly Operation[],
  read: number,
  writes: readonly number[],
  { begun, precedes }: SessionOrder,
  sessions: ReadonlyMap<number, Session>,
  object: ObjectKind,
): { latest: ReadonlyMap<Session, number>; swapped: readonly SessionViolation[] } {
  const latest = new Map<Session, number>();
  const swapped: SessionViolation[] = [];
  for (const write of writes) {
    if (object === 'log')
      for (const [{ client, since }, seen] of latest) {
        const violation = { client, read, missed: write, seen };
        if (precedes(write, seen)) swapped.push({ guarantee: 'monotonic writes', ...violation });
        if (since[write]! < begun[seen]!) swapped.push({ guarantee: 'writes follow reads', ...violation });
      }
    const session = sessions.get(operations[write]!.client)!;
    const last = latest.get(session);
    if (last === undefined || begun[write]! > begun[last]!) latest.set(session, write);
  }
  return { latest, swapped };
}

function keepFirst(found: Map<string, SessionViolation>, violation: SessionViolation): void {
  const name = `${violation.guarantee} ${violation.client}`;
  if (!found.has(name)) found.set(name, violation);
}

/** Infinity equals itself. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
