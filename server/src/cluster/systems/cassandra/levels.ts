import { majority } from '../../quorum.js';

/** True for levels that look at the replicas of one data centre only. */
export function isLocal(level: string): boolean {
  return level.startsWith('LOCAL_');
}

/**
 * How many replicas must answer at a consistency level. Local levels: in the data centre with the fewest replicas, which
 * is the one to fail first. Undefined for what is no level.
 * @param copies Replicas per data centre.
 */
export function neededOf(level: string, copies: Readonly<Record<string, number>>): number | undefined {
  const counts = Object.values(copies).filter(count => count > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const least = counts.length === 0 ? 0 : Math.min(...counts);
  switch (level.toUpperCase()) {
    case 'ANY':
      return 0;
    case 'ONE':
    case 'LOCAL_ONE':
      return 1;
    case 'TWO':
      return 2;
    case 'THREE':
      return 3;
    case 'QUORUM':
    case 'SERIAL':
      return majority(total);
    case 'LOCAL_QUORUM':
    case 'LOCAL_SERIAL':
      return majority(least);
    case 'EACH_QUORUM':
      return counts.reduce((sum, count) => sum + majority(count), 0);
    case 'ALL':
      return total;
    default:
      return undefined;
  }
}
