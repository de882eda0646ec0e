import type { Catalog, Column } from '../schema/model.js';
import type { TypeName } from '../sql/ast/index.js';
import { type Dialect, familyOf } from '../sql/dialect.js';
import type { ColumnFacts } from './model.js';

/** What a value of a column takes. */
export interface ValueWidth {
  /** On average, with the length header that the engine stores before it. */
  readonly bytes: number;
  /** Boundary that the engine puts it on. */
  readonly align: 1 | 2 | 4 | 8;
  /** Its length differs from row to row. */
  readonly varying: boolean;
  /** Nothing says how wide values are: a guess. */
  readonly assumed: boolean;
}

/**
 * Bytes of a value whose width nothing tells, as PostgreSQL's planner takes it (`get_typavgwidth` in
 * `utils/cache/lsyscache.c`); a declared maximum below it counts instead.
 */
export const ASSUMED_BYTES = 32;

/** Width of a column's values. Facts, where given, say more than the type. */
export function valueWidth(
  column: Column,
  dialect: Dialect,
  facts?: ColumnFacts,
  catalog?: Catalog,
): ValueWidth {
  const own = ofType(column.type, dialect, catalog);
  const known = facts?.averageBytes?.value;
  if (known === undefined) return own;
  return own.varying ? { ...own, bytes: known, assumed: false } : own;
}

function ofType(type: TypeName | undefined, dialect: Dialect, catalog: Catalog | undefined): ValueWidth {
  if (type === undefined) return text(undefined);
  if (type.dimensions > 0) return text(undefined);
  switch (familyOf(dialect)) {
    case 'postgres':
    case 'redshift':
      return ofPostgres(type, catalog);
    case 'mysql':
      return ofMysql(type);
    case 'sqlite':
      return ofSqlite(type);
    case 'tsql':
      return ofTsql(type);
    default:
      return ofOthers(type);
  }
}

/** https://www.postgresql.org/docs/current/datatype.html; alignment: `typalign` of pg_type. */
function ofPostgres(type: TypeName, catalog: Catalog | undefined): ValueWidth {
  const known = POSTGRES[type.base];
  if (known !== undefined) return fixed(known[0], known[1]);
  const [first, second] = type.args.map(Number);
  switch (type.base) {
    case 'numeric':
    case 'decimal':
      return numeric(first, second);
    case 'character':
    case 'bpchar':
      return first === undefined ? text(undefined) : blankPadded(first);
    case 'character varying':
    case 'varchar':
      return text(first);
    case 'bit':
    case 'bit varying':
      return first === undefined ? text(undefined) : varying(5 + Math.ceil(first / 8), 4);
    case 'inet':
    case 'cidr':
      // Seven bytes for an IPv4 address, nineteen for an IPv6 one.
      return { ...varying(7, 4), assumed: true };
    case 'text':
    case 'bytea':
    case 'json':
    case 'jsonb':
    case 'xml':
      return text(undefined);
  }
  if (catalog?.enumType(type.schema, type.base) !== undefined) return fixed(4, 4);
  const domain = catalog?.domain(type.schema, type.base);
  return domain === undefined ? text(undefined) : ofPostgres(domain.type, undefined);
}

const POSTGRES: Readonly<Record<string, readonly [bytes: number, align: 1 | 2 | 4 | 8]>> = {
  __proto__: null as never,
  boolean: [1, 1],
  '"char"': [1, 1],
  smallint: [2, 2],
  integer: [4, 4],
  int: [4, 4],
  bigint: [8, 8],
  real: [4, 4],
  'double precision': [8, 8],
  money: [8, 8],
  oid: [4, 4],
  xid: [4, 4],
  date: [4, 4],
  'time without time zone': [8, 8],
  'time with time zone': [12, 8],
  'timestamp without time zone': [8, 8],
  'timestamp with time zone': [8, 8],
  timestamp: [8, 8],
  timestamptz: [8, 8],
  interval: [16, 8],
  uuid: [16, 1],
  macaddr: [6, 4],
  macaddr8: [8, 4],
  point: [16, 8],
  lseg: [32, 8],
  box: [32, 8],
  line: [24, 8],
  circle: [24, 8],
  pg_lsn: [8, 8],
  name: [64, 1],
};

/** Two bytes for four digits, two of header and one of length; as wide as its precision allows. */
function numeric(precision: number | undefined, scale = 0): ValueWidth {
  if (precision === undefined || !Number.isFinite(precision)) return { ...varying(9, 4), assumed: true };
  const groups = Math.ceil(Math.max(0, precision - scale) / 4) + Math.ceil(Math.max(0, scale) / 4);
  return { ...varying(3 + 2 * groups, 4), assumed: true };
}

