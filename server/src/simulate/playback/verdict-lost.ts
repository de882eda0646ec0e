import { listed, percent, short } from '../report/phrases.js';
import type { VerdictText } from './model.js';
import { counts, grouped, many } from './numbers.js';
import { firstOf, named, type VerdictInput } from './verdict-input.js';

/** Acknowledged writes that are gone at the end: the RPO. */
export function lostVerdict(input: VerdictInput): VerdictText {
  const { result, here, prepared } = input;
  const { verdict, writes } = result.ackedLost;
  const acknowledged = here.clients.reduce((sum, each) => sum + each.acknowledged + each.warned, 0);
  const writesBecause = prepared.responsible?.writes ?? [];
  const none = verdict === 'impossible';
  const beside = none || writes[0] === writes[1] ? '' : `, here ${grouped(here.lost)}`;
  return {
    id: 'lost',
    title: 'Lost writes (RPO)',
    value: counts(writes),
    detail: `of ${grouped(acknowledged)} acknowledged${beside}`,
    tone: acknowledged === 0 ? 'unknown' : none ? 'good' : 'lost',
    verdict,
    over: writes,
    here: here.lost,
    why:
      acknowledged === 0
        ? 'No write was acknowledged, so that none could be lost.'
        : none
          ? kept(input)
          : gone(input),
    because: none
      ? firstOf(writesBecause)
      : firstOf(writesBecause, named(input, ['rollback', 'conflict', 'election', 'promotion'])),
  };
}

function kept({ result }: VerdictInput): string {
  const { runs } = result.bounds;
  return runs === 1
    ? 'Every write that was acknowledged is there in the end.'
    : `Every write that was acknowledged is there in the end, in all ${runs} runs.`;
}

function gone({ here, run, prepared, result, facts }: VerdictInput): string {
  const { writes } = result.ackedLost;
  const share = facts.filter(({ lost }) => lost > 0).length / facts.length;
  if (here.lost === 0)
    return `Nothing is lost here, but ${percent(share)} of the runs lose up to ${many(writes[1], 'write')}.`;
  const others =
    facts.length === 1 || writes[0] === writes[1]
      ? ''
      : share < 1
        ? ` ${percent(share)} of ${facts.length} runs lose some, up to ${grouped(writes[1])}.`
        : ` All ${facts.length} runs lose some, ${counts(writes)}.`;
  return `${whoAcknowledged(run)}, ${whoLacks(latest(run, here.finalLeaders).map(p => prepared.processes[p]!.name))}.${others}`;
}

/** `n1 acknowledged 304 writes between 0.0 and 15.1 s`. */
function whoAcknowledged({ lost, operations, firstFaultMs = 0 }: VerdictInput['run']): string {
  const by = new Map<string, { count: number; from: number; to: number }>();
  for (const at of lost) {
    const { node = '?', completedMs = 0 } = operations[at]!;
    const time = completedMs - firstFaultMs;
    const entry = by.get(node);
    if (entry === undefined) by.set(node, { count: 1, from: time, to: time });
    else {
      entry.count++;
      entry.from = Math.min(entry.from, time);
      entry.to = Math.max(entry.to, time);
    }
  }
  return [...by]
    .sort((a, b) => b[1].count - a[1].count)
    .slice(0, MOST_TOLD)
    .map(([node, { count, from, to }]) => `${node} acknowledged ${many(count, 'write')} ${when(from, to)}`)
    .join(', ');
}

/** Of those who lead at the end the ones of the latest epoch: what they have is there. An older one may have what is lost. */
function latest({ roles, finalLeaders }: VerdictInput['run'], leaders: readonly number[]): readonly number[] {
  if (finalLeaders.length === 0) return leaders;
  const epochOf = (process: number) => roles[process]?.at(-1)?.epoch ?? 0;
  const most = Math.max(...leaders.map(epochOf));
  return leaders.filter(process => epochOf(process) === most);
}

/** Nodes that are told by name. */
const MOST_TOLD = 2;

function whoLacks(leads: readonly string[]): string {
  if (leads.length === 0) return 'and nobody has them at the end';
  if (leads.length > MOST_TOLD) return 'and those that take writes at the end lack them';
  return `and ${listed(leads, 'and')}, in charge at the end, ${leads.length === 1 ? 'lacks' : 'lack'} them`;
}

/** Seconds from the first fault. */
function when(from: number, to: number): string {
  if (to < 0) return 'before the fault';
  if (from < 0) return `from before the fault to ${short(to)} s`;
  return short(from) === short(to) ? `at ${short(from)} s` : `between ${short(from)} and ${short(to)} s`;
}
