import type { Protocol } from '../protocol.js';
import { OPERATION, type Operations } from '../world/operations.js';
import { Flag } from '../world/world.js';
import type { Bounds, Stage } from './stage.js';

/** A promise that must hold in every state. */
export interface Property {
  /** As one writes it after `--property`. */
  readonly name: string;
  /** What holds: "no acknowledged write is lost". */
  readonly says: string;
  /** What a counterexample shows: "an acknowledged write is lost". */
  readonly otherwise: string;
  /** True where the present state breaks it. */
  broken(stage: Stage): boolean;
  /**
   * True where nothing that may still happen can break it: what it is about is over. A search need not go on from such a state.
   * Left out: that can never be told.
   *
   * @param last So many faults have come, or no more will, and so much was seen that what nobody has begun may be left alone.
   * @param left How many faults that count may follow.
   */
  settled?(stage: Stage, last: boolean, left: number): boolean;
  /** True where nothing breaks it from when one process leads for good, which has what was acknowledged. */
  readonly keptByLeader?: true;
}

export const PROPERTIES: readonly Property[] = [
  {
    name: 'no-lost-write',
    says: 'no acknowledged write is lost',
    otherwise: 'an acknowledged write is lost',
    keptByLeader: true,
    broken: ({ world, protocol, bounds }) => {
      for (let slot = 0; slot < bounds.writes; slot++)
        if (world.operations.isAcknowledged(slot) && protocol.isLost(slot)) return true;
      return false;
    },
    // A write that was refused, or of which its client cannot tell, will never be acknowledged.
    settled: ({ world: { operations }, protocol, bounds }, last, left) => {
      for (let slot = 0; slot < bounds.writes; slot++) {
        const status = operations.status.get(slot);
        if (status === OPERATION.free) {
          if (!last || !protocol.keepsWrites(left)) return false;
          continue;
        }
        if (status === OPERATION.waiting && protocol.isForlorn(slot)) continue;
        const counts = status === OPERATION.waiting || operations.isAcknowledged(slot);
        if (counts && !protocol.isSafe(slot, left)) return false;
      }
      return true;
    },
  },
  {
    name: 'one-writer',
    says: 'no two nodes take writes at the same time',
    otherwise: 'two nodes take writes at the same time',
    keptByLeader: true,
    broken: ({ world }) => (world.flags.get() & Flag.dualWriters) !== 0,
    // It is broken by an acknowledgement: without a write that may still get one it is not. Where timing does not matter only one of a
    // write that somebody leads without counts: see `laterLeader`.
    settled: ({ world: { operations }, protocol, bounds }, last, left) => {
      for (let slot = 0; slot < bounds.writes; slot++) {
        if (isOver(operations, slot) || isForlorn(operations, protocol, slot)) continue;
        if (last && protocol.asynchronous && operations.status.get(slot) === OPERATION.free) {
          if (protocol.keepsWrites(left)) continue;
        }
        const waits = operations.status.get(slot) === OPERATION.waiting;
        if (!waits || !protocol.asynchronous || !protocol.isSafe(slot)) return false;
      }
      return true;
    },
  },
  {
    name: 'no-stale-read',
    says: 'no read misses a write that was acknowledged before it',
    otherwise: 'a read misses a write that was acknowledged before it',
    broken: ({ world }) => (world.flags.get() & Flag.staleRead) !== 0,
    // It is broken by the answer to a read; and a read that follows on no acknowledged write misses none.
    settled: ({ world: { operations }, bounds }) => {
      if (areOver(operations, bounds.writes, operations.count)) return true;
      if (!areOver(operations, 0, bounds.writes)) return false;
      for (let slot = 0; slot < bounds.writes; slot++) if (operations.isAcknowledged(slot)) return false;
      return true;
    },
  },
  {
    name: 'no-conflict',
    says: 'no two writes are made without knowing of each other',
    otherwise: 'two writes are made without knowing of each other',
    broken: ({ world }) => (world.flags.get() & Flag.conflict) !== 0,
    // Only two that are acknowledged, both of them, are a conflict.
    settled: ({ world: { operations }, bounds }) => {
      let left = 0;
      for (let slot = 0; slot < bounds.writes; slot++)
        if (!isOver(operations, slot) || operations.isAcknowledged(slot)) left++;
      return left < 2;
    },
  },
  {
    name: 'available',
    says: 'somebody takes writes again in time',
    otherwise: 'nobody takes writes for too long',
    broken: stage => stage.isOut,
  },
  {
    name: 'protocol-safety',
    says: 'the invariants of the protocol hold',
    otherwise: 'an invariant of the protocol is broken',
    broken: ({ protocol }) => protocol.broken().length > 0,
  },
];

function isOver({ status }: Operations, slot: number): boolean {
  return status.get(slot) > OPERATION.waiting;
}

function isForlorn({ status }: Operations, protocol: Protocol, slot: number): boolean {
  return status.get(slot) === OPERATION.waiting && protocol.isForlorn(slot);
}

function areOver(operations: Operations, from: number, to: number): boolean {
  for (let slot = from; slot < to; slot++) if (!isOver(operations, slot)) return false;
  return true;
}

export function propertyNamed(name: string): Property | undefined {
  return PROPERTIES.find(each => each.name === name);
}

/** What holds, within the bounds of a search: "somebody takes writes again within 60 s". */
export function saysWithin({ name, says }: Property, { rtoMs }: Bounds): string {
  return name === 'available' && rtoMs !== undefined
    ? `somebody takes writes again within ${rtoMs / 1000} s`
    : says;
}

/** What a counterexample shows, within the bounds of a search: "nobody takes writes for longer than 60 s". */
export function otherwiseWithin({ name, otherwise }: Property, { rtoMs }: Bounds): string {
  return name === 'available' && rtoMs !== undefined
    ? `nobody takes writes for longer than ${rtoMs / 1000} s`
    : otherwise;
}
