/** Something on a line that wants its middle at a place. */
export interface Wish {
  readonly at: number;
  readonly size: number;
}

/**
 * Puts things beside each other in the order given, each as near to its wish as the others let it: pools of things that touch
 * stand at the mean of what they want. Gives where each begins.
 */
export function spread(wishes: readonly Wish[], gap: number): number[] {
  interface Pool {
    first: number;
    /** Sum of (wish of the pool's beginning), and how many. */
    sum: number;
    number: number;
    length: number;
  }
  const pools: Pool[] = [];
  wishes.forEach(({ at, size }, index) => {
    let pool: Pool = { first: index, sum: at - size / 2, number: 1, length: size + gap };
    while (pools.length > 0) {
      const last = pools[pools.length - 1]!;
      if (last.sum / last.number + last.length <= pool.sum / pool.number) break;
      pools.pop();
      // Members of the second pool want the first one's beginning by as much further left as they stand behind it.
      pool = {
        first: last.first,
        sum: last.sum + pool.sum - pool.number * last.length,
        number: last.number + pool.number,
        length: last.length + pool.length,
      };
    }
    pools.push(pool);
  });
  const starts: number[] = [];
  for (const [at, pool] of pools.entries()) {
    let x = pool.sum / pool.number;
    const end = pools[at + 1]?.first ?? wishes.length;
    for (let index = pool.first; index < end; index++) {
      starts.push(x);
      x += wishes[index]!.size + gap;
    }
  }
  return starts;
}
