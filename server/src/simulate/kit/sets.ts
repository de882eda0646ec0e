/** How many members a set of processes has, kept as a bit mask. */
export function countBits(set: number): number {
  let n = set - ((set >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export function has(set: number, member: number): boolean {
  return (set & (1 << member)) !== 0;
}

/** Sets of processes are words of 31 bits: families with more members cannot be played. */
export const MAX_SET = 30;
