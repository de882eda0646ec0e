import type { Prepared } from '../family.js';
import type { FinalState } from '../history/index.js';
import type { History } from '../history/model.js';
import type { RoleChange } from '../report/model.js';
import type { Schedule } from '../schedule/model.js';
import type { Run } from './run.js';

/** A run as what its clients met, and what there is to know beside that: for `checkHistory`. */
export interface RunHistory {
  readonly history: History;
  readonly final: FinalState;
}

/**
 * The history of a run that kept what its reads saw (`RunOptions.history`); without that nothing can be said of its reads,
 * and it throws.
 *
 * @param originMs The moment from which times are told, in ms from the beginning of the run.
 */
export function historyOf(prepared: Prepared, schedule: Schedule, run: Run, originMs = 0): RunHistory {
  const { shown, firstFaultMs } = run;
  if (shown === undefined) throw new Error('This run did not keep what its reads saw.');
  const roles: Record<string, readonly RoleChange[]> = {};
  for (const [p, { name, serves }] of prepared.processes.entries())
    if (serves) roles[name] = (run.roles[p] ?? []).map(each => ({ ...each, atMs: each.atMs - originMs }));
  const healMs = shown.repaired ? shown.lastFaultMs : undefined;
  return {
    history: {
      operations: run.operations.map(operation => ({
        ...operation,
        invokedMs: operation.invokedMs - originMs,
        ...(operation.completedMs === undefined ? {} : { completedMs: operation.completedMs - originMs }),
      })),
      events: run.events.map(event => ({ ...event, atMs: event.atMs - originMs })),
      endMs: run.endMs - originMs,
    },
    final: {
      object: shown.object,
      present: new Set(shown.present),
      roles,
      clients: schedule.clients.map(({ name }) => name),
      ...(firstFaultMs === undefined ? {} : { firstFaultMs: firstFaultMs - originMs }),
      ...(healMs === undefined ? {} : { healMs: healMs - originMs }),
    },
  };
}
