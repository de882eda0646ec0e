import type { SourceUnit } from '../../sql/reading.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';
import type { System } from '../systems.js';
import { QUORUM_MATCHERS } from './matchers-quorum.js';
import { SQL_MATCHERS } from './matchers-sql.js';
import { STORE_MATCHERS } from './matchers-stores.js';
import type { Claim, Matcher } from './model.js';
import { commentPassage, commentPassages, markdownPassages, type Passage } from './passages.js';

export const MATCHERS: readonly Matcher[] = [...SQL_MATCHERS, ...QUORUM_MATCHERS, ...STORE_MATCHERS];

/** Longer texts are data, or generated. */
const MAX_TEXT = 1_000_000;
const MAX_CLAIMS = 100;

/** True for a document that people write about a project. */
export function isProse(source: Source): boolean {
  return (
    /\.(?:md|markdown)$/.test(source.name) &&
    !/^(?:changelog|changes|history|license)/.test(source.name) &&
    // What was lost once, or was not, is no promise.
    !/(?:^|[-_.])(?:incidents?|post-?mortems?|outages?|retro(?:spective)?s?)(?:[-_.]|$)/.test(source.name) &&
    !/\/(?:incidents?|post-?mortems?|outages?|retrospectives?)\/[^/]*$/i.test(source.uri)
  );
}

/** What a document of the project says of its systems. */
export function claimsOfDocument(source: Source): readonly Fragment<Claim>[] {
  if (source.text.length > MAX_TEXT) return [];
  const wanted = hinted(source.text);
  if (wanted.length === 0) return [];
  return collect(source.uri, source.unit, 'document', markdownPassages(source.text, WORTH), wanted);
}

/** What the comments of a config say. */
export function claimsOfComments(source: Source): readonly Fragment<Claim>[] {
  if (source.text.length > MAX_TEXT) return [];
  const wanted = hinted(source.text);
  if (wanted.length === 0) return [];
  return collect(
    source.uri,
    source.unit,
    'comment',
    commentPassages(source.text, source.name, WORTH),
    wanted,
  );
}

/** What the comments of a statement say. */
export function claimsOfStatement(unit: SourceUnit): readonly Fragment<Claim>[] {
  const { text, comments } = unit.piece;
  const passages = comments.flatMap(({ start, end }) =>
    end - start < 15 || end - start > 4000 ? [] : (commentPassage(text, start, end) ?? []),
  );
  if (passages.length === 0) return [];
  const wanted = hinted(passages.map(passage => passage.text).join('\n'));
  return wanted.length === 0 ? [] : collect(unit.uri, unit, 'document', joined(passages), wanted);
}

function hinted(text: string): readonly Matcher[] {
  const low = lower(text);
  return WORTH.test(low) ? MATCHERS.filter(({ hint }) => hint.test(low)) : [];
}

/** Some word that claims are made of. */
const WORTH = new RegExp(MATCHERS.map(({ hint }) => hint.source).join('|'));

function collect(
  uri: string,
  unit: SourceUnit,
  where: Claim['where'],
  passages: readonly Passage[],
  matchers: readonly Matcher[],
): readonly Fragment<Claim>[] {
  const found: Fragment<Claim>[] = [];
  for (const passage of passages) {
    const text = lower(passage.text);
    const view = { text, beside: lower(passage.beside), headings: lower(passage.headings) };
    for (const [from, to] of sentencesOf(text)) {
      const sentence = text.slice(from, to);
      if (isForeign(sentence)) continue;
      for (const matcher of matchers) {
        if (found.length >= MAX_CLAIMS) return found;
        if (where === 'document' && isOfOthers(matcher, `${nameOf(uri)} ${view.headings} ${text}`)) continue;
        const match = matcher.hint.test(sentence) ? matcher.match(sentence, view) : undefined;
        if (match === undefined || match.length === 0) continue;
        const start = passage.offsets[from + match.index]!;
        const end = passage.offsets[from + match.index + match.length - 1]! + 1;
        const origin = { unit, span: { start, end } };
        const claim: Claim = {
          id: matcher.id,
          words: { text: passage.text.slice(from + match.index, from + match.index + match.length), origin },
          numbers: match.numbers ?? [],
          sentence,
          beside: passage.beside,
          where,
          uri,
          systems: matcher.systems,
        };
        found.push({ system: 'claims', uri, origin, data: claim });
      }
    }
  }
  return found;
}

/** True where what is spoken of is called by its name, and is none of the systems that the claim may be about. */
function isOfOthers({ systems }: Matcher, said: string): boolean {
  let others = false;
  for (const [family, words] of FAMILIES) {
    if (!words.test(said)) continue;
    if (systems.some(system => family.includes(system))) return false;
    others = true;
  }
  return others;
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Systems that have the words of one product in common. */
const FAMILIES: readonly (readonly [readonly System[], RegExp])[] = [
  [
    ['postgres', 'patroni', 'cloudnativepg', 'crunchy', 'zalando', 'repmgr', 'pgpool', 'pg_auto_failover'],
    /postgres|\bpg|patroni|cnpg|cloudnativepg|\bwal\b|standb(?:y|ies)/i,
  ],
  [['redis', 'valkey', 'sentinel'], /redis|valkey|sentinel/i],
  [
    ['mysql', 'mariadb', 'galera', 'group-replication', 'ndb', 'orchestrator', 'mha', 'maxscale'],
    /mysql|mariadb|galera|binlog|innodb/i,
  ],
  [['mongodb'], /mongo/i],
  [['kafka'], /kafka/i],
  [['rabbitmq'], /rabbit/i],
  [['cassandra'], /cassandra|scylla/i],
  [['elasticsearch', 'opensearch'], /elastic|opensearch/i],
];

/**
 * True where most letters are of another script: technical words stand in sentences of every language, and only in one
 * that is read does one know whether they are claimed, asked for or denied.
 */
function isForeign(sentence: string): boolean {
  const other = sentence.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0;
  return other > 3 && other * 3 > (sentence.match(/\p{L}/gu)?.length ?? 0);
}

/** Where the sentences of a text begin and end. */
function* sentencesOf(text: string): Generator<readonly [number, number]> {
  let from = 0;
  for (const end of text.matchAll(/(?<!\b(?:e\.g|i\.e|vs|cf|etc|no))[.!?;](?=\s|$)/g)) {
    yield [from, end.index + 1];
    from = end.index + 1;
  }
  if (from < text.length) yield [from, text.length];
}

/** Comments of one statement, line after line, that are one sentence. */
function joined(passages: readonly Passage[]): readonly Passage[] {
  return [
    {
      text: passages.map(({ text }) => text).join(' '),
      offsets: passages.flatMap(({ offsets }, i) => (i === 0 ? offsets : [offsets[0]!, ...offsets])),
      beside: '',
      headings: '',
    },
  ];
}

/** In lower case, every character where it was. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, found => found.toLowerCase());
}
