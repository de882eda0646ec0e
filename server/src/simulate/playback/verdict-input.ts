import type { Prepared } from '../family.js';
import type { SettingRef } from '../history/model.js';
import type { RunFacts } from '../report/facts.js';
import type { SimulationResult } from '../report/model.js';
import type { Run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';

/** What verdicts are drawn from: all runs, and the one that is shown. */
export interface VerdictInput {
  readonly prepared: Prepared;
  readonly schedule: Schedule;
  /** Of all runs. */
  readonly result: SimulationResult;
  readonly facts: readonly RunFacts[];
  /** Of the run that is shown, with its operations. */
  readonly run: Run;
  readonly here: RunFacts;
}

/** Settings named by events of these kinds after the first fault, in the run that is shown. */
export function named({ run }: VerdictInput, kinds: readonly string[]): readonly SettingRef[] {
  return run.events.flatMap(({ kind, atMs, because = [] }) =>
    kinds.includes(kind) && atMs >= (run.firstFaultMs ?? 0) ? because : [],
  );
}

/** So many settings that have a hand in something are read. */
const MOST = 4;

/** Each setting once, whichever member it is of, the first ones first. */
export function firstOf(...lists: readonly (readonly SettingRef[])[]): SettingRef[] {
  const found = new Map<string, SettingRef>();
  for (const ref of lists.flat()) {
    const key = `${ref.system}.${ref.name}`;
    if (!found.has(key)) found.set(key, ref);
  }
  return [...found.values()].slice(0, MOST);
}
