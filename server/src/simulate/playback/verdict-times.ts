import type { SettingRef } from '../history/model.js';
import type { Interval } from '../report/model.js';
import { areEquals, percent, short } from '../report/phrases.js';
import { verdictOf } from '../report/summarize.js';
import type { VerdictText } from './model.js';
import { span } from './numbers.js';
import { firstOf, named, type VerdictInput } from './verdict-input.js';

/** From the first fault until another node acknowledges a write: the RTO. */
export function recoveryVerdict(input: VerdictInput): VerdictText {
  const { result, here, prepared, facts } = input;
  const { failover, newLeaderFirstAck: first } = result;
  const base = {
    id: 'recovery',
    title: 'Recovery (RTO)',
    verdict: failover,
    because: causesOf(input, ['suspicion', 'election', 'promotion']),
  } as const;
  if (first !== undefined) {
    const share = facts.filter(({ newFirstAckMs }) => newFirstAckMs !== undefined).length / facts.length;
    const some = share < 1 ? `in ${percent(share)} of the runs` : '';
    const own = here.newFirstAckMs;
    const now =
      own === undefined ? 'here never' : short(first[0]) === short(first[1]) ? '' : `here ${short(own)}`;
    return {
      ...base,
      value: span(first),
      detail: [now, some].filter(text => text !== '').join(', '),
      tone: failover === 'certain' ? 'good' : 'wait',
      over: first,
      ...(own === undefined ? {} : { here: own }),
      why: takeover(input),
    };
  }
  if (areEquals(result))
    return {
      ...base,
      value: 'none',
      detail: 'nobody leads',
      tone: 'good',
      why: 'Every node takes writes: when one is gone, nobody has to take over.',
      because: [],
    };
  const led = here.old === undefined ? undefined : prepared.processes[here.old]!.name;
  const stays = here.oldStoppedMs === undefined && led !== undefined;
  const next = nextLeader(here);
  if (stays && next !== undefined) {
    const other = prepared.processes[next.process]!.name;
    return {
      ...base,
      value: 'none',
      detail: `${other} leads beside ${led}`,
      tone: 'wait',
      why: `${led} leads to the end. ${other} leads as well from ${short(next.fromMs)} s on, and has acknowledged no write by then.`,
    };
  }
  return {
    ...base,
    value: stays ? 'none' : 'never',
    detail: stays ? `${led} goes on` : led === undefined ? 'nobody led before' : 'nobody takes over',
    tone: stays ? 'good' : 'wait',
    why: stays
      ? `${led} leads from before the fault to the end: nobody takes over.`
      : led === undefined
        ? 'Nobody led when the first fault came.'
        : `${led} stops leading after ${short(here.oldStoppedMs!)} s, and no other node acknowledges a write until the end.`,
  };
}

function takeover({ here, prepared, run }: VerdictInput): string {
  const old = here.old === undefined ? undefined : prepared.processes[here.old]!.name;
  const first = here.newFirstAckMs;
  if (first === undefined) return 'In this run nobody takes over; in others another node does.';
  const next = nextLeader(here);
  const name = next === undefined ? 'Another node' : prepared.processes[next.process]!.name;
  const lead = next === undefined ? '' : `leads from ${short(next.fromMs)} s on and `;
  const last =
    old === undefined || here.oldLastAckMs === undefined || (run.firstFaultMs ?? 0) < 0
      ? ''
      : `; ${old} acknowledged its last one at ${short(here.oldLastAckMs)} s`;
  return `${name} ${lead}acknowledges its first write ${short(first)} s after the fault${last}.`;
}

/** The first other node that leads after the fault. */
function nextLeader({ spans, old }: VerdictInput['here']): VerdictInput['here']['spans'][number] | undefined {
  return spans.find(({ role, process, fromMs }) => role === 'leader' && process !== old && fromMs >= 0);
}

