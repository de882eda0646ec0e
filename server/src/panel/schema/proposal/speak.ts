import type { Dialect } from '../../../sql/dialect.js';

/** How a dialect says what a star needs. */
export interface Speaker {
  readonly dialect: Dialect;
  /** Column of a surrogate key, its name written already. */
  surrogate(name: string): string;
  /** True where the surrogate key fills itself. */
  readonly counts: boolean;
  readonly int: string;
  readonly date: string;
  /** The number of a day, `20240131`, and its parts. */
  dateKey(value: string): string;
  day(value: string): string;
  part(part: 'year' | 'quarter' | 'month' | 'day', value: string): string;
  /** Behind the columns of a table. */
  tail(keys: readonly string[]): string;
  /** True where foreign keys are declared. */
  readonly references: boolean;
}

const extract = (part: string, value: string) => `EXTRACT(${part.toUpperCase()} FROM ${value})`;

const base = {
  counts: true,
  int: 'integer',
  date: 'date',
  references: true,
  day: (value: string) => `CAST(${value} AS date)`,
  part: extract,
  tail: () => '',
};

const postgres = (dialect: Dialect): Speaker => ({
  ...base,
  dialect,
  surrogate: name => `${name} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`,
  dateKey: value => `CAST(to_char(${value}, 'YYYYMMDD') AS integer)`,
});

const mysql = (dialect: Dialect): Speaker => ({
  ...base,
  dialect,
  int: 'int',
  surrogate: name => `${name} bigint NOT NULL AUTO_INCREMENT PRIMARY KEY`,
  dateKey: value => `CAST(DATE_FORMAT(${value}, '%Y%m%d') AS signed)`,
});

/** Dialects of which a star can be written. */
export const SPEAKERS: Partial<Record<Dialect, Speaker>> = {
  postgres: postgres('postgres'),
  cockroach: postgres('cockroach'),
  yugabyte: postgres('yugabyte'),
  mysql: mysql('mysql'),
  mariadb: mysql('mariadb'),
  redshift: {
    ...base,
    dialect: 'redshift',
    surrogate: name => `${name} bigint IDENTITY(1, 1) PRIMARY KEY`,
    dateKey: value => `CAST(to_char(${value}, 'YYYYMMDD') AS integer)`,
  },
  sqlite: {
    ...base,
    dialect: 'sqlite',
    surrogate: name => `${name} INTEGER PRIMARY KEY`,
    dateKey: value => `CAST(strftime('%Y%m%d', ${value}) AS INTEGER)`,
    day: value => `date(${value})`,
    part: (part, value) =>
      part === 'quarter'
        ? `(CAST(strftime('%m', ${value}) AS INTEGER) + 2) / 3`
        : `CAST(strftime('${{ year: '%Y', month: '%m', day: '%d' }[part]}', ${value}) AS INTEGER)`,
  },
  tsql: {
    ...base,
    dialect: 'tsql',
    int: 'int',
    surrogate: name => `${name} bigint IDENTITY(1, 1) NOT NULL PRIMARY KEY`,
    dateKey: value => `CONVERT(int, CONVERT(char(8), ${value}, 112))`,
    part: (part, value) => `DATEPART(${part}, ${value})`,
  },
  snowflake: {
    ...base,
    dialect: 'snowflake',
    surrogate: name => `${name} number(38, 0) AUTOINCREMENT PRIMARY KEY`,
    dateKey: value => `CAST(TO_CHAR(${value}, 'YYYYMMDD') AS integer)`,
  },
  bigquery: {
    ...base,
    dialect: 'bigquery',
    counts: false,
    int: 'INT64',
    date: 'DATE',
    references: false,
    surrogate: name => `${name} INT64 NOT NULL`,
    dateKey: value => `CAST(FORMAT_DATE('%Y%m%d', DATE(${value})) AS INT64)`,
    day: value => `DATE(${value})`,
  },
  spark: {
    ...base,
    dialect: 'spark',
    counts: false,
    int: 'INT',
    references: false,
    surrogate: name => `${name} BIGINT NOT NULL`,
    dateKey: value => `CAST(date_format(${value}, 'yyyyMMdd') AS INT)`,
  },
  clickhouse: {
    ...base,
    dialect: 'clickhouse',
    counts: false,
    int: 'UInt32',
    date: 'Date',
    references: false,
    surrogate: name => `${name} UInt64`,
    dateKey: value => `toYYYYMMDD(${value})`,
    day: value => `toDate(${value})`,
    part: (part, value) =>
      `${{ year: 'toYear', quarter: 'toQuarter', month: 'toMonth', day: 'toDayOfMonth' }[part]}(${value})`,
    tail: keys => ` ENGINE = MergeTree ORDER BY (${keys.join(', ')})`,
  },
};
