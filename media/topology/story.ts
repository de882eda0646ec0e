import type { CounterexampleCard, Playback } from '../../server/src/protocol/topology-panel.js';
import { losesAt } from './timeline/node-lane.js';

/** A numbered step of what happens: the same number stands in the inspector, on the picture and in the timeline. */
export interface Step {
  /** 1 and up. */
  readonly number: number;
  readonly atMs: number;
  readonly text: string;
  /** Process or node that it is about. */
  readonly node?: string;
  /** Index in the schedule's events, of a fault or its end. */
  readonly fault?: number;
  /** The end of the story: something is lost, or two lead. */
  readonly bad: boolean;
}

/** More are not numbered: there is a key for each. */
const MOST = 9;
const TOLD: ReadonlySet<string> = new Set(['promotion', 'rollback', 'conflict']);

/**
 * The steps that make the run what it is: faults and their ends, promotions, what is taken back. Times are of the run, not of
 * the search that a counterexample came from.
 */
export function storyOf(playback: Playback): Step[] {
  const origin = playback.firstFaultMs ?? 0;
  const steps: Omit<Step, 'number'>[] = [];
  for (const { fromMs, toMs, title, event, ends } of playback.faults) {
    steps.push({ atMs: fromMs, text: title, fault: event, bad: false });
    if (toMs !== undefined && ends !== undefined)
      steps.push({ atMs: toMs, text: endOf(playback, ends), fault: ends, bad: false });
  }
  for (const { atMs, kind, text, process } of playback.events) {
    if (!TOLD.has(kind) || atMs < origin) continue;
    steps.push({
      atMs,
      text,
      ...(process === undefined ? {} : { node: process }),
      bad: kind === 'conflict' || (kind === 'rollback' && losing(playback, process, atMs)),
    });
  }
  const known = new Set<string>();
  return steps
    .filter(({ atMs, text }) => !known.has(`${atMs} ${text}`) && known.add(`${atMs} ${text}`))
    .sort((a, b) => a.atMs - b.atMs || Number(a.fault === undefined) - Number(b.fault === undefined))
    .slice(0, MOST)
    .map((step, index) => ({ number: index + 1, ...step }));
}

/** A story that is longer than this is told in short, until somebody asks. */
const LONG = 7;
const TOLD_IN_SHORT: ReadonlySet<string> = new Set(['fault', ...TOLD, 'demotion', 'answer']);

/** The steps of a counterexample as the search tells them. `short`: of a long story those that decide. */
export function stepsOf({ steps }: CounterexampleCard, short: boolean): Step[] {
  return steps
    .map(({ atMs, text, node, kind }, index) => ({
      number: index + 1,
      atMs,
      text,
      ...(node === undefined ? {} : { node }),
      bad: kind === 'rollback' || kind === 'conflict',
      kind,
    }))
    .filter(({ kind }) => !short || steps.length <= LONG || TOLD_IN_SHORT.has(kind))
    .map(({ kind: _, ...step }) => step);
}

function losing({ processes }: Playback, name: string | undefined, atMs: number): boolean {
  const process = processes.find(each => each.name === name);
  return process !== undefined && losesAt(process, atMs);
}

function endOf({ schedule, faults }: Playback, event: number): string {
  const kind = schedule.events[event]?.fault.kind ?? 'heal';
  const title = faults.find(fault => fault.event === event)?.title;
  return title ?? kind;
}
