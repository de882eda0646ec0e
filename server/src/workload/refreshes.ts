import { effectiveReadings, type SourceUnit } from '../sql/reading.js';
import type { Refresh } from './model.js';

/** A `REFRESH MATERIALIZED VIEW` somewhere in a unit, with the name as written, quotes removed. */
export interface NamedRefresh extends Refresh {
  readonly schema?: string;
  readonly name: string;
}

/** Refreshes that a unit runs: statements, lines of routines, and jobs given to a scheduler as text. */
export function refreshesIn(unit: SourceUnit): readonly NamedRefresh[] {
  let found = REFRESHES.get(unit);
  if (!found) REFRESHES.set(unit, (found = MENTION.test(unit.piece.text) ? find(unit) : []));
  return found;
}

/** True for a text that refreshes something. */
export function mentionsRefresh(text: string): boolean {
  return MENTION.test(text);
}

const REFRESHES = new WeakMap<SourceUnit, readonly NamedRefresh[]>();
const MENTION = /\brefresh\s+materialized\s+view\b/i;
const REFRESH =
  /\brefresh\s+materialized\s+view\s+(concurrently\s+)?(?:("[^"]+"|[\p{L}_][\p{L}\p{N}_$]*)\s*\.\s*)?("[^"]+"|[\p{L}_][\p{L}\p{N}_$]*)/giu;

function find(unit: SourceUnit): NamedRefresh[] {
  const found: NamedRefresh[] = [];
  const { text, comments, body } = unit.piece;
  const kinds = new Set(effectiveReadings(unit).map(({ statement }) => statement.kind));
  const scheduled = kinds.has('query');
  for (const match of text.matchAll(REFRESH)) {
    const { index } = match;
    if (index < body.start || index >= body.end) continue;
    if (comments.some(span => span.start <= index && index < span.end)) continue;
    found.push({
      name: bare(match[3]!),
      ...(match[2] === undefined ? {} : { schema: bare(match[2]) }),
      concurrently: match[1] !== undefined,
      scheduled,
      origin: { unit, span: { start: index, end: index + match[0].length } },
    });
  }
  return found;
}

/** As PostgreSQL folds it. */
function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase();
}
