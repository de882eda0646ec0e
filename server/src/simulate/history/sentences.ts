import type { Operation } from './model.js';
import { type ObjectKind, registerValue } from './objects.js';

/** Names of the clients, by index. */
export type ClientNames = readonly string[] | undefined;

/** "c1's write of 7 at n2 (120 to 131 ms)". */
export function describeOperation(operation: Operation, object: ObjectKind, names?: ClientNames): string {
  const { kind, client, node, invokedMs, completedMs } = operation;
  const what = kind === 'write' ? `write of ${operation.value}` : `read of ${readOf(operation, object)}`;
  const where = node === undefined ? '' : ` at ${node}`;
  const until = completedMs === undefined ? 'never answered' : `to ${round(completedMs)} ms`;
  return `${clientName(client, names)}'s ${what}${where} (${round(invokedMs)}${completedMs === undefined ? ' ms, ' : ' '}${until})`;
}

export function clientName(client: number, names?: ClientNames): string {
  return names?.[client] ?? `client ${client + 1}`;
}

/** Many values are told by their number: a log of a run holds thousands. */
function readOf(read: Operation, object: ObjectKind): string {
  const seen = read.seen ?? [];
  if (seen.length === 0) return 'nothing';
  if (object === 'register') return String(registerValue(read));
  return seen.length <= SHOWN ? seen.join(', ') : `${seen.length} values up to ${seen[seen.length - 1]}`;
}

const SHOWN = 6;

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
