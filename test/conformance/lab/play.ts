import { prepare } from '../../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../../server/src/simulate/family.js';
import { factsOf, type RunFacts } from '../../../server/src/simulate/report/facts.js';
import { playRuns } from '../../../server/src/simulate/report/play.js';
import type { Schedule } from '../../../server/src/simulate/schedule/model.js';
import { clusterOf } from './cluster.js';
import type { Scenario } from './records.js';
import { LEAD_IN_MS, scheduleOf } from './schedule.js';

/** A scenario played over and over by the model. */
export interface Played {
  readonly prepared: Prepared;
  readonly schedule: Schedule;
  readonly facts: readonly RunFacts[];
  /** What of the schedule could not be done, and runs that did not end: each sentence once. */
  readonly problems: readonly string[];
  /** The process that a machine's name stands for, where clients talk to one on it. */
  readonly processOf: ReadonlyMap<string, number>;
}

/** Plays a scenario so many times, or as often as a simulation does; a sentence where it cannot be played. */
export function play(scenario: Scenario, runs?: number): Played | string {
  const read = clusterOf(scenario.scenario, scenario.system);
  if (read === undefined) return 'no cluster is read';
  const prepared = prepare(read.cluster, read.all);
  if (!isPrepared(prepared)) return `cannot be simulated: ${prepared.why}`;
  const schedule = scheduleOf(scenario, read.hosts);
  const problems = new Set<string>();
  const played = playRuns(prepared, schedule, { seed: 1, ...(runs === undefined ? {} : { runs }) });
  const facts = played.map(({ run: result }) => {
    for (const problem of result.problems) problems.add(problem);
    if (result.cut) problems.add('A run had more events than a run may have.');
    return factsOf(prepared, schedule, { ...result, firstFaultMs: LEAD_IN_MS });
  });
  return {
    prepared,
    schedule,
    facts,
    problems: [...problems],
    processOf: new Map(
      read.hosts.flatMap(name => {
        const found = serverOn(prepared, name);
        return found < 0 ? [] : [[name, found] as const];
      }),
    ),
  };
}

function serverOn({ hosts, processes }: Prepared, name: string): number {
  const same = (other: string | undefined) => other?.toLowerCase() === name.toLowerCase();
  return processes.findIndex(
    ({ serves, member, host, name: own }) =>
      serves && (same(hosts[host]!.name) || same(own) || same(member) || hosts[host]!.aliases.some(same)),
  );
}
