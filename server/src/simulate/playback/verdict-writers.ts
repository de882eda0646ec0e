import { overlapOf } from '../history/spans.js';
import { acknowledgedRuns } from '../report/acknowledgements.js';
import type { Interval } from '../report/model.js';
import { areEquals, listed, percent, short, takesWritesAnywhere } from '../report/phrases.js';
import type { VerdictText } from './model.js';
import { counts, grouped, many, span } from './numbers.js';
import { firstOf, named, type VerdictInput } from './verdict-input.js';

/**
 * Time in which two nodes that do not know each other's writes both acknowledge some; where no two do, in which one goes on to
 * acknowledge while a later leader takes writes as well, whether or not anybody writes to that one.
 */
export function leadersVerdict(input: VerdictInput): VerdictText {
  const { result, here, facts } = input;
  const { verdict, ms } = result.dualWriters;
  const equals = areEquals(result);
  const base = { id: 'leaders', title: equals ? 'Two sides write' : 'Two leaders', verdict } as const;
  if (takesWritesAnywhere(result.sample))
    return {
      ...base,
      value: 'always',
      detail: 'any node takes writes',
      tone: 'unknown',
      why: 'Any node takes writes at any time: none of them has to know of the others.',
      because: [],
    };
  if (ms === undefined && result.pastLater.ms !== undefined)
    return { ...base, ...pastLater(input, result.pastLater.ms) };
  if (ms === undefined)
    return {
      ...base,
      value: '0 s',
      detail: 'never',
      tone: 'good',
      over: [0, 0],
      here: 0,
      why: equals
        ? 'At no time do two sides that do not know of each other both acknowledge writes.'
        : 'No leader acknowledges a write while a later one takes writes as well.',
      because: [],
    };
  const share = facts.filter(({ dualMs }) => dualMs > 0).length / facts.length;
  const own = short(ms[0]) === short(ms[1]) ? '' : `here ${short(here.dualMs)}`;
  const some = share < 1 ? `in ${percent(share)} of the runs` : '';
  const pair = pairOf(input);
  return {
    ...base,
    value: span(ms),
    detail: [own, some].filter(text => text !== '').join(', '),
    tone: 'lost',
    over: ms,
    here: here.dualMs,
    why:
      pair === undefined || here.dualMs === 0
        ? `Not in this run, but in ${percent(share)} of all, two nodes acknowledge writes of which the other knows nothing, for ${span(ms)}.`
        : `${listed(pair, 'and')} both acknowledge writes for ${short(here.dualMs)} s, and neither knows what the other took.`,
    because: firstOf(named(input, ['election', 'promotion', 'demotion']), named(input, ['conflict'])),
  };
}

/** Nobody writes to the later of two leaders: what the other one acknowledges is another history all the same. */
function pastLater(input: VerdictInput, ms: Interval): Omit<VerdictText, 'id' | 'title'> {
  const { result, here, facts, run } = input;
  const share = facts.filter(({ past }) => past.writes > 0).length / facts.length;
  const own = short(ms[0]) === short(ms[1]) ? '' : `here ${short(here.past.ms)}`;
  const some = share < 1 ? `in ${percent(share)} of the runs` : 'one is written to';
  const { node, past } = run.operations.find(each => each.past !== undefined) ?? {};
  return {
    verdict: result.pastLater.verdict,
    value: span(ms),
    detail: [own, some].filter(text => text !== '').join(', '),
    tone: 'lost',
    over: ms,
    here: here.past.ms,
    why:
      node === undefined || past === undefined
        ? `Not in this run, but in ${percent(share)} of all, a leader acknowledges writes while a later one takes writes as well.`
        : `${node} acknowledges ${many(here.past.writes, 'write')} while ${past}, which leads by then, takes writes as well and has none of them.`,
    because: firstOf(named(input, ['election', 'promotion', 'demotion']), named(input, ['conflict'])),
  };
}

/** The two that did so for longest. */
function pairOf({ prepared, run }: VerdictInput): readonly [string, string] | undefined {
  const byName = new Map(prepared.processes.map(({ name }, at) => [name, at]));
  const acks = acknowledgedRuns(run, byName, run.firstFaultMs ?? 0).filter(({ decides }) => decides);
  let longest = 0;
  let found: readonly [string, string] | undefined;
  for (const [i, a] of acks.entries())
    for (const b of acks.slice(i + 1)) {
      if (a.process === b.process || a.epoch === b.epoch) continue;
      const whole = (times: readonly number[]) => [{ fromMs: times[0]!, toMs: times[times.length - 1]! }];
      const ms = overlapOf(whole(a.times), whole(b.times)).reduce(
        (sum, each) => sum + each.toMs - each.fromMs,
        0,
      );
      if (ms <= longest) continue;
      longest = ms;
      found = [prepared.processes[a.process]!.name, prepared.processes[b.process]!.name];
    }
  return found;
}

/**
 * Writes of which neither knew the other, and copies that have what their leader lacks; undefined: this family has none, and
 * there were none.
 */
export function conflictsVerdict(input: VerdictInput): VerdictText | undefined {
  const { result, here, facts } = input;
  const { verdict, count } = result.conflicts;
  const equals = areEquals(result);
  if (verdict === 'impossible' && !equals) return undefined;
  const share = facts.filter(({ conflicts }) => conflicts > 0).length / facts.length;
  const none = verdict === 'impossible';
  const beside = count[0] === count[1] ? '' : `here ${here.conflicts}`;
  const some = share < 1 ? `in ${percent(share)} of the runs` : '';
  return {
    id: 'conflicts',
    title: equals ? 'Conflicts' : 'Forked copies',
    value: counts(count),
    detail: none ? 'never' : [beside, some].filter(text => text !== '').join(', '),
    tone: none ? 'good' : 'lost',
    verdict,
    over: count,
    here: here.conflicts,
    why: none ? 'No two writes are made of which neither knows the other.' : conflictOf(input, equals, share),
    because: none ? [] : firstOf(named(input, ['conflict']), input.prepared.responsible?.writes ?? []),
  };
}

function conflictOf({ run, here }: VerdictInput, equals: boolean, share: number): string {
  if (here.conflicts === 0)
    return equals
      ? `Not in this run, but in ${percent(share)} of all, writes are made of which neither knows the other.`
      : `Not in this run, but in ${percent(share)} of all, copies have writes that their leader lacks.`;
  const told = run.events.find(({ kind }) => kind === 'conflict')?.text;
  if (equals)
    return `In ${many(here.conflicts, 'case')} writes are made of which neither knows the other${told === undefined ? '.' : `: ${told}`}`;
  const often = here.conflicts > 1 ? ` It is one of ${grouped(here.conflicts)} such forks.` : '';
  return `${told ?? 'A copy has writes that its leader lacks.'}${often}`;
}
