import type { Protocol } from './protocol.js';
import type { World } from './world/world.js';

/**
 * While a leader acknowledges a write: another one of a later epoch that takes writes as well and does not have this one;
 * -1: there is none. What the later one has too may be acknowledged late: it is no other history.
 * @param operation Slot of the write, which its process is about to have acknowledged.
 */
export function laterLeader(world: World, protocol: Protocol, operation: number): number {
  const p = world.operations.process.get(operation) - 1;
  if (p < 0 || protocol.role(p) !== 'leader') return -1;
  for (let q = 0; q < world.processes.length; q++) {
    if (q === p || !world.isUp(q) || protocol.role(q) !== 'leader' || !protocol.writable(q)) continue;
    if (protocol.holds(q, operation) || (protocol.asynchronous && !protocol.isLost(operation))) continue;
    if (protocol.epoch(q) > protocol.epoch(p)) return q;
  }
  return -1;
}
