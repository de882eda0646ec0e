import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { beginsAsTrial, isGuarded, isMeant } from '../lib/cluster/test-files.js';
import type { Rule, Severity } from '../rule.js';

/**
 * What a finding weighs where it stands; undefined: nothing. What is refused is refused everywhere. What is there to be
 * tried out weighs less, and what its owner chose with a word on it needs no telling.
 */
export function weightOf(
  severity: Severity,
  { id }: Pick<Rule, 'id'>,
  { trial }: Pick<Cluster, 'trial'>,
  origin: Origin,
): Severity | undefined {
  // What a text claims is wrong wherever it is read.
  if (severity === 'error' || id.startsWith('claim-')) return severity;
  if (isMeant(origin) || (ACCESS.test(id) && isGuarded(origin))) return undefined;
  if (!trial && !beginsAsTrial(origin)) return severity;
  // Who gets in matters where there is something to take.
  if (ACCESS.test(id)) return undefined;
  if (severity === 'warning') return 'info';
  // What is tried out in machines of one's own is told less loudly, not less.
  return trial === 'bench' && !beginsAsTrial(origin) ? severity : undefined;
}

/** Rules on who gets in. */
const ACCESS = /-(?:open|plain|plaintext|anyone|no-password)(?:-|$)/;
