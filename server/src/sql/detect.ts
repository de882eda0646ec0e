import type { Span } from '../text/span.js';
import { dialectNamed } from './detection/names.js';
import { needlesOf } from './detection/needles.js';
import { SIGNALS } from './detection/signals.js';
import type { Dialect } from './dialect.js';

export { dialectNamed } from './detection/names.js';

/** The dialect of a file, and why. */
export interface DialectChoice {
  readonly dialect: Dialect;
  readonly from: 'comment' | 'detected' | 'default';
  /** What decided, for people: `AUTO_INCREMENT, ENGINE=InnoDB`. Empty for the default. */
  readonly evidence: string;
  /** What a `-- dialect:` comment at the top of the file says, known or not; span of the name in the text. */
  readonly comment?: { readonly name: string; readonly span: Span; readonly known: boolean };
}

/** What is known of a file beside its text. */
export interface DialectHints {
  /** Path or URI; only its names matter. */
  readonly path?: string;
}

/**
 * Tells a file's dialect: what a `-- dialect: mysql` comment at its top says, else what its first 64 kB and its path
 * show, else PostgreSQL. Never throws.
 */
export function dialectOf(text: string, hints: DialectHints = {}): DialectChoice {
  const sample = text.length > SAMPLE ? text.slice(0, SAMPLE) : text;
  const comment = dialectComment(sample);
  const named = comment === undefined ? undefined : dialectNamed(comment.name);
  if (comment !== undefined && named !== undefined) {
    return { dialect: named, from: 'comment', evidence: `-- dialect: ${comment.name}`, comment };
  }
  const path = new Map<Dialect, Score>();
  scorePath(hints.path ?? '', path);
  const header = path.size === 0 ? DUMP_HEADER.exec(sample) : null;
  if (header) {
    const dialect = header[1] === 'YSQL' ? 'yugabyte' : 'postgres';
    return { dialect, from: 'detected', evidence: `${header[1]} database dump`, comment };
  }
  // The beginning mostly says it all; the rest is looked at where it does not.
  let ranked = rank(sample.slice(0, SHORT_SAMPLE), path);
  if (sample.length > SHORT_SAMPLE && !isClear(ranked)) ranked = rank(sample, path);
  const best = ranked[0];
  if (best === undefined || best[1].points < ENOUGH)
    return { dialect: 'postgres', from: 'default', evidence: '', comment };
  const reasons = best[1].reasons.sort((a, b) => b.points - a.points).slice(0, 3);
  return {
    dialect: best[0],
    from: 'detected',
    evidence: reasons.map(reason => reason.says).join(', '),
    comment,
  };
}

/** The `-- dialect: name` comment among the comments and blank lines at the top of a file. */
export function dialectComment(text: string): DialectChoice['comment'] {
  const head = HEAD.exec(text)?.[0] ?? '';
  const found = COMMENT.exec(head);
  if (found === null) return undefined;
  const name = found[2]!;
  const start = found.index + found[1]!.length;
  return { name, span: { start, end: start + name.length }, known: dialectNamed(name) !== undefined };
}

interface Score {
  points: number;
  readonly reasons: { readonly says: string; readonly points: number }[];
}

/** The line with which pg_dump and ysql_dump begin; there is no need to look at what follows. */
const DUMP_HEADER = /^\ufeff?(?:--\s*\r?\n|\s*\n)*-- (PostgreSQL|YSQL) database dump\b/;