/** https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html */
function ofMysql(type: TypeName): ValueWidth {
  const bytes = MYSQL[type.base];
  if (bytes !== undefined) return fixed(bytes, 1);
  const [first, second] = type.args.map(Number);
  switch (type.base) {
    case 'decimal':
    case 'numeric':
    case 'dec':
      return fixed(mysqlDecimal(first ?? 10, second ?? 0), 1);
    case 'float':
      return fixed(first !== undefined && first > 24 && second === undefined ? 8 : 4, 1);
    case 'datetime':
      return fixed(5 + Math.ceil((first ?? 0) / 2), 1);
    case 'timestamp':
      return fixed(4 + Math.ceil((first ?? 0) / 2), 1);
    case 'time':
      return fixed(3 + Math.ceil((first ?? 0) / 2), 1);
    case 'bit':
      return fixed(Math.ceil((first ?? 1) / 8), 1);
    case 'char':
    case 'character':
    case 'nchar':
    case 'binary':
      return fixed(first ?? 1, 1);
    case 'set':
      return fixed(Math.min(8, Math.max(1, Math.ceil(type.args.length / 8))), 1);
    case 'enum':
      return fixed(type.args.length > 255 ? 2 : 1, 1);
    default:
      return text(first);
  }
}

const MYSQL: Readonly<Record<string, number>> = {
  __proto__: null as never,
  tinyint: 1,
  bool: 1,
  boolean: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  integer: 4,
  bigint: 8,
  'double precision': 8,
  double: 8,
  real: 8,
  date: 3,
  year: 1,
};

/** Four bytes for nine digits; what is left over takes as many as it needs. */
function mysqlDecimal(precision: number, scale: number): number {
  const part = (digits: number) => 4 * Math.floor(digits / 9) + Math.ceil((digits % 9) / 2);
  return part(Math.max(0, precision - scale)) + part(scale);
}

/** https://www.sqlite.org/fileformat.html#record_format: an integer takes what its value needs. */
function ofSqlite(type: TypeName): ValueWidth {
  const base = type.base;
  if (base.includes('int')) return { ...varying(4, 1), assumed: true };
  if (/real|floa|doub/.test(base)) return fixed(8, 1);
  return text(type.args[0] === undefined ? undefined : Number(type.args[0]));
}

/** https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-types-transact-sql */
function ofTsql(type: TypeName): ValueWidth {
  const bytes = TSQL[type.base];
  if (bytes !== undefined) return fixed(bytes, 1);
  const first = Number(type.args[0]);
  switch (type.base) {
    case 'decimal':
    case 'numeric': {
      const precision = Number.isFinite(first) ? first : 18;
      return fixed(precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17, 1);
    }
    case 'float':
    case 'double precision':
      return fixed(Number.isFinite(first) && first <= 24 ? 4 : 8, 1);
    case 'char':
    case 'binary':
      return fixed(Number.isFinite(first) ? first : 1, 1);
    case 'nchar':
      return fixed(2 * (Number.isFinite(first) ? first : 1), 1);
    case 'nvarchar':
      return text(Number.isFinite(first) ? 2 * first : undefined);
    case 'datetime2':
    case 'time':
    case 'datetimeoffset': {
      const digits = Number.isFinite(first) ? first : 7;
      const time = digits <= 2 ? 3 : digits <= 4 ? 4 : 5;
      return fixed(time + (type.base === 'time' ? 0 : type.base === 'datetime2' ? 3 : 5), 1);
    }
    default:
      return text(Number.isFinite(first) ? first : undefined);
  }
}

const TSQL: Readonly<Record<string, number>> = {
  __proto__: null as never,
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  integer: 4,
  bigint: 8,
  real: 4,
  money: 8,
  smallmoney: 4,
  date: 3,
  datetime: 8,
  smalldatetime: 4,
  uniqueidentifier: 16,
  rowversion: 8,
  timestamp: 8,
};

/** The value itself, before any encoding and compression. */
function ofOthers(type: TypeName): ValueWidth {
  const bytes = OTHERS[type.base];
  if (bytes !== undefined) return fixed(bytes, 1);
  if (/^(decimal|numeric|number)$/.test(type.base)) return fixed(16, 1);
  const first = Number(type.args[0]);
  return text(Number.isFinite(first) ? first : undefined);
}

const OTHERS: Readonly<Record<string, number>> = {
  __proto__: null as never,
  boolean: 1,
  bool: 1,
  int8: 1,
  uint8: 1,
  tinyint: 1,
  byte: 1,
  int16: 2,
  uint16: 2,
  smallint: 2,
  short: 2,
  int32: 4,
  uint32: 4,
  int: 4,
  integer: 4,
  int64: 8,
  uint64: 8,
  bigint: 8,
  long: 8,
  counter: 8,
  varint: 8,
  float: 4,
  float32: 4,
  real: 4,
  double: 8,
  float64: 8,
  date: 4,
  time: 8,
  timestamp: 8,
  datetime: 8,
  datetime64: 8,
  timestamp_ntz: 8,
  timestamp_ltz: 8,
  timestamp_tz: 8,
  uuid: 16,
  timeuuid: 16,
};

function fixed(bytes: number, align: ValueWidth['align']): ValueWidth {
  return { bytes, align, varying: false, assumed: false };
}

function varying(bytes: number, align: ValueWidth['align']): ValueWidth {
  return { bytes, align, varying: true, assumed: false };
}

/** Filled up with blanks to its length, which in most texts is as many bytes. */
function blankPadded(characters: number): ValueWidth {
  return varying(characters + (characters < 127 ? 1 : 4), 4);
}

function text(maximum: number | undefined): ValueWidth {
  const limit = maximum !== undefined && Number.isFinite(maximum) ? maximum + 1 : ASSUMED_BYTES;
  return { bytes: Math.min(ASSUMED_BYTES, limit), align: 4, varying: true, assumed: true };
}
