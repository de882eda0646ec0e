import { countBits } from '../../kit/sets.js';
import type { Level } from './config.js';

/** So many of these nodes. */
export interface Share {
  readonly of: number;
  readonly count: number;
}

/**
 * Which copies have to answer at a level, per data centre that counts by itself. QUORUM is the majority of all copies in
 * all data centres (https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html#tunable-consistency).
 *
 * @param copies The set of nodes that hold the key.
 * @param sites Per data centre the set of its nodes.
 * @param site Data centre of the coordinator.
 */
export function sharesOf(
  level: Level,
  copies: number,
  sites: readonly number[],
  site: number,
): readonly Share[] {
  const own = copies & (sites[site] ?? 0);
  switch (level) {
    case 'ANY':
      return [{ of: copies, count: 0 }];
    case 'LOCAL_ONE':
      return [{ of: own, count: 1 }];
    case 'LOCAL_QUORUM':
      return [{ of: own, count: majorityOf(own) }];
    case 'EACH_QUORUM':
      return sites
        .map(nodes => copies & nodes)
        .filter(of => of !== 0)
        .map(of => ({ of, count: majorityOf(of) }));
    case 'QUORUM':
      return [{ of: copies, count: majorityOf(copies) }];
    case 'ALL':
      return [{ of: copies, count: countBits(copies) }];
    default:
      return [{ of: copies, count: level }];
  }
}

/** Whether a set of nodes is enough. */
export function isEnough(shares: readonly Share[], answered: number): boolean {
  for (let i = 0; i < shares.length; i++)
    if (countBits(answered & shares[i]!.of) < shares[i]!.count) return false;
  return true;
}

function majorityOf(set: number): number {
  return Math.floor(countBits(set) / 2) + 1;
}
