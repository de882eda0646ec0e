/** What those that are left of a cluster do. */
export type Verdict = 'go on' | 'stop' | 'ask';

/**
 * Whether the nodes of a view may go on without the others: `stop` where a node group that was there is missing whole; `go
 * on` where one is there whole, for then it misses in the other half; `ask` the arbitrator otherwise. Groups of which nobody was
 * left before make no difference any more (`Dbdih::execCHECKNODEGROUPSREQ`,
 * https://github.com/mysql/mysql-server/blob/trunk/storage/ndb/src/kernel/blocks/dbdih/DbdihMain.cpp).
 * @param before Who was there. @param left Who is left, as bit masks. @param groups Per node: its group.
 */
export function judge(before: number, left: number, groups: readonly number[]): Verdict {
  let whole = false;
  for (let group = 0; group <= Math.max(...groups); group++) {
    let had = 0;
    let has = 0;
    for (let p = 0; p < groups.length; p++) {
      if (groups[p] !== group) continue;
      if ((before & (1 << p)) !== 0) had++;
      if ((left & (1 << p)) !== 0) has++;
    }
    if (has === 0) return 'stop';
    if (had > 0 && has === had) whole = true;
  }
  return whole ? 'go on' : 'ask';
}
