import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Protocol } from '../../../../server/src/simulate/protocol.js';
import { OPERATION } from '../../../../server/src/simulate/world/operations.js';
import { STATUS, type World } from '../../../../server/src/simulate/world/world.js';

/** How many faults may follow: none, one, any number. */
const LEFT = [0, 1, Number.POSITIVE_INFINITY];

export interface Said {
  /** Of a write that waited, of one that was acknowledged, of one that nobody had begun. */
  waiting: number;
  acknowledged: number;
  before: number;
  /** Of a write that was acknowledged and lost after all, with no more faults than might follow. */
  wrong: number;
}

/**
 * Remembers in each state what was said on the way there of the only write, for each number of faults that might still follow: that it is
 * kept if it is ever acknowledged. Counts how often that was said, and how often it was wrong.
 */
export function claiming(
  prepared: Prepared,
  change: (protocol: Protocol, world: World) => void = () => {},
): { readonly said: Said; readonly prepared: Prepared } {
  const said: Said = { waiting: 0, acknowledged: 0, before: 0, wrong: 0 };
  const create = (world: World) => {
    const claims = world.one('claims');
    const damage = world.one('damage');
    const protocol = prepared.create(world);
    change(protocol, world);
    const { faulted, renumber } = protocol;
    protocol.faulted = () => {
      faulted.call(protocol);
      const present = damageOf(world);
      // What was said for any number of faults stays, what was said for one is said for none now.
      if (present > damage.get())
        claims.set(0, afterFault(claims.get() & 7) | (afterFault(claims.get() >> 3) << 3));
      damage.set(0, present);
    };
    protocol.renumber = () => {
      renumber.call(protocol);
      const { operations } = world;
      const status = operations.status.get(0);
      const acknowledged = operations.isAcknowledged(0);
      if (acknowledged && protocol.isLost(0)) {
        if (claims.get() !== 0) said.wrong++;
        return;
      }
      const begun = operations.isWaiting(0) || acknowledged;
      for (const [which, left] of LEFT.entries()) {
        const bit = 1 << (begun ? which : which + 3);
        if ((claims.get() & bit) !== 0) continue;
        const kept = begun
          ? protocol.isSafe(0, left)
          : status === OPERATION.free && protocol.keepsWrites(left);
        if (!kept) continue;
        claims.set(0, claims.get() | bit);
        if (acknowledged) said.acknowledged++;
        else if (begun) said.waiting++;
        else said.before++;
      }
    };
    return protocol;
  };
  return { said, prepared: { ...prepared, create } };
}

/** What was said for any number of faults stays, what was said for one is said for none now. */
function afterFault(said: number): number {
  return (said & 4) | ((said & 4) >> 1) | ((said & 6) !== 0 ? 1 : 0);
}

function damageOf(world: World): number {
  let sum = world.network.isWhole ? 0 : 1;
  for (let p = 0; p < world.processes.length; p++) if (world.status.get(p) !== STATUS.up) sum++;
  return sum;
}
