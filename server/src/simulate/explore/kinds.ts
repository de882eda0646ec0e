import type { Prepared } from '../family.js';
import { run } from '../run/run.js';
import type { FaultKind, Schedule } from '../schedule/model.js';
import { SEARCHED_FAULTS } from './menu.js';

/** Longer than any failover that goes by itself takes, in ms. */
const PATIENCE_MS = 300_000;
const CRASH_MS = 10_000;

/**
 * The kinds of faults that say most of a cluster. Where nobody else leads by himself after the leader is gone, what a failover
 * loses shows only when an operator promotes somebody; and he does it when a machine is gone for good.
 */
export function telling(prepared: Prepared): readonly FaultKind[] {
  return waitsForOperator(prepared) ? [...SEARCHED_FAULTS, 'powerLoss', 'promote'] : SEARCHED_FAULTS;
}

/** Whether somebody leads, and nobody else does after his machine is gone. */
export function waitsForOperator(prepared: Prepared): boolean {
  const schedule: Schedule = {
    until: CRASH_MS + PATIENCE_MS,
    // Somebody has to look who leads.
    clients: [{ name: 'c', writesPerSecond: 1, readsPerSecond: 0, writeTimeoutMs: 1_000 }],
    events: [{ at: CRASH_MS, fault: { kind: 'powerLoss', hosts: ['@primary'] } }],
  };
  const { roles } = run(prepared, schedule, { seed: 1 });
  const leads = (wanted: (atMs: number, last: boolean) => boolean) =>
    roles.some((list, p) =>
      list.some(
        ({ role, atMs }, i) =>
          prepared.processes[p]!.serves && role === 'leader' && wanted(atMs, i === list.length - 1),
      ),
    );
  return leads(atMs => atMs < CRASH_MS) && !leads((_, last) => last);
}
