import { percent, short } from '../report/phrases.js';
import type { VerdictText } from './model.js';
import { grouped, many } from './numbers.js';
import { REPLICATION_MS, staleReadsOf } from './stale.js';
import { firstOf, type VerdictInput } from './verdict-input.js';

/** Reads of the level that clients use, and what they missed. */
export function staleVerdict(input: VerdictInput): VerdictText {
  const { result, run, facts, prepared } = input;
  const { atDefaultLevel, maxAge: aloneAge } = result.staleReads;
  const reads = run.operations.filter(({ kind }) => kind === 'read').length;
  const stale = staleReadsOf(run.operations);
  const most = atDefaultLevel.maxAge?.[1] ?? 0;
  const { level } = atDefaultLevel;
  const base = {
    id: 'stale',
    title: 'Stale reads',
    verdict: atDefaultLevel.verdict,
    ...(atDefaultLevel.maxAge === undefined ? {} : { over: atDefaultLevel.maxAge }),
    here: stale.length,
    because: firstOf(prepared.responsible?.reads ?? []),
  } as const;
  if (reads === 0 && most === 0)
    return {
      ...base,
      value: 'none',
      detail: 'nobody reads',
      tone: 'unknown',
      why: 'No read is answered in this run.',
      because: [],
    };
  if (most <= REPLICATION_MS) {
    const alone =
      aloneAge === undefined || aloneAge[1] <= REPLICATION_MS
        ? ''
        : ` A read of one node alone may miss writes of up to ${short(aloneAge[1])} s.`;
    return {
      ...base,
      value: '0',
      detail: most === 0 ? 'never' : `copies ≤ ${ms(most)} behind`,
      tone: 'good',
      why:
        most === 0
          ? `No read at level “${level}” misses a write that was acknowledged before it.${alone}`
          : `No read at level “${level}” misses more than replication takes, ${ms(most)} at most.${alone}`,
      because: most === 0 ? base.because : [],
    };
  }
  const share = facts.filter(each => Math.max(0, ...each.staleMs) > REPLICATION_MS).length / facts.length;
  const worst = stale.reduce<(typeof stale)[number] | undefined>(
    (oldest, next) => ((next.staleMs ?? 0) > (oldest?.staleMs ?? 0) ? next : oldest),
    undefined,
  );
  return {
    ...base,
    value: grouped(stale.length),
    detail: `≤ ${short(most)} s old`,
    tone: 'wait',
    why:
      worst === undefined
        ? `None here, but in ${percent(share)} of the runs reads miss writes of up to ${short(most)} s.`
        : `${many(stale.length, 'read')} of ${grouped(reads)} miss writes that were acknowledged before; the worst, at ${worst.node ?? 'a node'}, one of ${short(worst.staleMs ?? 0)} s before.`,
  };
}

function ms(value: number): string {
  return value < 100 ? `${Math.ceil(value)} ms` : `${short(value)} s`;
}
