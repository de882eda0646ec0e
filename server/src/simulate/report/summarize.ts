import type { Prepared } from '../family.js';
import type { SettingRef } from '../history/model.js';
import type { Run } from '../run/run.js';
import type { Schedule, ScheduledClient } from '../schedule/model.js';
import { align, intervalOf } from './align.js';
import { factsOf, type RunFacts } from './facts.js';
import type {
  ClientResult,
  Interval,
  LeaderSpan,
  Lean,
  SettingValue,
  SimulationResult,
  StaleReads,
  Verdict,
} from './model.js';
import { reasonsOf } from './reasons.js';
import { sampleOf } from './sample.js';
import { worstOf } from './worst.js';

/** A run, and where in their intervals its timers went off. */
export interface PlayedRun {
  readonly run: Run;
  readonly lean: Lean;
  /** What the run came to, where somebody has measured it already. */
  readonly facts?: RunFacts;
}

export interface SummaryOptions {
  readonly cluster: string;
  readonly seed: number;
  readonly explain: (ref: SettingRef) => SettingValue | undefined;
}

/** Puts runs of one schedule together: least and most of every time, and what never, sometimes and always happened. */
export function summarize(
  prepared: Prepared,
  schedule: Schedule,
  played: readonly PlayedRun[],
  options: SummaryOptions,
): SimulationResult {
  const facts = played.map(each => each.facts ?? factsOf(prepared, schedule, each.run));
  const runs = played.map(({ run }) => run);
  const origin = runs[0]!.firstFaultMs ?? 0;
  const events = [...new Set(schedule.events.map(({ at }) => at - origin))];
  const worst = worstOf(facts);
  const oldLeaderLastAck = intervalOf(defined(facts.map(each => each.oldLastAckMs)));
  const newLeaderFirstAck = intervalOf(defined(facts.map(each => each.newFirstAckMs)));
  const problems = new Set(runs.flatMap(run => run.problems));
  if (runs.some(({ cut }) => cut))
    problems.add('Some runs were ended early: more happened in them than is kept.');
  return {
    cluster: options.cluster,
    family: prepared.title,
    nodes: prepared.processes.map(({ name, serves, host }) => {
      const { name: machine, aliases } = prepared.hosts[host]!;
      return { name, serves, aliases: [...new Set([machine, ...aliases])].filter(alias => alias !== name) };
    }),
    bounds: {
      runs: runs.length,
      seed: options.seed,
      note: boundsNote(played, schedule),
      limits: prepared.limits,
    },
    leaders: leaderSpans(prepared, facts, events),
    ...(oldLeaderLastAck === undefined ? {} : { oldLeaderLastAck }),
    ...(newLeaderFirstAck === undefined ? {} : { newLeaderFirstAck }),
    failover: verdictOf(facts, each => each.newFirstAckMs !== undefined),
    dualWriters: dualWriters(facts),
    pastLater: pastLater(facts),
    clients: schedule.clients.map((client, at) => clientResult(client, at, facts, events)),
    ackedLost: ackedLost(schedule, facts),
    staleReads: staleReads(prepared, facts),
    conflicts: {
      verdict: verdictOf(facts, each => each.conflicts > 0),
      count: intervalOf(facts.map(each => each.conflicts))!,
    },
    finalLeaders: finalLeaders(prepared, facts),
    converged: verdictOf(facts, each => each.converged),
    reasons: reasonsOf(runs[worst]!, runs, options.explain),
    problems: [...problems],
    sample: sampleOf(prepared, schedule, runs[worst]!, played[worst]!.lean),
  };
}

/** In none of the runs, in some, in each. */
export function verdictOf(facts: readonly RunFacts[], happened: (facts: RunFacts) => boolean): Verdict {
  const count = facts.filter(happened).length;
  return count === 0 ? 'impossible' : count === facts.length ? 'certain' : 'possible';
}

function boundsNote(played: readonly PlayedRun[], { clients }: Schedule): string {
  const of = (lean: Lean) => played.filter(each => each.lean === lean).length;
  const parts = [
    [of('least'), 'with timers at their least'],
    [of('most'), 'with timers at their most'],
    [of('any'), 'with timers anywhere between'],
  ] as const;
  const shown = parts.flatMap(([count, text]) => (count === 0 ? [] : [`${count} ${text}`]));
  const rates = new Set(clients.flatMap(({ writesPerSecond: rate }) => (rate > 0 ? [rate] : [])));
  const rate =
    rates.size === 1 ? `each client writes ${[...rates][0]} times a second` : 'clients write at their rates';
  const runs = played.length === 1 ? '1 run' : `${played.length} runs`;
  return `Over ${runs}: ${shown.join(', ')}; ${rate}. What came about in none of them is called impossible here; a search of all schedules proves more.`;
}

function leaderSpans(
  prepared: Prepared,
  facts: readonly RunFacts[],
  events: readonly number[],
): LeaderSpan[] {
  return prepared.processes
    .flatMap(({ name, serves }, process) =>
      serves
        ? align(
            facts.map(each => each.spans.filter(span => span.process === process)),
            events,
          ).map((span): LeaderSpan => ({ node: name, ...span }))
        : [],
    )
    .sort((a, b) => a.from[0] - b.from[0] || a.from[1] - b.from[1]);
}

