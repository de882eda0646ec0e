import type { Catalog } from '../../schema/model.js';
import type { TypeName } from '../../sql/ast/index.js';
import type { Dialect } from '../../sql/dialect.js';
import { isMysqlLike, isPostgresFamily } from './engines.js';

/** What a type is, as far as keys and comparisons care. `unknown`: not one of the engine's own. */
export interface TypeClass {
  readonly kind:
    | 'integer'
    | 'decimal'
    | 'float'
    | 'text'
    | 'uuid'
    | 'boolean'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'timestamptz'
    | 'json'
    | 'jsonb'
    | 'bytes'
    | 'unknown';
  /** Integers: bits. Floats: 32 or 64. */
  readonly bits?: number;
  readonly unsigned?: boolean;
  /** Texts and bytes with a limit: characters or bytes. */
  readonly length?: number;
  /** Decimals. */
  readonly precision?: number;
  readonly scale?: number;
  readonly array: boolean;
}

/** The class of a type; a domain counts as its base type. */
export function typeClass(type: TypeName, dialect: Dialect, catalog: Catalog): TypeClass {
  let own = CLASSES.get(type);
  if (own === undefined) CLASSES.set(type, (own = ownClass(type, dialect)));
  if (own) return own;
  const array = type.dimensions > 0;
  const domain = !array && isPostgresFamily(dialect) ? catalog.domain(type.schema, type.base) : undefined;
  return domain ? typeClass(domain.type, dialect, catalog) : { kind: 'unknown', array };
}

/** Of the engine's own types, which depend on nothing but what was written; null for any other. */
const CLASSES = new WeakMap<TypeName, TypeClass | null>();

function ownClass(type: TypeName, dialect: Dialect): TypeClass | null {
  if (type.schema !== undefined && type.schema !== 'pg_catalog') return null;
  // A schema writes few types without arguments, and columns by the thousand.
  const plain = type.args.length === 0 && !type.modifiers?.length && type.dimensions === 0;
  if (!plain) return newClass(type, dialect);
  let byBase = PLAIN.get(dialect);
  if (!byBase) PLAIN.set(dialect, (byBase = new Map()));
  let known = byBase.get(type.base);
  if (known === undefined) {
    known = newClass(type, dialect);
    if (byBase.size >= PLAIN_LIMIT) byBase.clear();
    byBase.set(type.base, known);
  }
  return known;
}

const PLAIN = new Map<Dialect, Map<string, TypeClass | null>>();
const PLAIN_LIMIT = 1_000;

function newClass(type: TypeName, dialect: Dialect): TypeClass | null {
  const known = classify(type, dialect);
  return known ? { array: type.dimensions > 0, ...known } : null;
}

/** A type as messages print it. */
export function typeText(type: TypeName): string {
  const modifiers = type.modifiers?.filter(
    modifier => !type.text.toLowerCase().includes(modifier.toLowerCase()),
  );
  return [type.text, ...(modifiers ?? [])].join(' ').toLowerCase();
}

function classify(type: TypeName, dialect: Dialect): Omit<TypeClass, 'array'> | undefined {
  const base = type.base;
  const numbers = type.args.map(Number);
  const integer = integerBits(base, dialect);
  if (integer !== undefined) {
    return { kind: 'integer', bits: integer.bits, unsigned: integer.unsigned || isUnsigned(type) };
  }
  const floating = floatBits(base, numbers[0], dialect);
  if (floating !== undefined) return { kind: 'float', bits: floating };
  if (DECIMAL.has(base)) {
    return { kind: 'decimal', precision: finite(numbers[0]), scale: finite(numbers[1]) };
  }
  if (TEXT.has(base)) return { kind: 'text', length: finite(numbers[0]) };
  if (BYTES.has(base)) return { kind: 'bytes', length: finite(numbers[0]) };
  return plain(base, dialect);
}

function plain(base: string, dialect: Dialect): Omit<TypeClass, 'array'> | undefined {
  switch (base) {
    case 'uuid':
    case 'uniqueidentifier':
      return { kind: 'uuid' };
    case 'boolean':
    case 'bool':
      return { kind: 'boolean' };
    case 'date':
      return { kind: 'date' };
    case 'json':
      return { kind: dialect === 'cockroach' ? 'jsonb' : 'json' };
    case 'jsonb':
      return { kind: 'jsonb' };
    case 'timestamp with time zone':
    case 'timestamptz':
    case 'datetimeoffset':
      return { kind: 'timestamptz' };
    case 'timestamp without time zone':
    case 'timestamp':
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      // T-SQL's `timestamp` is a row version, no time.
      return dialect === 'tsql' && base === 'timestamp' ? undefined : { kind: 'timestamp' };
    case 'time':
    case 'time without time zone':
    case 'time with time zone':
      return { kind: 'time' };
    default:
      return undefined;
  }
}

function integerBits(base: string, dialect: Dialect): { bits: number; unsigned: boolean } | undefined {
  const signed = (bits: number) => ({ bits, unsigned: false });
  switch (base) {
    case 'bigint':
    case 'int8':
    case 'bigserial':
      // SQLite has one integer type; MySQL has no `int8` alias but accepts it as bigint.
      return signed(64);
    case 'int':
    case 'integer':
    case 'int4':
    case 'serial':
      return signed(dialect === 'cockroach' && base !== 'int4' ? 64 : dialect === 'sqlite' ? 64 : 32);
    case 'mediumint':
      return signed(24);
    case 'smallint':
    case 'int2':
      return signed(dialect === 'sqlite' ? 64 : 16);
    case 'tinyint':
      return dialect === 'tsql' ? { bits: 8, unsigned: true } : signed(8);
    default:
      return undefined;
  }
}

function floatBits(base: string, precision: number | undefined, dialect: Dialect): number | undefined {
  switch (base) {
    case 'double precision':
    case 'double':
    case 'float8':
    case 'float64':
      return 64;
    case 'real':
    case 'float4':
    case 'float32':
      return isMysqlLike(dialect) && base === 'real' ? 64 : 32;
    case 'float':
      if (precision !== undefined && precision > 0) return precision > 24 ? 64 : 32;
      return isMysqlLike(dialect) || dialect === 'cql' || dialect === 'spark' || dialect === 'flink'
        ? 32
        : 64;
    default:
      return undefined;
  }
}

function isUnsigned(type: TypeName): boolean {
  return type.modifiers?.some(modifier => modifier.toLowerCase() === 'unsigned') ?? false;
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

const DECIMAL = new Set(['numeric', 'decimal', 'dec', 'number', 'money', 'smallmoney', 'bignumeric']);
const TEXT = new Set([
  ...[
    'text',
    'character varying',
    'varchar',
    'character',
    'char',
    'bpchar',
    'nvarchar',
    'nchar',
    'ntext',
    'string',
  ],
  ...['tinytext', 'mediumtext', 'longtext', 'varchar2', 'citext', 'clob'],
]);
const BYTES = new Set([
  ...['bytea', 'bytes', 'blob', 'binary', 'varbinary', 'tinyblob', 'mediumblob', 'longblob', 'image'],
]);
