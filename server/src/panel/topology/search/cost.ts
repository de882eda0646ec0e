import type { CounterexampleCard } from '../../../protocol/topology-panel.js';
import { longestOutageMs } from '../../../simulate/explore/enact/shows.js';
import type { Prepared } from '../../../simulate/family.js';
import { type Run, run } from '../../../simulate/run/run.js';
import type { Schedule } from '../../../simulate/schedule/model.js';

/** Less than this between two outages is the phase of a timer, in ms. */
const NOTABLE_MS = 500;

/**
 * What becomes of a counterexample when it is played again with a fix, and what the fix costs, as a clause; undefined:
 * nothing that shows.
 */
export function costOf(
  before: Prepared,
  after: Prepared,
  play: NonNullable<CounterexampleCard['play']>,
): string | undefined {
  const { seed, lean } = play;
  const schedule = play.schedule as Schedule;
  const was = run(before, schedule, { seed, lean });
  const is = run(after, schedule, { seed, lean });
  const parts: string[] = [];
  if (was.lost.length !== is.lost.length)
    parts.push(`${count(is.lost.length)} acknowledged writes are lost, not ${count(was.lost.length)}`);
  const [wasOut, isOut] = [longestOutageMs(was), longestOutageMs(is)];
  if (Math.abs(wasOut - isOut) >= NOTABLE_MS)
    parts.push(`nobody's write is acknowledged for ${seconds(isOut)}, not ${seconds(wasOut)}`);
  const slower = latencyMs(is) - latencyMs(was);
  if (slower >= 1) parts.push(`a write takes ${Math.round(slower)} ms longer while all is well`);
  return parts.length === 0 ? undefined : `played again, ${parts.join('; ')}`;
}

/** How long acknowledged writes take before anything fails, on the average. */
function latencyMs({ operations, firstFaultMs = Infinity }: Run): number {
  const took = operations.flatMap(({ kind, invokedMs, completedMs }) =>
    kind === 'write' && completedMs !== undefined && completedMs < firstFaultMs
      ? [completedMs - invokedMs]
      : [],
  );
  return took.length === 0 ? 0 : took.reduce((sum, each) => sum + each, 0) / took.length;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
