import type { TypeName as PgTypeName } from 'libpg-query';
import type { TypeName } from '../ast/index.js';
import { type Source, strings } from './source.js';
import { CLOSE, COMMA, OPEN, OPEN_BRACKET, OPERATOR, QUOTED, WORD } from './tokens.js';

/** A data type, printed as PostgreSQL's `format_type` prints it. */
export function readType(source: Source, type: PgTypeName): TypeName {
  const first = (type.location ?? 0) < 0 ? 0 : source.at(type.location);
  return readTypeAt(source, type, first).type;
}

/** The same, with the last token of the type as written. */
export function readTypeAt(
  source: Source,
  type: PgTypeName,
  first: number,
): { type: TypeName; last: number } {
  const shape = typeShape(source, first);
  const span = source.span(first, shape.last);
  // The fields of `interval '1' day` stand behind the literal, apart from its name.
  const plain = !type.setof && !source.is(first, 'INTERVAL');
  const written = !plain ? '' : source.sql.slice(span.start - source.base, span.end - source.base);
  const known = KNOWN.get(written);
  if (known) return { type: { ...known, span }, last: shape.last };
  const read = readNew(source, type, first, shape);
  if (WORDS_ONLY.test(written) && KNOWN.size < KNOWN_LIMIT) KNOWN.set(written, read);
  return { type: read, last: shape.last };
}

/** Types that were read, by what was written: a schema uses few, thousands of times. */
const KNOWN = new Map<string, TypeName>();
const KNOWN_LIMIT = 2000;
/** Where nothing but this is written, the text alone says what the type is. */
const WORDS_ONLY = /^[a-z][a-z0-9_ ]*(?:\([0-9, ]+\))?[a-z ]*$/;

function readNew(
  source: Source,
  type: PgTypeName,
  first: number,
  shape: { open: number; last: number },
): TypeName {
  // `RETURNS TABLE (...)` is a set of records; what is in the parentheses are its columns.
  const args = shape.open < 0 || source.is(first, 'TABLE') ? [] : argumentTexts(source, shape.open);
  const names = strings(type.names);
  const dimensions = type.arrayBounds?.length ?? 0;
  const printed = print(names, args, type);
  const brackets = dimensions > 0 ? '[]' : '';
  const setof = type.setof ? 'SETOF ' : '';
  const percent = type.pct_type ? '%TYPE' : '';
  const schema =
    names.length > 1 && names[names.length - 2] !== 'pg_catalog' ? names[names.length - 2] : undefined;
  return {
    text: setof + printed.text + percent + brackets,
    base: printed.base,
    args,
    dimensions,
    ...(schema === undefined ? {} : { schema }),
    span: source.span(source.is(first - 1, 'SETOF') ? first - 1 : first, shape.last),
  };
}

/** `serial` and its kin as written: the type they stand for. */
export function serialType(type: PgTypeName): string | undefined {
  const names = strings(type.names);
  return names.length === 1 ? SERIAL[names[0]!] : undefined;
}

