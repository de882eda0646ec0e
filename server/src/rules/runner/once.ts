import type { Cluster } from '../../cluster/model.js';
import type { Origin } from '../../sql/reading.js';
import { type Finding, type Fix, fixesOf, type Related } from '../rule.js';

/** A finding with the cluster that it is on. */
export interface FoundIn {
  readonly cluster: Cluster;
  readonly finding: Finding;
}

/**
 * Tells once what one rule says of copies: members of one set and folders that were copied have the same line, and the
 * same is wrong with it. It is told at the first place; the others are named with it, and a fix mends all of them.
 * @param found In the order in which the findings are told.
 * @returns In the same order. What is alone is the identical object.
 */
export function toldOnce(found: readonly FoundIn[]): readonly Finding[] {
  const kinds = new Map<string, Finding[]>();
  found.forEach(({ cluster, finding }, i) => {
    const line = lineOf(finding.origin);
    const key =
      line === '' ? String(i) : [finding.rule, finding.severity, saidOf(cluster, finding), line].join('\0');
    const same = kinds.get(key);
    if (same === undefined) kinds.set(key, [finding]);
    else same.push(finding);
  });
  return [...kinds.values()].map(([first, ...others]) =>
    others.length === 0 ? first! : merged(first!, others),
  );
}

/** The finding for each other file of which it holds as well: who edits that file is told there. */
export function toldAgain(finding: Finding): readonly Finding[] {
  const { origin, related = [] } = finding;
  const files = new Set([origin.unit.uri]);
  return related.flatMap(each => {
    const { uri } = each.origin.unit;
    if (each.same !== true || files.has(uri)) return [];
    files.add(uri);
    return [
      { ...finding, again: true, origin: each.origin, related: [{ origin, message: 'told here first' }] },
    ];
  });
}

function merged(first: Finding, others: readonly Finding[]): Finding {
  const places = new Set([
    placeOf(first.origin),
    ...(first.related ?? []).map(({ origin }) => placeOf(origin)),
  ]);
  const more: Related[] = [];
  for (const { origin, related } of others) {
    for (const each of [{ origin, message: 'the same here', same: true }, ...(related ?? [])]) {
      const place = placeOf(each.origin);
      if (more.length >= MOST || places.has(place)) continue;
      places.add(place);
      more.push(each);
    }
  }
  return {
    ...first,
    related: [...(first.related ?? []), ...more],
    ...(first.fixes === undefined ? {} : { fixes: () => mergedFixes([first, ...others]) }),
  };
}

/** Fixes of one title as one, where every place has it; each place is edited once. */
export function mergedFixes(reports: readonly Pick<Finding, 'fixes'>[]): readonly Fix[] {
  const titles = new Map<string, Fix[]>();
  for (const report of reports) {
    for (const fix of fixesOf(report)) titles.set(fix.title, [...(titles.get(fix.title) ?? []), fix]);
  }
  return [...titles.values()].flatMap(same =>
    same.length === reports.length
      ? [{ ...same[0]!, edits: same.flatMap(({ edits }) => edits), safe: same.every(({ safe }) => safe) }]
      : [],
  );
}

/** What it says, whatever the cluster and its members are called. */
function saidOf({ name, members }: Cluster, { message }: Finding): string {
  const names = [name, ...members.slice(0, MOST_NAMES).map(({ id }) => id)]
    .filter(each => each !== '' && message.includes(each))
    .sort((a, b) => b.length - a.length);
  const plain = names.reduce((text, each) => text.replace(wordOf(each), '\u0001'), message);
  // A member that is called `node` must not make another text of "on one node".
  return plain.replace(COMMON, '\u0001').replace(/\bthis \u0001/g, '\u0001');
}

const COMMON = /(?<![\w.-])(?:node|server|primary|master|replica|standby|leader|broker|data)(?![\w-])/g;

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}(?![\\w-])`, 'g');
}

function lineOf({ unit, span }: Origin): string {
  const { text } = unit.piece;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', span.start);
  // Texts in quotes, such as a password of each, make no other matter of it, nor blanks and what is written behind.
  return text
    .slice(start, end === -1 ? text.length : end)
    .trim()
    .replace(/(['"])[^'"]*\1/g, '""')
    .replace(/(?<=\S)[ \t]+#[ \t].*$/, '')
    .replace(/[ \t]*([=:])[ \t]*/g, '$1');
}

function placeOf({ unit, span }: Origin): string {
  return `${unit.uri}\0${unit.piece.start + span.start}`;
}

/** Places that are named with the first. */
const MOST = 50;
/** Members whose names are looked for. */
const MOST_NAMES = 200;
