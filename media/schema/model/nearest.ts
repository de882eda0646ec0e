import type { Box } from './scene.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The box that somebody means who goes on in a direction: near, and rather straight ahead than aside. */
export function nearest<T extends Box & { readonly id: string }>(
  from: Box,
  all: readonly T[],
  direction: Direction,
): T | undefined {
  return best(from, all, direction, 1.5) ?? best(from, all, direction, Number.POSITIVE_INFINITY);
}

/** @param cone How far aside something may be, as a multiple of how far ahead. */
function best<T extends Box & { readonly id: string }>(
  from: Box,
  all: readonly T[],
  direction: Direction,
  cone: number,
): T | undefined {
  let found: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  const [fromX, fromY] = [from.x + from.width / 2, from.y + from.height / 2];
  for (const each of all) {
    const dx = each.x + each.width / 2 - fromX;
    const dy = each.y + each.height / 2 - fromY;
    const ahead = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy;
    const aside = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx);
    if (ahead <= 1 || aside > ahead * cone) continue;
    const cost = ahead + aside * 2.2;
    if (cost < least) {
      least = cost;
      found = each;
    }
  }
  return found;
}
