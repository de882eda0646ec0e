import type { Prepared } from '../../family.js';
import type { Fault } from '../../schedule/model.js';
import { Play } from '../play.js';
import { propertyNamed } from '../properties.js';
import type { Counterexample } from '../story.js';

/** A fault of a trace, or what ends one, with the coarse time of the search. */
export interface ToldFault {
  /** ms from the beginning of the trace. */
  readonly atMs: number;
  readonly fault: Fault;
}

/** What of a trace a schedule has to say. */
export interface TraceFaults {
  readonly faults: readonly ToldFault[];
  /** When the trace ends, in ms from its beginning. */
  readonly endMs: number;
  /** Hosts of those who lead when it begins. */
  readonly leaders: readonly string[];
}

/** Plays a counterexample again and writes down what is done to the cluster in it, and when. */
export function traceFaults(prepared: Prepared, example: Counterexample): TraceFaults {
  const play = new Play(prepared, example.bounds);
  const { stage } = play;
  const property = propertyNamed(example.property);
  play.begin(example.trace[0]?.answers ?? []);
  const leaders = stage.protocol.leaders().map(p => prepared.hosts[prepared.processes[p]!.host]!.name);
  const faults: ToldFault[] = [];
  play.follow(
    example.trace,
    at => property?.broken(at) ?? false,
    (_text, { action }, atMs) => {
      const fault = stage.faultOf(action);
      if (fault !== undefined) faults.push({ atMs, fault });
    },
  );
  return { faults, endMs: stage.elapsedMs, leaders: [...new Set(leaders)] };
}
