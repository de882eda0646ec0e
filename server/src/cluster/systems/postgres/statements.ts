import type { Origin, SourceUnit } from '../../../sql/reading.js';
import type { Fragment, StatementFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { folderOf } from './conf.js';
import type { PostgresData, SqlSettings } from './data.js';
import { type SqlWord, sqlWords } from './sql-words.js';

/** `ALTER SYSTEM` and its kin, publications and subscriptions. */
export const STATEMENTS: StatementFormat<PostgresData> = {
  dialects: ['postgres'],
  mayBe: /\b(?:alter\s+(?:system|role|user|database)|publication|subscription)\b/i,
  read: unit => {
    const { text, body } = unit.piece;
    const words = sqlWords(text, body.start, body.end);
    const reader = new Reader(unit, words);
    const data = reader.settings() ?? reader.publication() ?? reader.subscription();
    if (data === undefined) return [];
    const origin = reader.origin(words[0]!, words[Math.min(2, words.length - 1)]!);
    return [{ system: 'postgres', uri: unit.uri, origin, data } satisfies Fragment<PostgresData>];
  },
};

class Reader {
  private readonly folder: string;

  constructor(
    private readonly unit: SourceUnit,
    private readonly words: readonly SqlWord[],
  ) {
    this.folder = folderOf(unit.uri.toLowerCase());
  }

  origin(first: SqlWord, last: SqlWord = first): Origin {
    return { unit: this.unit, span: { start: first.span.start, end: last.span.end } };
  }

  settings(): SqlSettings | undefined {
    if (this.word(0) !== 'alter') return undefined;
    const object = this.word(1);
    if (object !== 'system' && object !== 'role' && object !== 'user' && object !== 'database')
      return undefined;
    const at = this.words.findIndex(({ kind, text }) => kind === 'name' && text === 'set');
    // `ALTER ROLE x IN DATABASE y SET`: nothing else may stand before it.
    if (at === -1 || at > 5) return undefined;
    const key = this.words[at + 1];
    if (key === undefined) return undefined;
    let end = at + 1;
    // Names of extensions have dots.
    while (this.word(end + 1) === '.' && this.words[end + 2] !== undefined) end += 2;
    const assign = this.word(end + 1);
    const first = this.words[end + 2];
    let last = this.words.length - 1;
    while (last > 0 && this.word(last) === ';') last--;
    if ((assign !== '=' && assign !== 'to') || first === undefined || last < end + 2) return undefined;
    const values = this.words.slice(end + 2, last + 1);
    const isDefault = values.length === 1 && values[0]!.kind === 'name' && values[0]!.text === 'default';
    const raw = isDefault ? undefined : textOf(values);
    const name = this.words
      .slice(at + 1, end + 1)
      .map(({ text }) => text)
      .join('');
    const written: Written = {
      key: name,
      raw,
      keyOrigin: this.origin(key, this.words[end]!),
      origin: this.origin(first, this.words[last]!),
    };
    return {
      kind: 'sql',
      scope: object === 'system' ? 'system' : object === 'database' ? 'database' : 'role',
      name: object === 'system' ? '' : (this.words[2]?.text ?? ''),
      written: isDefault ? [] : [written],
      folder: this.folder,
    };
  }

  publication(): PostgresData | undefined {
    const name = this.objectNamed('publication');
    if (name === undefined) return undefined;
    const written = this.options();
    const tables: string[] = [];
    let all = false;
    for (let i = 3; i < this.words.length; i++) {
      const word = this.words[i]!;
      if (word.kind === 'name' && word.text === 'with') break;
      if (word.text === 'all' && this.word(i + 1) === 'tables') all = true;
      if ((word.text === 'table' || word.text === ',') && this.words[i + 1]?.kind === 'name') {
        let at = i + 1;
        if (this.word(at) === 'only') at++;
        if (this.word(at) === 'table') continue;
        let table = this.words[at]?.text ?? '';
        while (this.word(at + 1) === '.' && this.words[at + 2] !== undefined) {
          table += `.${this.words[at + 2]!.text}`;
          at += 2;
        }
        tables.push(table);
      }
      // Columns and conditions in parentheses name no tables.
      if (word.text === '(') i = this.close(i);
    }
    const first = this.words[0]!;
    const list: Written = {
      key: 'tables',
      raw: all ? ['*'] : tables,
      keyOrigin: this.origin(first, name),
      origin: this.origin(name),
    };
    return {
      kind: 'publication',
      name: name.text,
      altered: this.word(0) === 'alter',
      written: [...(all || tables.length > 0 ? [list] : []), ...written],
      folder: this.folder,
    };
  }

  subscription(): PostgresData | undefined {
    const name = this.objectNamed('subscription');
    if (name === undefined) return undefined;
    const at = this.words.findIndex(({ kind, text }) => kind === 'name' && text === 'connection');
    const connection = at === -1 ? undefined : this.words[at + 1];
    const from = this.words.findIndex(
      ({ kind, text }, i) => i > 2 && kind === 'name' && text === 'publication',
    );
    const publications: string[] = [];
    for (let i = from + 1; from !== -1 && i < this.words.length; i += 2) {
      const word = this.words[i]!;
      if (word.kind !== 'name' || word.text === 'with') break;
      publications.push(word.text);
      if (this.word(i + 1) !== ',') break;
    }
    return {
      kind: 'subscription',
      name: name.text,
      altered: this.word(0) === 'alter',
      connection:
        connection?.kind === 'string'
          ? {
              text: connection.text,
              origin: {
                unit: this.unit,
                span: { start: connection.span.start + 1, end: connection.span.end - 1 },
              },
            }
          : undefined,
      publications,
      written: this.options(),
      folder: this.folder,
    };
  }

  /** The name in `CREATE PUBLICATION name`, `ALTER PUBLICATION name`. */
  private objectNamed(object: string): SqlWord | undefined {
    if (this.word(0) !== 'create' && this.word(0) !== 'alter') return undefined;
    return this.word(1) === object && this.words[2]?.kind === 'name' ? this.words[2] : undefined;
  }

  /** `WITH (a = b, c)` and `SET (a = b)`. */
  private options(): readonly Written[] {
    const at = this.words.findIndex(
      ({ kind, text }, i) =>
        kind === 'name' && (text === 'with' || text === 'set') && this.words[i + 1]?.text === '(',
    );
    if (at === -1) return [];
    const end = this.close(at + 1);
    const written: Written[] = [];
    for (let i = at + 2; i < end; ) {
      const key = this.words[i]!;
      let stop = i;
      while (stop < end && this.word(stop) !== ',') stop++;
      const values = this.words.slice(i + 2, stop);
      const assigned = this.word(i + 1) === '=' && values.length > 0;
      written.push({
        key: key.text,
        raw: assigned ? textOf(values) : true,
        keyOrigin: this.origin(key),
        origin: assigned ? this.origin(values[0]!, values.at(-1)!) : this.origin(key),
      });
      i = stop + 1;
    }
    return written;
  }

  private close(open: number): number {
    let depth = 0;
    for (let i = open; i < this.words.length; i++) {
      if (this.words[i]!.text === '(' && this.words[i]!.kind === 'sign') depth++;
      if (this.words[i]!.text === ')' && this.words[i]!.kind === 'sign' && --depth === 0) return i;
    }
    return this.words.length;
  }

  private word(i: number): string | undefined {
    const word = this.words[i];
    return word?.kind === 'string' ? undefined : word?.text;
  }
}

function textOf(words: readonly SqlWord[]): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only.text;
  return words
    .map(({ text }) => text)
    .join(' ')
    .replace(/ ?, ?/g, ', ')
    .replace(/^- /, '-');
}
