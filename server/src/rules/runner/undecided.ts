import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';

/**
 * True for a line of a template that stands in a branch of which nothing in the project tells that it is taken: one of several
 * stores that a role can be used with, say.
 */
export function isUndecided({ unit, span }: Origin, { taken }: Pick<Cluster, 'taken'>): boolean {
  const { text } = unit.piece;
  if (!text.includes('{%')) return false;
  const open: number[] = [];
  for (const match of text.matchAll(/\{%[-+]?\s*(if|endif)\b/g)) {
    if (match.index >= span.start) break;
    if (match[1] === 'if') open.push(match.index);
    else open.pop();
  }
  if (open.length === 0) return false;
  const known = taken?.get(unit.uri) ?? [];
  // Each of the branches that it stands in has to be taken.
  const around = known.filter(({ start, end }) => start <= span.start && span.start < end);
  return around.length < open.length;
}
