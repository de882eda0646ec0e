import type { Prepared } from '../family.js';
import type { RunFacts } from '../report/facts.js';
import type { Lean } from '../report/model.js';
import { listed } from '../report/phrases.js';
import { isWorse } from '../report/worst.js';
import type { OutcomeText } from './model.js';
import { grouped } from './numbers.js';

interface PlayedOutcome {
  readonly facts: RunFacts;
  readonly lean: Lean;
}

/** Nodes that are named; of more of them, how many there are is told. */
const MOST_NAMED = 3;
/** More ways to end than that nobody goes through. */
const MOST_OUTCOMES = 12;

/**
 * Runs that end differently, worst first: by who leads at the end, whether writes are lost, whether two wrote at once and whether
 * copies agree. Each is told by its worst run, the one that is shown by itself.
 * @param shown The seed of the run that is shown.
 */
export function outcomesOf(prepared: Prepared, runs: readonly PlayedOutcome[], shown: number): OutcomeText[] {
  const groups = new Map<string, { told: PlayedOutcome; count: number }>();
  for (const each of runs) {
    const key = endOf(each.facts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { told: each, count: 1 });
    else {
      group.count++;
      const keep = group.told.facts.seed === shown;
      if (!keep && (each.facts.seed === shown || isWorse(each.facts, group.told.facts))) group.told = each;
    }
  }
  return [...groups.values()]
    .sort((a, b) =>
      isWorse(a.told.facts, b.told.facts) ? -1 : isWorse(b.told.facts, a.told.facts) ? 1 : b.count - a.count,
    )
    .filter(({ told }, at) => at < MOST_OUTCOMES || told.facts.seed === shown)
    .map(({ told: { facts, lean }, count }) => ({
      seed: facts.seed,
      lean,
      title: titleOf(prepared, facts),
      lost: facts.lost,
      share: count / runs.length,
    }));
}

/** What the title tells, figures aside. */
function endOf({ finalLeaders, lost, dualMs, past, converged }: RunFacts): string {
  return JSON.stringify([
    [...finalLeaders].sort((a, b) => a - b),
    lost > 0,
    dualMs > 0 || past.writes > 0,
    converged,
  ]);
}

/** `n2 leads at the end, 394 lost`. */
function titleOf(prepared: Prepared, facts: RunFacts): string {
  const { finalLeaders, lost, dualMs, past, converged, spans } = facts;
  const equals = spans.every(({ role }) => role === 'peer') && spans.length > 0;
  const [one, several] = equals ? ['takes writes', 'take writes'] : ['leads', 'lead'];
  const names = finalLeaders.map(p => prepared.processes[p]!.name);
  const who =
    names.length === 0
      ? `nobody ${one}`
      : names.length > MOST_NAMED
        ? `${names.length} nodes ${several}`
        : `${listed(names, 'and')} ${names.length === 1 ? one : several}`;
  return [
    `${who} at the end`,
    lost === 0 ? 'none lost' : `${grouped(lost)} lost`,
    ...(dualMs > 0 || past.writes > 0 ? [equals ? 'two sides wrote' : 'two leaders'] : []),
    ...(converged ? [] : ['copies differ']),
  ].join(', ');
}
