import type { Cells } from '../../world/cells.js';
import type { Timer } from '../../world/timer.js';
import type { PostgresState } from './state.js';

/** Positions that wait for their moment, at most. */
const MARKS = 16;

/**
 * Replay on standbys: at once, or after recovery_min_apply_delay, which holds back commits and not what is received
 * (https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-RECOVERY-MIN-APPLY-DELAY). Held back
 * positions are kept as a few marks: what comes within a sixteenth of the delay is replayed together.
 */
export class DelayedReplay {
  private readonly delays: boolean;
  private readonly position: Cells | undefined;
  private readonly begun: Cells | undefined;
  private readonly due: Cells | undefined;
  private readonly timer: Timer | undefined;

  constructor(
    private readonly state: PostgresState,
    private readonly told: (p: number) => void,
  ) {
    this.delays = state.all.some(p => state.node(p).applyDelayMs > 0);
    if (!this.delays) return;
    this.position = state.w.perProcess('held back', 'value', MARKS);
    this.begun = state.w.perProcess('held back since', 'due', MARKS);
    this.due = state.w.perProcess('held back until', 'due', MARKS);
    this.timer = state.w.timer('recovery_min_apply_delay');
  }

  /** A standby has flushed more WAL. */
  received(p: number): void {
    const { state, position, begun, due, timer } = this;
    const end = state.flushed.get(p);
    const delay = state.node(p).applyDelayMs;
    if (delay === 0 || position === undefined || begun === undefined || due === undefined) {
      state.applied.set(p, end);
      return;
    }
    const at = state.w.dueIn(delay, delay);
    let last = p * MARKS;
    while (last < (p + 1) * MARKS - 1 && position.get(last) !== 0) last++;
    const before = last - 1;
    const full = position.get(last) !== 0;
    if (full || (before >= p * MARKS && at - begun.get(before) < state.w.units(delay / (MARKS - 1)))) {
      const mark = full ? last : before;
      position.set(mark, end);
      due.set(mark, at);
      return;
    }
    position.set(last, end);
    begun.set(last, at);
    due.set(last, at);
    if (last === p * MARKS) timer?.arm(p, delay);
  }

  expire(p: number, timer: number): boolean {
    const { state, position, begun, due } = this;
    if (this.timer === undefined || timer !== this.timer.id) return false;
    if (position === undefined || begun === undefined || due === undefined) return true;
    const first = p * MARKS;
    while (position.get(first) !== 0 && due.get(first) <= state.w.now) {
      state.applied.set(p, Math.max(state.applied.get(p), position.get(first)));
      for (let i = first; i < first + MARKS; i++) {
        const isLast = i === first + MARKS - 1;
        position.set(i, isLast ? 0 : position.get(i + 1));
        begun.set(i, isLast ? 0 : begun.get(i + 1));
        due.set(i, isLast ? 0 : due.get(i + 1));
      }
    }
    if (position.get(first) !== 0) this.timer.due.set(p, due.get(first));
    this.told(p);
    return true;
  }

  /** Nothing is held back any more. */
  forget(p: number): void {
    this.timer?.cancel(p);
    for (let i = p * MARKS; i < (p + 1) * MARKS; i++) {
      this.position?.set(i, 0);
      this.begun?.set(i, 0);
      this.due?.set(i, 0);
    }
  }
}