const SAMPLE = 65_536;
const SHORT_SAMPLE = 8192;
/** Points with which a dialect that has twice as many as the next one needs no further look. */
const CLEAR = 12;
/** Points that a dialect other than the default needs. */
const ENOUGH = 2;
const HEAD =
  /^\ufeff?(?:[ \t]*(?:(?:--|#|\/\/)[^\r\n]*|\/\*[^*]{0,4000}\*\/[ \t]*)?(?:\r\n|\r|\n|$)(?!$))*[ \t]*(?:(?:--|#|\/\/)[^\r\n]*|\/\*[^*]{0,4000}\*\/)?/;
const COMMENT =
  /(^[ \t]*(?:--|#|\/\/|\/\*|\*)?[ \t]*(?:sql[ \t-]?)?dialect[ \t]*[:=][ \t]*)([A-Za-z][\w+-]*(?: server)?)/im;

/** Dialects by their points, the likeliest first. */
function rank(sample: string, path: ReadonlyMap<Dialect, Score>): [Dialect, Score][] {
  const scores = new Map<Dialect, Score>();
  for (const [dialect, { reasons }] of path)
    for (const { points, says } of reasons) add(scores, dialect, points, says);
  scoreText(sample, scores);
  shareWithFamily(scores);
  return [...scores].sort((a, b) => b[1].points - a[1].points);
}

function isClear(ranked: readonly [Dialect, Score][]): boolean {
  const [first, second] = ranked;
  return first !== undefined && first[1].points >= CLEAR && first[1].points >= 2 * (second?.[1].points ?? 0);
}

function scoreText(sample: string, scores: Map<Dialect, Score>): void {
  const { code, comments } = apart(sample);
  const lower = sample.toLowerCase();
  for (const each of prepared()) {
    const { signal, needles } = each;
    if (needles !== undefined && !needles.some(needle => lower.includes(needle))) continue;
    const source = signal.where === 'raw' ? sample : signal.where === 'comments' ? comments : code;
    each.every ??= new RegExp(signal.pattern.source, `${signal.pattern.flags}g`);
    const times = count(each.every, source);
    if (times === 0) continue;
    for (const [dialect, weight] of Object.entries(signal.for)) {
      add(scores, dialect as Dialect, weight * (1 + Math.log2(times) / 4), signal.says);
    }
  }
}

/** The text with strings and comments emptied, and the comments alone. */
function apart(sample: string): { code: string; comments: string } {
  const comments: string[] = [];
  const code = sample.replace(OUTSIDE, token => {
    if (token.startsWith("'")) return "''";
    if (token.startsWith('/*!') || token.startsWith('/*M!')) return token;
    comments.push(token);
    return ' ';
  });
  return { code, comments: comments.join('\n') };
}

const OUTSIDE = /'(?:[^'\\\r\n]|''|\\.)*'|--[^\r\n]*|^[ \t]*#[^\r\n]*|\/\*[\s\S]*?\*\//gm;

interface Prepared {
  readonly signal: (typeof SIGNALS)[number];
  readonly needles: readonly string[] | undefined;
  every: RegExp | undefined;
}

let known: readonly Prepared[] | undefined;

/** The signals, taken apart with the first text that is looked at: nobody waits for it at the start. */
function prepared(): readonly Prepared[] {
  known ??= SIGNALS.map(signal => ({
    signal,
    needles: needlesOf(signal.pattern),
    every: undefined,
  }));
  return known;
}

/** How often a global pattern occurs, up to a few times: more says no more. */
function count(every: RegExp, text: string): number {
  every.lastIndex = 0;
  let times = 0;
  while (times < 4 && every.exec(text) !== null) times++;
  return times;
}

/** Names in the path: of the file, its ending, and the folders next to it. */
function scorePath(path: string, scores: Map<Dialect, Score>): void {
  const parts = path.split(/[\\/]/).filter(part => part.length > 0);
  const file = parts.pop() ?? '';
  const ending = /\.(cql|pgsql|psql|tsql|hql|mysql|bqsql)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending !== undefined) add(scores, ENDINGS[ending]!, 12, `.${ending}`);
  for (const word of words(file)) named(word, 10, scores);
  for (const folder of parts.slice(-4)) {
    const whole = dialectNamed(folder);
    for (const word of words(folder)) named(word, whole === undefined ? 4 : 12, scores);
  }
}

const ENDINGS: Readonly<Record<string, Dialect>> = {
  cql: 'cql',
  pgsql: 'postgres',
  psql: 'postgres',
  tsql: 'tsql',
  hql: 'spark',
  mysql: 'mysql',
  bqsql: 'bigquery',
};

function words(name: string): Set<string> {
  const plain = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return new Set([...plain.split(/[^a-z0-9]+/), plain.replace(/\.[a-z]+$/, '')]);
}

function named(word: string, points: number, scores: Map<Dialect, Score>): void {
  if (word.length < 2 || word === 'ch' || word === 'neon') return;
  const dialect = dialectNamed(word);
  if (dialect !== undefined) add(scores, dialect, points, `"${word}" in the path`);
}

function add(scores: Map<Dialect, Score>, dialect: Dialect, points: number, says: string): void {
  const score = scores.get(dialect) ?? { points: 0, reasons: [] };
  score.points += points;
  score.reasons.push({ says, points });
  scores.set(dialect, score);
}

/** What speaks for a dialect's parent speaks for it too, once anything strong speaks for itself. */
function shareWithFamily(scores: Map<Dialect, Score>): void {
  for (const [child, parent] of PARENTS) {
    const own = scores.get(child);
    const shared = scores.get(parent);
    if (own === undefined || shared === undefined || own.points < 4) continue;
    own.points += shared.points * 0.95;
  }
}

const PARENTS: readonly (readonly [Dialect, Dialect])[] = [
  ['mariadb', 'mysql'],
  ['cockroach', 'postgres'],
  ['yugabyte', 'postgres'],
  ['redshift', 'postgres'],
];
