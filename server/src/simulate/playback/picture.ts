import type { Prepared } from '../family.js';
import { type Gap, gapsByClient } from '../history/gaps.js';
import type { HistoryEvent } from '../history/model.js';
import type { ClientSpan, Lean } from '../report/model.js';
import { sampleOf } from '../report/sample.js';
import { type Run, run } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import type { ClientPicture, PicturedEvent, PicturedProcess, RunPicture } from './model.js';
import { staleReadsOf, staleSpans } from './stale.js';
import { Tape } from './tape.js';

export interface PictureOptions {
  readonly seed: number;
  readonly lean: Lean;
  /** Called between events; true: give up. */
  readonly cancelled?: () => boolean;
}

/** More than that nobody finds. */
const MOST_EVENTS = 2_000;

/**
 * Plays a run once more, which is the same with the same seed, and keeps what it takes to show any moment of it. The run
 * itself comes with it.
 */
export function pictureOf(
  prepared: Prepared,
  schedule: Schedule,
  { seed, lean, cancelled }: PictureOptions,
): { readonly picture: RunPicture; readonly run: Run } {
  const tape = new Tape(schedule);
  const played = run(prepared, schedule, {
    seed,
    lean,
    watcher: tape,
    ...(cancelled === undefined ? {} : { cancelled }),
  });
  return { picture: pictureFrom(tape, prepared, schedule, played, lean), run: played };
}

/** The picture of a run that a tape has looked on at. */
export function pictureFrom(
  tape: Tape,
  prepared: Prepared,
  schedule: Schedule,
  played: Run,
  lean: Lean,
): RunPicture {
  return {
    seed: played.seed,
    lean,
    endMs: played.endMs,
    ...(played.firstFaultMs === undefined ? {} : { firstFaultMs: played.firstFaultMs }),
    processes: processesOf(prepared, played, tape),
    faults: tape.bars!.finish(),
    network: tape.network,
    clients: clientsOf(prepared, schedule, played, lean, tape),
    events: eventsOf(played.events),
    lock: tape.lock!.changes,
    messages: tape.messages!.all,
  };
}

function processesOf(prepared: Prepared, played: Run, tape: Tape): PicturedProcess[] {
  const logs = tape.logs!.finish(played.lost);
  const stale = staleReadsOf(played.operations);
  return prepared.processes.map(({ name, host, serves, member }, p) => {
    const { name: machine, zone, region } = prepared.hosts[host]!;
    const site = zone ?? region;
    const kept = tape.keeperRoles[p]!;
    return {
      name,
      host: machine,
      ...(site === undefined ? {} : { zone: site }),
      serves,
      coordination: !serves && member === undefined,
      roles: kept.length > 0 ? kept : (played.roles[p] ?? []),
      log: logs[p]!,
      stale: serves ? staleSpans(stale, name) : [],
    };
  });
}

function clientsOf(
  prepared: Prepared,
  schedule: Schedule,
  played: Run,
  lean: Lean,
  tape: Tape,
): ClientPicture[] {
  const { clients } = sampleOf(prepared, schedule, played, lean);
  const gaps = gapsByClient(played.operations, played.endMs);
  const stale = staleReadsOf(played.operations);
  return schedule.clients.map(({ name, writesPerSecond }, at) => ({
    name,
    beside: tape.beside[at] ?? [],
    writes: writesPerSecond > 0,
    spans: withWaits(clients[name] ?? [], gaps.get(at) ?? [], played.endMs),
    stale: prepared.processes.flatMap(process =>
      process.serves
        ? staleSpans(stale, process.name, at).map(span => ({ ...span, node: process.name }))
        : [],
    ),
  }));
}

/** Between two acknowledgements that are far apart the client waits, whatever it tries meanwhile. */
function withWaits(spans: readonly ClientSpan[], gaps: readonly Gap[], endMs: number): ClientSpan[] {
  return [
    ...spans.filter(({ result }) => result !== 'waiting'),
    ...gaps.map(({ fromMs, toMs = endMs }): ClientSpan => ({ fromMs, toMs, result: 'waiting', count: 0 })),
  ].sort((a, b) => a.fromMs - b.fromMs || b.toMs - a.toMs);
}

function eventsOf(events: readonly HistoryEvent[]): PicturedEvent[] {
  let kept = events;
  // Where there are too many, the least telling ones go first.
  for (const kind of ['note', 'commit', 'suspicion'] as const)
    if (kept.length > MOST_EVENTS) kept = kept.filter(event => event.kind !== kind);
  return kept.slice(0, MOST_EVENTS).map(({ atMs, kind, node, text, because = [] }) => ({
    atMs,
    kind,
    ...(node === undefined ? {} : { process: node }),
    text,
    because,
  }));
}
