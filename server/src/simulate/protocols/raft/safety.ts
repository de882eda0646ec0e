import type { Logs } from '../../kit/logs.js';
import type { Cells } from '../../world/cells.js';

/** What the properties are about. */
export interface RaftState {
  readonly term: Cells;
  readonly commit: Cells;
  readonly log: Logs;
  readonly processes: number;
  leads(p: number): boolean;
}

/**
 * The five properties that Raft guarantees at all times (Ongaro & Ousterhout, figure 3: https://raft.github.io/raft.pdf), as far as
 * one state shows them; answers the first that does not hold. `Leader append-only` is seen by this: a leader's log ends
 * with its own entries, and no shorter than what it committed.
 */
export function brokenProperty(state: RaftState): string | undefined {
  const { term, commit, log, processes } = state;
  for (let a = 0; a < processes; a++) {
    const leads = state.leads(a);
    if (leads && (log.lastEpoch(a) !== term.get(a) || log.end(a) < commit.get(a)))
      return 'leader append-only';
    for (let b = 0; b < processes; b++) {
      if (a === b) continue;
      const same = log.common(a, b);
      // Whatever somebody of an earlier term knows to be committed, later leaders have.
      if (leads && term.get(b) <= term.get(a) && same < commit.get(b)) return 'leader completeness';
      if (b < a) continue;
      if (leads && state.leads(b) && term.get(a) === term.get(b)) return 'election safety';
      if (same < Math.min(commit.get(a), commit.get(b))) return 'state machine safety';
      if (log.meetsBeyond(a, b, same)) return 'log matching';
    }
  }
  return undefined;
}
