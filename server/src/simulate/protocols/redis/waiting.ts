import type { World } from '../../world/world.js';

/** Answers whoever waits at a server: its disk has what it asked for. */
export function answerClients(w: World, p: number): void {
  const { operations } = w;
  for (let slot = 0; slot < operations.count; slot++) {
    if (!operations.isWaitingAt(slot, p)) continue;
    if (operations.isRead.get(slot) === 1) operations.answerFrom(slot, p);
    else operations.acknowledge(slot);
  }
}

/** A server closes its connections: whoever waits cannot tell what became of its operation. */
export function closeClients(w: World, p: number): void {
  const { operations } = w;
  for (let slot = 0; slot < operations.count; slot++)
    if (operations.isWaitingAt(slot, p)) operations.leaveUnknown(slot, 'connection closed by server');
}