function dualWriters(facts: readonly RunFacts[]): SimulationResult['dualWriters'] {
  const ms = intervalOf(facts.flatMap(({ dualMs }) => (dualMs > 0 ? [dualMs] : [])));
  return { verdict: verdictOf(facts, each => each.dualMs > 0), ...(ms === undefined ? {} : { ms }) };
}

function pastLater(facts: readonly RunFacts[]): SimulationResult['pastLater'] {
  const happened = facts.filter(({ past }) => past.writes > 0);
  const ms = intervalOf(happened.map(({ past }) => past.ms));
  return {
    verdict: verdictOf(facts, each => each.past.writes > 0),
    writes: intervalOf(facts.map(({ past }) => past.writes))!,
    ...(ms === undefined ? {} : { ms }),
  };
}

function clientResult(
  { name, group, home, writesPerSecond }: ScheduledClient,
  at: number,
  facts: readonly RunFacts[],
  events: readonly number[],
): ClientResult {
  const of = facts.map(({ clients }) => clients[at]!);
  const beside = group ?? home;
  return {
    name,
    ...(beside === undefined ? {} : { beside }),
    writes: writesPerSecond > 0,
    acknowledged: intervalOf(of.map(each => each.acknowledged + each.warned))!,
    refused: intervalOf(of.map(({ refused }) => refused))!,
    unknown: intervalOf(of.map(({ unknown }) => unknown))!,
    // A gap begins with the last good answer, a little before what caused it.
    gaps: align(
      of.map(({ gaps }) => gaps),
      events,
      GAP_SLACK_MS,
    ),
  };
}

const GAP_SLACK_MS = 500;

function ackedLost({ clients }: Schedule, facts: readonly RunFacts[]): SimulationResult['ackedLost'] {
  const bySide: Record<string, { verdict: Verdict; writes: Interval }> = {};
  for (const [at, { name }] of clients.entries())
    bySide[name] = {
      verdict: verdictOf(facts, each => each.clients[at]!.lost > 0),
      writes: intervalOf(facts.map(each => each.clients[at]!.lost))!,
    };
  const between = facts.flatMap(({ lostBetweenMs }) => (lostBetweenMs === undefined ? [] : [lostBetweenMs]));
  const ms = intervalOf(between.map(([from, to]) => to - from));
  return {
    verdict: verdictOf(facts, each => each.lost > 0),
    writes: intervalOf(facts.map(({ lost }) => lost))!,
    bySide,
    ...(ms === undefined
      ? {}
      : {
          between: {
            from: intervalOf(between.map(([from]) => from))!,
            to: intervalOf(between.map(([, to]) => to))!,
          },
          ms,
        }),
  };
}

function staleReads(prepared: Prepared, facts: readonly RunFacts[]): SimulationResult['staleReads'] {
  const serving = prepared.processes.flatMap(({ serves }, p) => (serves ? [p] : []));
  const most = (ages: readonly number[]) => Math.max(0, ...serving.map(p => ages[p] ?? 0));
  const byNode: Record<string, StaleReads> = {};
  for (const p of serving)
    byNode[prepared.processes[p]!.name] = staleness(facts.map(each => each.shownStaleMs[p] ?? 0));
  const level = prepared.readLevels[0]?.name ?? 'default';
  return {
    level: 'a read of one node alone',
    ...staleness(facts.map(each => most(each.shownStaleMs))),
    byNode,
    atDefaultLevel: { level, ...staleness(facts.map(each => most(each.staleMs))) },
  };
}

/** Up to here a copy is behind by the way that every write takes, in ms. */
const REPLICATION_MS = 500;

function staleness(ages: readonly number[]): StaleReads {
  const stale = ages.filter(age => age > 0);
  const maxAge = intervalOf(stale);
  const verdict: Verdict =
    stale.length === 0 ? 'impossible' : ages.every(age => age > REPLICATION_MS) ? 'certain' : 'possible';
  return { verdict, ...(maxAge === undefined ? {} : { maxAge }) };
}

function finalLeaders(prepared: Prepared, facts: readonly RunFacts[]): SimulationResult['finalLeaders'] {
  const count = new Map<string, { nodes: string[]; runs: number }>();
  for (const each of facts) {
    const nodes = each.finalLeaders.map(p => prepared.processes[p]!.name).sort();
    const key = nodes.join('\n');
    const entry = count.get(key);
    if (entry === undefined) count.set(key, { nodes, runs: 1 });
    else entry.runs++;
  }
  return [...count.values()]
    .sort((a, b) => b.runs - a.runs || (a.nodes.join() < b.nodes.join() ? -1 : 1))
    .map(({ nodes, runs }) => ({ nodes, share: runs / facts.length }));
}

function defined(values: readonly (number | undefined)[]): number[] {
  return values.filter(value => value !== undefined);
}
