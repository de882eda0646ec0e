import type { Operation } from './model.js';
import { byKey, type ObjectKind } from './objects.js';
import { type ClientNames, describeOperation } from './sentences.js';
import { registerViolations } from './sessions-register.js';
import { wholeViolations } from './sessions-whole.js';

export const SESSION_GUARANTEES = [
  'read your writes',
  'monotonic reads',
  'monotonic writes',
  'writes follow reads',
] as const;
export type SessionGuarantee = (typeof SESSION_GUARANTEES)[number];

export interface SessionViolation {
  readonly guarantee: SessionGuarantee;
  /** Whose session: of the first two the reader's, of the others the writer's. */
  readonly client: number;
  /** The read that shows it. */
  readonly read: number;
  /** What it misses or has in the wrong order: a write, or an earlier read. */
  readonly missed: number;
  /** Of the last two: the later write of the session, which was seen. */
  readonly seen?: number;
  /** Of a register and the last two: the earlier read of the same node that had the later value. */
  readonly before?: number;
}

/**
 * The guarantees that a client has within its own session (Terry and others), of each key by itself. A session is what one client
 * does one after the other: an operation comes after those of the client that were over strictly before it began. A violation
 * for each read, guarantee and session, in the order of the reads. Writes of unknown outcome may be missing.
 *
 * https://doi.org/10.1109/PDIS.1994.331722
 */
export function checkSessions(operations: readonly Operation[], object: ObjectKind): SessionViolation[] {
  const check = object === 'register' ? registerViolations : wholeViolations;
  return [...byKey(operations).values()]
    .flatMap(places => check(operations, places, object))
    .sort((a, b) => a.read - b.read || order(a) - order(b) || a.client - b.client);
}

function order({ guarantee }: SessionViolation): number {
  return SESSION_GUARANTEES.indexOf(guarantee);
}

/** One sentence. */
export function describeViolation(
  { guarantee, read, missed, seen, before }: SessionViolation,
  operations: readonly Operation[],
  object: ObjectKind,
  names?: ClientNames,
): string {
  const name = (index: number) => describeOperation(operations[index]!, object, names);
  if (seen === undefined)
    return `${name(read)} came after ${name(missed)} and does not show it (${guarantee}).`;
  const later = before === undefined ? name(seen) : `${name(seen)}, which ${name(before)} had shown`;
  return `${name(read)} shows ${later}, without ${name(missed)} before it (${guarantee}).`;
}