/** What events name; where they name nothing, what decides about outages in general. */
function causesOf(input: VerdictInput, kinds: readonly string[]): SettingRef[] {
  const told = named(input, kinds);
  return firstOf(told.length > 0 ? told : (input.prepared.responsible?.outages ?? []));
}

interface Wait {
  readonly client: number;
  readonly fromMs: number;
  /** Undefined: to the end of the run. */
  readonly toMs: number | undefined;
  readonly ms: number;
}

/** The longest time without an acknowledgement, of the client that waits longest. */
export function blockedVerdict(input: VerdictInput): VerdictText {
  const { facts, here, run, schedule } = input;
  const lengthMs = run.endMs - (run.firstFaultMs ?? 0);
  const writers = schedule.clients.flatMap(({ writesPerSecond }, at) => (writesPerSecond > 0 ? [at] : []));
  const waits = writers.map(client => ({
    client,
    each: facts.map(({ clients }) => longest(client, clients[client]!.gaps, lengthMs)),
  }));
  const worst = waits.reduce<(typeof waits)[number] | undefined>(
    (most, next) => (most === undefined || mostOf(next.each) > mostOf(most.each) ? next : most),
    undefined,
  );
  const verdict = verdictOf(facts, each => each.clients.some(({ gaps }) => gaps.length > 0));
  const base = { id: 'blocked', title: 'Blocked', verdict } as const;
  if (worst === undefined || mostOf(worst.each) === 0)
    return {
      ...base,
      value: '0 s',
      detail: 'never longer than 1 s',
      tone: writers.length === 0 ? 'unknown' : 'good',
      over: [0, 0],
      here: 0,
      why:
        writers.length === 0
          ? 'Nobody writes.'
          : 'Every client gets an acknowledgement within a second, all the time.',
      because: [],
    };
  const over: Interval = [Math.min(...worst.each.map(wait => wait?.ms ?? 0)), mostOf(worst.each)];
  const own = longest(worst.client, here.clients[worst.client]!.gaps, lengthMs);
  const { name } = schedule.clients[worst.client]!;
  const open = worst.each.some(wait => wait !== undefined && wait.toMs === undefined);
  const same = short(over[0]) === short(over[1]);
  return {
    ...base,
    value: `${open && same ? '≥ ' : ''}${span(over)}`,
    detail: `${name}${same ? '' : `, here ${short(own?.ms ?? 0)}`}${open ? ', to the end' : ''}`,
    tone: 'wait',
    over,
    here: own?.ms ?? 0,
    why:
      own === undefined
        ? `In other runs ${name} gets no acknowledgement for up to ${short(over[1])} s.`
        : `No write of ${name} is acknowledged ${beginOf(own.fromMs)} ${own.toMs === undefined ? 'to the end' : `to ${short(own.toMs)} s`}${reasonOf(input, worst.client)}.`,
    because: causesOf(input, ['blocked', 'demotion', 'suspicion', 'election']),
  };
}

/** The last good answer came a little before what ended them. */
function beginOf(ms: number): string {
  return ms <= -500 ? 'from before the fault' : ms < 200 ? 'from the fault' : `from ${short(ms)} s`;
}

function longest(
  client: number,
  gaps: VerdictInput['here']['clients'][number]['gaps'],
  endMs: number,
): Wait | undefined {
  let found: Wait | undefined;
  for (const { fromMs, toMs } of gaps) {
    const ms = (toMs ?? endMs) - fromMs;
    if (found === undefined || ms > found.ms) found = { client, fromMs, toMs, ms };
  }
  return found;
}

function mostOf(waits: readonly (Wait | undefined)[]): number {
  return Math.max(0, ...waits.map(wait => wait?.ms ?? 0));
}

/** What most of its writes were told meanwhile. */
function reasonOf({ run }: VerdictInput, client: number): string {
  const counts = new Map<string, number>();
  for (const { client: own, kind, reason } of run.operations)
    if (own === client && kind === 'write' && reason !== undefined)
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most === undefined) return '';
  return most[0] === 'no answer' ? '; nobody answers it' : `; it is told “${most[0]}”`;
}
