import type { Operation } from './model.js';
import { effects, isDone, registerValue, surelyOlder, writesByValue } from './objects.js';
import { sessionOrder } from './session-order.js';
import type { SessionViolation } from './sessions.js';

/**
 * Of registers, where one value replaces another: a read does not return a value that is surely older than what its
 * session wrote or read before, nor does a node, once it has shown a write, return one that the session of the write had made or
 * seen before it. A client that reads one value, then another, then the first again went back, whichever is older. Looks at
 * pairs: quadratic in the reads.
 */
export function registerViolations(
  operations: readonly Operation[],
  places: readonly number[],
): SessionViolation[] {
  const order = sessionOrder(operations);
  const { precedes, begun, over } = order;
  const effect = effects(operations, 'register');
  const writes = writesByValue(operations);
  /** The place of the write; undefined: nothing was there, or what nobody wrote. */
  const shown = (read: number) => writes.get(registerValue(operations[read]!));
  const older = (a: number | undefined, b: number | undefined) =>
    b !== undefined && a !== b && (a === undefined || surelyOlder(operations, effect, a, b));
  const done = places.filter(index => isDone(operations[index]!));
  const reads = done.filter(index => operations[index]!.kind === 'read' && operations[index]!.seen);
  const ownWrites = done.filter(index => operations[index]!.kind === 'write');

  /** By client and write: when the client had first read it. */
  const since = new Map<string, number>();
  for (const read of reads) {
    const name = `${operations[read]!.client} ${shown(read)}`;
    since.set(name, Math.min(since.get(name) ?? Number.POSITIVE_INFINITY, over[read]!));
  }
  const sawBefore = (client: number, write: number | undefined, moment: number) =>
    (since.get(`${client} ${write}`) ?? Number.POSITIVE_INFINITY) < moment;
  const wentBack = (read: number, earlier: number) =>
    older(shown(read), shown(earlier)) ||
    (shown(earlier) !== shown(read) && sawBefore(operations[read]!.client, shown(read), begun[earlier]!));

  return reads.flatMap(read => {
    const { client, node, invokedMs } = operations[read]!;
    const found: SessionViolation[] = [];
    const wrote = ownWrites.find(write => precedes(write, read) && older(shown(read), write));
    if (wrote !== undefined) found.push({ guarantee: 'read your writes', client, read, missed: wrote });
    const back = reads.find(earlier => precedes(earlier, read) && wentBack(read, earlier));
    if (back !== undefined) found.push({ guarantee: 'monotonic reads', client, read, missed: back });

    const missed = shown(read);
    if (missed === undefined) return found;
    const sessions = new Set<string>();
    for (const before of reads) {
      const earlier = operations[before]!;
      const seen = shown(before);
      if (earlier.node !== node || earlier.completedMs! >= invokedMs || seen === undefined) continue;
      const writer = operations[seen]!.client;
      const violation = { client: writer, read, missed, seen, before };
      if (precedes(missed, seen) && add(sessions, `writes ${writer}`))
        found.push({ guarantee: 'monotonic writes', ...violation });
      if (sawBefore(writer, missed, begun[seen]!) && add(sessions, `reads ${writer}`))
        found.push({ guarantee: 'writes follow reads', ...violation });
    }
    return found;
  });
}

/** Whether it was not in the set before. */
function add(set: Set<string>, member: string): boolean {
  if (set.has(member)) return false;
  set.add(member);
  return true;
}
