import type { Origin, SourceUnit } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import type { Fragment, StatementFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type SqlWord, sqlWords } from '../postgres/sql-words.js';
import type { CockroachData } from './data.js';

/** Regions and survival goals of databases, and replication zones. */
export const STATEMENTS: StatementFormat<CockroachData> = {
  dialects: ['cockroach', 'postgres'],
  mayBe:
    /\bsurvive\s+(?:zone|region|availability)\b|\bprimary\s+region\b|\b(?:add|drop)\s+region\b|\bconfigure\s+zone\b|\bplacement\s+(?:restricted|default)\b|\bdefault_transaction_use_follower_reads\b/i,
  read: unit => {
    const { text, body } = unit.piece;
    const words = sqlWords(text, body.start, body.end);
    const data = readZone(unit, words) ?? readSession(unit, words) ?? readDatabase(unit, words);
    return data === undefined
      ? []
      : [{ system: 'cockroach', uri: unit.uri, origin: data.origin, data } satisfies Fragment<CockroachData>];
  },
};

function readZone(unit: SourceUnit, words: readonly SqlWord[]): CockroachData | undefined {
  const at = words.findIndex(({ text }, i) => text === 'configure' && words[i + 1]?.text === 'zone');
  if (at < 0 || words[0]?.text !== 'alter' || words[at + 2]?.text !== 'using') return undefined;
  const target = words.slice(1, at);
  const written: Written[] = [];
  for (let i = at + 3; i < words.length && written.length < 100; ) {
    let end = i;
    while (words[end + 1]?.text === '.' && words[end + 2] !== undefined) end += 2;
    const key = words
      .slice(i, end + 1)
      .map(({ text }) => text)
      .join('');
    if (words[end + 1]?.text !== '=') break;
    const first = words[end + 2];
    if (first === undefined) break;
    let last = end + 2;
    while (words[last + 1] !== undefined && words[last + 1]!.text !== ',' && words[last + 1]!.text !== ';')
      last++;
    written.push({
      key,
      raw:
        first.text === 'copy'
          ? undefined
          : words
              .slice(end + 2, last + 1)
              .map(({ text }) => text)
              .join(''),
      keyOrigin: span(unit, words[i]!, words[end]!),
      origin: span(unit, first, words[last]!),
    });
    i = last + 2;
  }
  const name = target
    .filter(({ kind }) => kind !== 'sign')
    .slice(1)
    .map(({ text }) => text)
    .join('.');
  return {
    kind: 'zone',
    folder: folderOfUri(unit.uri),
    name: name === '' ? 'default' : name,
    of: target[0]?.text ?? 'database',
    written,
    origin: span(unit, words[0]!, words[at + 1]!),
  };
}

/** `ALTER ROLE r SET default_transaction_use_follower_reads = on`: what sessions begin with. */
function readSession(unit: SourceUnit, words: readonly SqlWord[]): CockroachData | undefined {
  const at = words.findIndex(({ text }) => text === 'default_transaction_use_follower_reads');
  const value = words[at + 2];
  const name = words[2];
  if (
    at < 4 ||
    words[0]?.text !== 'alter' ||
    words[at - 1]?.text !== 'set' ||
    value === undefined ||
    name === undefined
  )
    return undefined;
  return {
    kind: 'zone',
    folder: folderOfUri(unit.uri),
    name: name.text,
    of: words[1]?.text ?? 'role',
    written: [one(words[at]!.text, value.text, span(unit, words[at]!, words[at]!), span(unit, value, value))],
    origin: span(unit, words[0]!, words[at]!),
  };
}

function readDatabase(unit: SourceUnit, words: readonly SqlWord[]): CockroachData | undefined {
  const creates = words[0]?.text === 'create';
  if ((!creates && words[0]?.text !== 'alter') || words[1]?.text !== 'database') return undefined;
  let at = 2;
  while (['if', 'not', 'exists'].includes(words[at]?.text ?? '') && words[at]?.kind === 'name') at++;
  const name = words[at];
  if (name === undefined) return undefined;
  const regions: { text: string; origin: Origin }[] = [];
  const dropped: string[] = [];
  const written: Written[] = [];
  for (let i = at + 1; i < words.length; i++) {
    const [word, next, third] = [words[i]!, words[i + 1], words[i + 2]];
    const value = (from: number) => (words[from]?.text === '=' ? words[from + 1] : words[from]);
    if (word.text === 'primary' && next?.text === 'region') {
      const region = value(i + 2);
      if (region !== undefined && region.kind !== 'sign') {
        written.push(one('primary region', region.text, span(unit, word, next), span(unit, region, region)));
        regions.push({ text: region.text, origin: span(unit, region, region) });
      }
    } else if (word.text === 'regions') {
      for (let j = next?.text === '=' ? i + 2 : i + 1; words[j] !== undefined; j += 2) {
        if (words[j]!.kind !== 'sign')
          regions.push({ text: words[j]!.text, origin: span(unit, words[j]!, words[j]!) });
        if (words[j + 1]?.text !== ',') break;
      }
    } else if (word.text === 'region' && (words[i - 1]?.text === 'add' || words[i - 1]?.text === 'drop')) {
      const region =
        next?.text === 'if'
          ? words.slice(i + 1).find(({ text }) => !['if', 'not', 'exists'].includes(text))
          : next;
      if (region === undefined) continue;
      if (words[i - 1]!.text === 'drop') dropped.push(region.text);
      else regions.push({ text: region.text, origin: span(unit, region, region) });
    } else if (word.text === 'survive' && next !== undefined) {
      const goal = next.text === '=' ? third : next;
      if (goal !== undefined)
        written.push(
          one(
            'survive',
            goal.text === 'availability' ? 'zone' : goal.text,
            span(unit, word, word),
            span(unit, goal, goal),
          ),
        );
    } else if (word.text === 'placement' && next !== undefined) {
      written.push(one('placement', next.text, span(unit, word, word), span(unit, next, next)));
    }
  }
  if (regions.length === 0 && written.length === 0 && dropped.length === 0) return undefined;
  return {
    kind: 'database',
    folder: folderOfUri(unit.uri),
    name: name.text,
    whole: creates || written.some(({ key }) => key === 'primary region'),
    regions: regions.slice(0, 100),
    dropped,
    written,
    origin: span(unit, name, name),
  };
}

function one(key: string, raw: string, keyOrigin: Origin, origin: Origin): Written {
  return { key, raw, keyOrigin, origin };
}

function span(unit: SourceUnit, first: SqlWord, last: SqlWord): Origin {
  return { unit, span: { start: first.span.start, end: last.span.end } };
}
