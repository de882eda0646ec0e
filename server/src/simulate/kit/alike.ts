/**
 * Processes that may change places in a search: those whose settings are the same in all that matters.
 * @param keyOf What tells them apart, as a text; undefined: it is like no other.
 * @returns Tuples of one process each; empty where no two are alike.
 */
export function alikeProcesses(
  count: number,
  keyOf: (process: number) => string | undefined,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (let p = 0; p < count; p++) {
    const key = keyOf(p);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), p]);
  }
  // Only one group of processes may change places at a time: the largest.
  let best: readonly number[] = [];
  for (const group of groups.values()) if (group.length > best.length) best = group;
  return best.length > 1 ? best.map(p => [p]) : [];
}
