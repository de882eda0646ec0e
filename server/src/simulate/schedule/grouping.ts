import { didYouMean } from '../../text/nearest.js';
import type { Span } from '../../text/span.js';
import { DEFAULT_CLIENT_NAMES } from './default.js';
import { ROLE_NAMES } from './limits.js';
import type { HostName } from './model.js';
import type { ScheduleProblem } from './problem.js';
import { shown } from './shown.js';

/** A host of a group, and where its name stands. */
export interface PlacedHost {
  readonly name: HostName;
  readonly span: Span;
}

export interface GroupingReading {
  /** To be used only where there are no problems. */
  readonly groups: readonly (readonly HostName[])[];
  readonly problems: readonly ScheduleProblem[];
}

/**
 * Reads `n1 | n2,n3`: groups of hosts between which nothing passes. Hosts of a group are parted by commas or spaces.
 * Never throws.
 * @param hosts Names that may be spoken of, beside `c1`, `c2` … for clients; undefined: any.
 */
export function readGrouping(text: string, hosts?: Iterable<string>): GroupingReading {
  const known = hosts && new Set([...hosts, ...DEFAULT_CLIENT_NAMES]);
  const placed = splitGroups(text, known);
  const problems = groupProblems(placed, { start: 0, end: text.length }, known);
  return { groups: placed.map(({ members }) => members.map(({ name }) => name)), problems };
}

export interface PlacedGroup {
  readonly members: readonly PlacedHost[];
  readonly span: Span;
}

/** The groups of a text; spans are offsets in it. A name that holds a space counts as one where it is a known one. */
export function splitGroups(text: string, known?: ReadonlySet<string>): PlacedGroup[] {
  return pieces(text, { start: 0, end: text.length }, '|').map(span => ({
    span,
    members: pieces(text, span, ',').flatMap(piece => {
      const part = trimmed(text, piece);
      const name = text.slice(part.start, part.end);
      if (name === '' || known?.has(name)) return name === '' ? [] : [{ name, span: part }];
      return [...name.matchAll(/\S+/g)].map(({ 0: word, index }) => {
        const start = part.start + index;
        return { name: word, span: { start, end: start + word.length } };
      });
    }),
  }));
}

/** What is wrong with groups: too few of them, empty ones, hosts that nobody knows or that stand in two. */
export function groupProblems(
  groups: readonly PlacedGroup[],
  whole: Span,
  known?: ReadonlySet<string>,
): ScheduleProblem[] {
  const problems: ScheduleProblem[] = [];
  const seen = new Map<string, number>();
  for (const [index, { members, span }] of groups.entries()) {
    if (members.length === 0 && groups.length > 1) problems.push({ message: 'This group is empty.', span });
    for (const { name, span: place } of members) {
      const unknown = hostProblem(name, known);
      const before = seen.get(name);
      if (unknown !== undefined) problems.push({ message: unknown, span: place });
      else if (before !== undefined) {
        const message =
          before === index ? `${shown(name)} is named twice.` : `${shown(name)} stands in two groups.`;
        problems.push({ message, span: place });
      } else seen.set(name, index);
    }
  }
  if (groups.length < 2) {
    const message = 'A partition has at least two groups, as in `n1 | n2,n3` or `n1 | @rest`.';
    problems.push({ message, span: whole });
  }
  return problems;
}

/** Why a name is none that a fault can be about; undefined where it is one. `@r1` is the first of the replicas. */
export function hostProblem(name: string, known?: ReadonlySet<string>): string | undefined {
  if (name.startsWith('@')) {
    if ((ROLE_NAMES as readonly string[]).includes(name) || /^@r[1-9]\d*$/.test(name)) return undefined;
    return `There is no \`${shown(name)}\`; there are ${ROLE_NAMES.join(', ')}.`;
  }
  if (known === undefined || known.has(name)) return undefined;
  const guess = didYouMean(name, known);
  const all = [...known].slice(0, 12).map(shown).join(', ');
  return `There is no host ${shown(name)}.${guess !== '' ? guess : ` Hosts are ${all}${known.size > 12 ? ' …' : ''}.`}`;
}

function pieces(text: string, { start, end }: Span, separator: string): Span[] {
  const found: Span[] = [];
  let from = start;
  for (let i = start; i <= end; i++) {
    if (i < end && text[i] !== separator) continue;
    found.push({ start: from, end: i });
    from = i + 1;
  }
  return found;
}

function trimmed(text: string, { start, end }: Span): Span {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}
