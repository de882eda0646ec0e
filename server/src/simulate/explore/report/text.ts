import type { SettingRef } from '../../history/model.js';
import type { SettingValue } from '../../report/model.js';
import type { Moments } from '../moments.js';
import { otherwiseWithin, saysWithin } from '../properties.js';
import type { Bounds } from '../stage.js';
import type { Counterexample, StoryStep } from '../story.js';
import type { ExploreVerdict, PropertyVerdict } from '../verdict.js';

/** What a fix makes of a broken promise. */
export interface VerifiedFix {
  /** What it does, as the editor offers it. */
  readonly title: string;
  readonly property: string;
  /** The verdict with it: "holds with up to 2 faults". */
  readonly after: string;
}

/** How words are coloured. */
export interface ExplorePaint {
  bold(text: string): string;
  dim(text: string): string;
  bad(text: string): string;
  good(text: string): string;
}

/** A search as a text for people. @param explain What a setting is and where it stands. */
export function exploreText(
  name: string,
  verdict: ExploreVerdict,
  fixes: readonly VerifiedFix[],
  explain: (ref: SettingRef) => SettingValue | undefined,
  paint: ExplorePaint,
): string {
  const lines = [paint.bold(`${name} · ${verdict.title}`)];
  for (const each of verdict.properties) {
    lines.push(
      '',
      headOf(each, verdict.bounds, paint),
      paint.dim(`    searched: ${each.searched}; ${sizeText(each)}`),
    );
    for (const [at, example] of each.counterexamples.entries()) {
      lines.push('', `    ${at + 1}. ${plural(example.faults, 'fault')}: ${example.sentence}`);
      for (const step of shownSteps(example)) lines.push(stepLine(step, paint));
      for (const value of valuesOf(example, explain)) lines.push(`       because ${settingText(value)}`);
    }
    for (const fix of fixes.filter(({ property }) => property === each.property.name))
      lines.push(`    ${paint.bold('fix')} ${fix.title}: ${fix.after}`);
  }
  if (verdict.limits.length > 0) lines.push('', ...verdict.limits.map(limit => paint.dim(limit)));
  return `${lines.join('\n')}\n`;
}

/** How many states were looked at, search by search: "251 states at rest, 5,973 at any moment". */
function sizeText({ searches, states }: PropertyVerdict): string {
  if (searches === undefined) return `${countOf(states)} states`;
  return searches
    .map(
      (each, at) =>
        `${countOf(each.states)}${at === 0 ? ' states' : ''} ${SEARCHED_AT[each.moments]}${each.late ? ', timers at their latest' : ''}`,
    )
    .join('; ');
}

const SEARCHED_AT: Readonly<Record<Moments, string>> = {
  rest: 'at rest',
  writes: 'while an operation is under way',
  any: 'at any moment',
};

/** The steps of a story that a person reads: what is done, and what follows from it. */
export function shownSteps({ steps }: Counterexample): readonly StoryStep[] {
  return steps.filter(({ kind }) => kind !== 'note' && kind !== 'commit');
}

/** A setting with its value and place: `ttl = 30 s (patroni.yml:4:8)`. */
export function settingText({ name, value, written, source }: SettingValue): string {
  const place =
    source === undefined
      ? written
        ? ''
        : ', the default'
      : ` (${source.file}:${source.range.start.line + 1}:${source.range.start.character + 1})`;
  return `${name} = ${value}${place}`;
}

export function valuesOf(
  { settings }: Counterexample,
  explain: (ref: SettingRef) => SettingValue | undefined,
): readonly SettingValue[] {
  const found = new Map<string, SettingValue>();
  for (const ref of settings) {
    const value = explain(ref);
    if (value !== undefined) found.set(settingText(value), value);
  }
  return [...found.values()].slice(0, 6);
}

function headOf(
  { property, verdict, vacuous, holdsAt, moments, ...each }: PropertyVerdict,
  bounds: Bounds,
  paint: ExplorePaint,
): string {
  const says = saysWithin(property, bounds);
  switch (verdict) {
    case 'holds':
      return vacuous === true
        ? `${paint.dim('✓')} ${says}: no write was ever acknowledged`
        : `${paint.good('✓')} ${says}${moments === 'any' ? '' : ` ${HOLDS_AT[moments]}`}`;
    case 'unknown':
      return `${paint.dim('?')} ${says}: not decided, none found${holdsAt === undefined ? '' : `; holds ${HOLDS_AT[holdsAt]}`}`;
    case 'broken':
      return `${paint.bad('✗')} ${otherwiseWithin(property, bounds)}: ${withFaults(each)}`;
  }
}

/** Where a promise holds of which it is not decided whether it does at all moments. */
export const HOLDS_AT: Readonly<Record<Moments, string>> = {
  rest: 'where faults strike at rest',
  writes: 'where faults strike at rest or while an operation is under way',
  any: 'at any moment',
};

/** With how many faults it is broken: "with 2 faults, perhaps fewer". */
export function withFaults({ faults = 0, atMost }: Pick<PropertyVerdict, 'faults' | 'atMost'>): string {
  return faults === 0
    ? 'without any fault'
    : `with ${plural(faults, 'fault')}${atMost === true ? ', perhaps fewer' : ''}`;
}

function stepLine({ atMs, kind, text }: StoryStep, paint: ExplorePaint): string {
  const time = `${(atMs / 1000).toFixed(1).padStart(7)} s`;
  return `       ${paint.dim(time)}  ${kind === 'fault' ? paint.bold(text) : text}`;
}

function plural(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function countOf(n: number): string {
  return n.toLocaleString('en-US');
}
