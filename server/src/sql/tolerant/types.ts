import type { TypeName } from '../ast/index.js';
import type { Cursor } from './cursor.js';
import { identAt, unquote } from './identifiers.js';
import { NUMBER, QUOTED, STRING, TEMPLATE, WORD } from './tokens.js';
import { printType, type RawType } from './type-text.js';
import { normalised } from './type-tokens.js';

/** Types whose name has several words: after the first, these may follow. */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  DOUBLE: ['PRECISION'],
  CHARACTER: ['VARYING', 'LARGE'],
  CHAR: ['VARYING', 'BYTE', 'LARGE'],
  NATIONAL: ['CHARACTER', 'CHAR', 'VARCHAR', 'TEXT'],
  NCHAR: ['VARYING', 'VARCHAR'],
  BIT: ['VARYING'],
  BINARY: ['VARYING', 'LARGE'],
  LARGE: ['OBJECT'],
  LONG: ['VARCHAR', 'VARBINARY', 'RAW'],
  VARYING: [],
  BIGINT: [],
};

/** Words that change a MySQL type and stand after its arguments. */
const MODIFIERS = new Set(['UNSIGNED', 'SIGNED', 'ZEROFILL']);

/** Reads a data type; undefined where none stands here. */
export function readType(c: Cursor): TypeName | undefined {
  const from = c.pos;
  const kind = c.kind();
  if (kind !== WORD && kind !== QUOTED && kind !== TEMPLATE && kind !== STRING) return undefined;
  const raw = c.options.types === 'sqlite' ? readSqliteName(c) : readNameAndArguments(c);
  const span = c.span(from);
  return { span, ...printType(raw, c.options, c.tokens.text.slice(span.start, span.end)) };
}

/** SQLite takes any run of words and one pair of parentheses. */
function readSqliteName(c: Cursor): RawType {
  const from = c.pos;
  while ((c.isName() || c.isString()) && (c.pos === from || !SQLITE_STOPS.has(c.word()))) c.pos++;
  const name = c.slice(from);
  const args = c.isSymbol('(') ? readArguments(c) : [];
  return { name, args, inner: '', modifiers: [], dimensions: 0 };
}

const SQLITE_STOPS = new Set(
  'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS AUTOINCREMENT'.split(' '),
);

function readNameAndArguments(c: Cursor): RawType {
  const modifiers: string[] = [];
  const first = c.word();
  let schema: string | undefined;
  let name: string;
  if (c.isSymbol('.', 1) && c.isName(2)) {
    while (c.isSymbol('.', 1) && c.isName(2)) {
      schema = identAt(c, c.pos).value;
      c.pos += 2;
    }
    name = identAt(c, c.pos++).value;
  } else {
    name = c.kind() === QUOTED ? unquote(c.raw()) : c.raw();
    c.pos++;
    let followers = FOLLOWERS[first];
    while (followers?.includes(c.word())) {
      name += ` ${c.raw()}`;
      followers = FOLLOWERS[c.word()];
      c.pos++;
      if (c.is('VARYING')) {
        name += ' VARYING';
        c.pos++;
      }
    }
    if (c.is('VARYING') && c.options.types !== 'keep') {
      name += ' VARYING';
      c.pos++;
    }
  }
  let args: string[] = [];
  let inner = '';
  if (c.isSymbol('(')) {
    if (isNested(c)) inner = readNested(c);
    else args = readArguments(c);
  } else if (c.isSymbol('<')) inner = readAngles(c);
  name += readZone(c, first);
  for (;;) {
    const word = c.oneOf(MODIFIERS);
    if (!word) break;
    modifiers.push(word);
    c.pos++;
  }
  let dimensions = 0;
  while (c.isSymbol('[') && (c.isSymbol(']', 1) || (c.isNumber(1) && c.isSymbol(']', 2)))) {
    dimensions++;
    c.pos += c.isSymbol(']', 1) ? 2 : 3;
  }
  if (dimensions === 0 && c.is('ARRAY') && c.options.types !== 'bigquery') {
    dimensions = 1;
    c.pos++;
  }
  return { name, args, inner, modifiers, dimensions, schema };
}

/** `WITH TIME ZONE` and the fields of an interval, in lower case with a blank before. */
function readZone(c: Cursor, first: string): string {
  const from = c.pos;
  if (first === 'TIMESTAMP' || first === 'TIME') {
    if (c.is('WITH', 'LOCAL', 'TIME', 'ZONE')) c.pos += 4;
    else if (c.is('WITH', 'TIME', 'ZONE') || c.is('WITHOUT', 'TIME', 'ZONE')) c.pos += 3;
  } else if (first === 'INTERVAL' && /^(?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)$/.test(c.word())) {
    c.pos++;
    if (c.isSymbol('(')) c.skip();
    if (c.accept('TO')) c.pos++;
    if (c.isSymbol('(')) c.skip();
  }
  return c.pos > from ? ` ${normalised(c, from, c.pos, ', ', 'lower')}` : '';
}

/** ClickHouse writes nested types in parentheses, as other engines do in angle brackets. */
function isNested(c: Cursor): boolean {
  return c.options.types === 'keep' || /^(?:ROW|OBJECT|MAP|ARRAY)$/.test(c.word(-1));
}

function readNested(c: Cursor): string {
  const from = c.pos;
  c.skip();
  const inner = normalised(c, from, c.pos, ', ', c.options.types === 'keep' ? 'keep' : 'upper');
  return inner;
}

/** `<...>`, with what it nests; where nothing closes it, all that is left of the column. */
function readAngles(c: Cursor): string {
  const from = c.pos;
  c.pos = Math.min(c.closing() + 1, c.end);
  const style = c.options.types;
  const comma = c.options.dialect === 'spark' ? ',' : ', ';
  return normalised(c, from, c.pos, comma, style === 'lower' ? 'lower' : style === 'keep' ? 'keep' : 'upper');
}

/** Arguments as written, blanks outside strings dropped. */
function readArguments(c: Cursor): string[] {
  return c.inside(inner => inner.items().map(([from, to]) => argument(inner, from, to)));
}

function argument(c: Cursor, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) {
    const kind = c.tokens.kinds[at];
    if (text && (kind === WORD || kind === NUMBER) && /\w$/.test(text)) text += ' ';
    text += c.rawAt(at);
  }
  return text;
}
