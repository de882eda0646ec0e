import { isDeepStrictEqual } from 'node:util';
import type { Prepared } from '../../server/src/simulate/family.js';
import type { Protocol } from '../../server/src/simulate/protocol.js';
import { summarize } from '../../server/src/simulate/report/summarize.js';
import { resultText } from '../../server/src/simulate/report/text.js';
import { type Run, run } from '../../server/src/simulate/run/run.js';
import type { Schedule } from '../../server/src/simulate/schedule/model.js';
import { Random } from '../recall/site.js';
import { one, randomSchedule } from './schedules.js';
import type { Playable } from './simulated-clusters.js';

export interface SimulationFailure {
  readonly family: string;
  /** Of the cluster. */
  readonly from: string;
  /** Alone, it makes the same schedule and run again. */
  readonly round: number;
  readonly what: string;
  readonly schedule: Schedule;
}

export interface SimulationFuzz {
  readonly rounds: number;
  readonly failures: readonly SimulationFailure[];
  /** Longest time in ms that playing one schedule twice took, and its round. */
  readonly slowest: readonly [ms: number, round: number];
  /** Writes that were acknowledged, in all: none would mean that nothing was tried. */
  readonly acknowledged: number;
}

/** A run with more events than this does not end; most have some thousands. */
const MOST_EVENTS = 400_000;
/** Invariants are looked at after so many events. */
const LOOK_EVERY = 25;

/** Plays schedules at random on the clusters of one family. Same options, same schedules. */
export function fuzzSimulations(
  playables: readonly Playable[],
  rounds: number,
  seed: number,
  first = 0,
): SimulationFuzz {
  const failures: SimulationFailure[] = [];
  let slowest: [number, number] = [0, first];
  let acknowledged = 0;
  // Whatever a family speaks for has its turn, however many examples there are of the rest.
  const titles = [...new Set(playables.map(each => each.prepared.title))];
  for (let round = first; round < first + rounds && failures.length < 20; round++) {
    const random = new Random(seed * 1_000_003 + round);
    const title = one(random, titles);
    const ofTitle = playables.filter(each => each.prepared.title === title);
    const { family, from, prepared } = one(random, ofTitle);
    const schedule = randomSchedule(prepared, random);
    const started = performance.now();
    const fail = (what: string) => void failures.push({ family, from, round, what, schedule });
    try {
      const lean = one(random, ['any', 'any', 'least', 'most'] as const);
      const broken = new Set<string>();
      const plain = run(watched(prepared, broken), schedule, { seed: round, lean, cancelled: budget() });
      const { shown, ...again } = run(prepared, schedule, {
        seed: round,
        lean,
        history: true,
        cancelled: budget(),
      });
      if (plain.cut) fail(`more than ${MOST_EVENTS} events`);
      else if (
        !isDeepStrictEqual(
          { ...again, operations: again.operations.map(({ seen: _, ...rest }) => rest) },
          plain,
        )
      )
        fail('the same seed gives another run');
      for (const name of broken) fail(`broken: ${name}`);
      const wrong = wrongIn({ ...again, ...(shown === undefined ? {} : { shown }) }, schedule);
      if (wrong !== undefined) fail(wrong);
      if (round % 5 === 0) {
        const options = { cluster: from, seed: round, explain: () => undefined };
        resultText(summarize(prepared, schedule, [{ run: plain, lean }], options), { width: 100 });
      }
      acknowledged += plain.operations.filter(
        ({ kind, result }) => kind === 'write' && result === 'acknowledged',
      ).length;
    } catch (error) {
      fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const took = performance.now() - started;
    if (took > slowest[0]) slowest = [took, round];
  }
  return { rounds, failures, slowest, acknowledged };

  function budget(): () => boolean {
    let left = MOST_EVENTS;
    return () => --left < 0;
  }
}

/** The same cluster; what its protocol calls broken in any state that is looked at goes into the set. */
function watched(prepared: Prepared, broken: Set<string>): Prepared {
  return {
    ...prepared,
    create(world) {
      const protocol: Protocol = prepared.create(world);
      const faulted = protocol.faulted.bind(protocol);
      const look = () => {
        for (const name of protocol.broken()) broken.add(name);
      };
      protocol.faulted = () => {
        look();
        faulted();
        look();
      };
      const deliver = protocol.deliver.bind(protocol);
      let events = 0;
      protocol.deliver = (to, message) => {
        deliver(to, message);
        if (++events % LOOK_EVERY === 0) look();
      };
      return protocol;
    },
  };
}

/** What can hold of no run, whatever the protocol; undefined: all is well. */
function wrongIn(run: Run, { until, clients }: Schedule): string | undefined {
  const { operations, shown } = run;
  const lastWrite = clients.map(() => -1);
  const answered = new Set(['acknowledged', 'warned', 'refused']);
  for (const [
    at,
    { kind, client, invokedMs, completedMs, result, seen, key, value },
  ] of operations.entries()) {
    const name = `operation ${at}`;
    if (clients[client] === undefined) return `${name} is of no client`;
    if (
      invokedMs < 0 ||
      invokedMs > until ||
      (completedMs !== undefined && (completedMs < invokedMs || completedMs > until))
    )
      return `${name} is at ${invokedMs} to ${completedMs}`;
    if (answered.has(result) && completedMs === undefined)
      return `${name} is ${result} and was never answered`;
    if (kind === 'write') {
      if (value !== at) return `${name} writes ${value}`;
      if (invokedMs < lastWrite[client]!) return `${name} begins before the last one of its client is over`;
      lastWrite[client] = completedMs ?? invokedMs;
      continue;
    }
    if (new Set(seen).size !== seen?.length) return `${name} sees something twice`;
    for (const write of seen) {
      const its = operations[write];
      if (its?.kind !== 'write' || its.key !== key || its.invokedMs > completedMs!)
        return `${name} sees ${write}, which is no write of its key until then`;
    }
  }
  const isDone = (at: number) => /^(?:acknowledged|warned)$/.test(operations[at]!.result);
  if (!run.lost.every(isDone)) return 'what was not acknowledged is lost';
  if (run.presentAllTheSame.some(isDone)) return 'what was acknowledged is there all the same';
  if (shown?.unplaced.length !== 0) return `${shown?.unplaced.join()} acknowledged and in no log`;
  for (const list of [run.events, ...run.roles])
    if (list.some((each, at) => at > 0 && each.atMs < list[at - 1]!.atMs)) return 'times run backwards';
  if (run.events.some(({ text }) => !/^\S.*[.!?]$/s.test(text) || /undefined|NaN|\[object/.test(text)))
    return `no sentence: ${run.events.find(({ text }) => !/^\S.*[.!?]$/s.test(text) || /undefined|NaN|\[object/.test(text))?.text}`;
  return run.problems.find(problem => problem.startsWith('More messages'));
}