const SERIAL: Readonly<Record<string, string>> = {
  __proto__: null as never,
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

/** Internal names whose printed form differs. */
const PRINTED: Readonly<Record<string, string>> = {
  __proto__: null as never,
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  varbit: 'bit varying',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
  char: '"char"',
};

/** Bits of an interval's fields as PostgreSQL numbers them (`utils/timestamp.h`, INTERVAL_MASK). */
const FIELDS: readonly [mask: number, text: string][] = [
  [1 << 2, ' year'],
  [1 << 1, ' month'],
  [1 << 3, ' day'],
  [1 << 10, ' hour'],
  [1 << 11, ' minute'],
  [1 << 12, ' second'],
  [(1 << 2) | (1 << 1), ' year to month'],
  [(1 << 3) | (1 << 10), ' day to hour'],
  [(1 << 3) | (1 << 10) | (1 << 11), ' day to minute'],
  [(1 << 3) | (1 << 10) | (1 << 11) | (1 << 12), ' day to second'],
  [(1 << 10) | (1 << 11), ' hour to minute'],
  [(1 << 10) | (1 << 11) | (1 << 12), ' hour to second'],
  [(1 << 11) | (1 << 12), ' minute to second'],
];

function print(
  names: readonly string[],
  args: readonly string[],
  type: PgTypeName,
): { text: string; base: string } {
  const name = names[names.length - 1] ?? '';
  const builtIn = names.length === 1 || (names.length === 2 && names[0] === 'pg_catalog');
  if (!builtIn) {
    const text = names.map(quoteIdentifier).join('.');
    return { text: withArgs(text, args), base: name.toLowerCase() };
  }
  switch (name) {
    case 'bpchar': {
      // Written `char`, the grammar has already made it `char(1)`; written `bpchar`, it has no length.
      const length = args[0] ?? (type.typmods?.length ? '1' : undefined);
      return length === undefined
        ? { text: 'bpchar', base: 'bpchar' }
        : { text: `character(${length})`, base: 'character' };
    }
    case 'bit': {
      const length = args[0] ?? (type.typmods?.length ? '1' : undefined);
      return { text: length === undefined ? '"bit"' : `bit(${length})`, base: 'bit' };
    }
    case 'numeric':
      return {
        text: args.length === 1 ? `numeric(${args[0]},0)` : withArgs('numeric', args),
        base: 'numeric',
      };
    case 'interval':
      return { text: 'interval' + intervalFields(type) + withArgs('', args), base: 'interval' };
    case 'float4':
    case 'float8':
      return { text: PRINTED[name]!, base: PRINTED[name]! };
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'timetz': {
      const base = PRINTED[name]!;
      const blank = base.indexOf(' ');
      return { text: withArgs(base.slice(0, blank), args) + base.slice(blank), base };
    }
  }
  const base = PRINTED[name] ?? quoteIdentifier(name);
  return { text: withArgs(base, args), base: (PRINTED[name] ?? name).toLowerCase() };
}

function withArgs(name: string, args: readonly string[]): string {
  return args.length === 0 ? name : `${name}(${args.join(',')})`;
}

function intervalFields(type: PgTypeName): string {
  const first = type.typmods?.[0];
  const mask = first && 'A_Const' in first ? first.A_Const.ival?.ival : undefined;
  return FIELDS.find(([bits]) => bits === mask)?.[1] ?? '';
}

/** Arguments as written, plain strings without their quotes. */
function argumentTexts(source: Source, open: number): string[] {
  return source.list(open + 1, source.close(open)).map(([first, last]) => source.plain(first, last));
}

/** Where a type's arguments open (-1: none) and which token is its last. */
function typeShape(source: Source, first: number): { open: number; last: number } {
  let last = source.nameEnd(first);
  const plain = last === first && source.kind(first) !== QUOTED;
  if (plain && endsType(source, last + 1)) return { open: -1, last };
  const is = (word: string) => plain && source.is(first, word);
  if (is('DOUBLE') && source.is(last + 1, 'PRECISION')) last++;
  else if (is('NATIONAL') && (source.is(last + 1, 'CHARACTER') || source.is(last + 1, 'CHAR'))) last++;
  if (plain && source.is(last + 1, 'VARYING')) last++;
  if (
    source.kind(last + 1) === OPERATOR &&
    source.is(last + 2, 'TYPE') &&
    source.text(source.span(last + 1, last + 1)) === '%'
  )
    last += 2;
  let open = -1;
  const takeArgs = () => {
    if (open >= 0 || source.kind(last + 1) !== OPEN) return;
    open = last + 1;
    last = source.close(open);
  };
  takeArgs();
  if (is('TIMESTAMP') || is('TIME')) {
    if (source.are(last + 1, 'WITH', 'TIME', 'ZONE') || source.are(last + 1, 'WITHOUT', 'TIME', 'ZONE'))
      last += 3;
  } else if (is('INTERVAL') && open < 0) {
    if (isField(source, last + 1)) {
      last++;
      if (source.is(last + 1, 'TO') && isField(source, last + 2)) last += 2;
    }
    takeArgs();
  }
  if (source.is(last + 1, 'ARRAY')) {
    last++;
    if (source.kind(last + 1) === OPEN_BRACKET) last = source.close(last + 1);
  } else {
    while (source.kind(last + 1) === OPEN_BRACKET) last = source.close(last + 1);
  }
  return { open, last };
}

/** Most types are one word: what stands behind it tells at once that there is no more to it. */
function endsType(source: Source, next: number): boolean {
  switch (source.kind(next)) {
    case 0:
    case COMMA:
    case CLOSE:
      return true;
    case WORD:
      return source.is(next, 'NOT') || source.is(next, 'DEFAULT') || source.is(next, 'PRIMARY');
    default:
      return false;
  }
}

function isField(source: Source, index: number): boolean {
  return ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'].some(word => source.is(index, word));
}

/** As PostgreSQL's `quote_identifier`, but for its keywords of types, which only the built-in types bear. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Keywords of PostgreSQL 18 that `quote_identifier` quotes: all but the unreserved ones. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case ' +
    'cast char character check coalesce collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user dec decimal default ' +
    'deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant ' +
    'greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join ' +
    'json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table ' +
    'json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar ' +
    'none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing ' +
    'position precision primary real references returning right row select session_user setof similar smallint some ' +
    'substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique ' +
    'user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists ' +
    'xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
);
