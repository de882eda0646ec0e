import type { TypeName } from '../sql/ast/index.js';

/** What a column holds, in any dialect, as coarsely as roles of tables need it. */
export type ValueKind =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'boolean'
  | 'uuid'
  | 'json'
  | 'array'
  | 'bytes'
  | 'other';

/** The kind of a type; `other` for none, and for types that are not an engine's own. */
export function kindOf(type: TypeName | undefined): ValueKind {
  if (!type) return 'other';
  if (type.dimensions > 0) return 'array';
  const known = KNOWN.get(type.text);
  if (known !== undefined && known.base === type.base) return settle(known.kind, type);
  const kind = read(type);
  if (KNOWN.size >= KNOWN_LIMIT) KNOWN.clear();
  KNOWN.set(type.text, { base: type.base, kind });
  return settle(kind, type);
}

/** Kinds by what is written: a schema has few types, and columns by the thousand. */
const KNOWN = new Map<string, { readonly base: string; readonly kind: ValueKind }>();
const KNOWN_LIMIT = 2_000;

/** Measures are numbers. */
export function isNumber(kind: ValueKind): boolean {
  return kind === 'integer' || kind === 'decimal' || kind === 'float';
}

/** Limit of a text in characters; undefined without one. */
export function textLimit(type: TypeName | undefined): number | undefined {
  const limit = /\((\d+)\)/.exec(type?.text ?? '')?.[1];
  return limit === undefined ? undefined : Number(limit);
}

function read(type: TypeName): ValueKind {
  // ClickHouse wraps: LowCardinality(Nullable(String)).
  const inner = type.text.toLowerCase().replace(/^(?:(?:lowcardinality|nullable)\s*\()+/, '');
  const base = inner === type.text.toLowerCase() ? type.base : inner;
  for (const [pattern, kind] of KINDS) if (pattern.test(base)) return kind;
  return 'other';
}

/** `number(38,0)` and `numeric(10)` hold integers. */
function settle(kind: ValueKind, type: TypeName): ValueKind {
  if (kind !== 'decimal' || type.args.length === 0) return kind;
  return Number(type.args[1] ?? 0) === 0 ? 'integer' : kind;
}

const KINDS: readonly (readonly [RegExp, ValueKind])[] = [
  [/^array\b/, 'array'],
  [
    /^(u?int(8|16|32|64|128|256)?|integer|int[248]|u?bigint|smallint|tinyint|mediumint|byteint|long|short|byte|(big|small)?serial)\b/,
    'integer',
  ],
  [/^(numeric|decimal(32|64|128|256)?|dec|number|bignumeric|bigdecimal|money|smallmoney)\b/, 'decimal'],
  [/^(real|float(4|8|32|64)?|double( precision)?|bfloat16)\b/, 'float'],
  [/^(bool(ean)?|bit)\b/, 'boolean'],
  [
    /^(n?(var)?char(acter)?2?( varying)?|bpchar|(tiny|medium|long|n)?text|string|fixedstring|citext|clob|enum(8|16)?|set)\b/,
    'text',
  ],
  [/^date(32)?\b/, 'date'],
  [
    /^(timestamp|timestamptz|datetime|datetime2|datetime64|datetimeoffset|smalldatetime)(_(ntz|ltz|tz))?\b/,
    'timestamp',
  ],
  [/^time(tz)?\b/, 'time'],
  [/^(uuid|uniqueidentifier|timeuuid)\b/, 'uuid'],
  [/^(jsonb?|variant|object|struct|map|super|record|row|tuple|xml)\b/, 'json'],
  [/^(bytea|bytes|(tiny|medium|long)?blob|(var)?binary|image)\b/, 'bytes'],
];
