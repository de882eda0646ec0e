import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialectNamed, dialectOf } from '../../../server/src/sql/detect.js';
import { DIALECTS, type Dialect } from '../../../server/src/sql/dialect.js';
import { nastySql } from './nasty.js';

/** Small schemas as people write them, and the dialect that they show. */
const SHOWN: readonly (readonly [Dialect, string])[] = [
  ['postgres', 'create table t (id bigserial primary key, data jsonb);'],
  ['postgres', 'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN new; END $$ LANGUAGE plpgsql;'],
  [
    'postgres',
    'CREATE TABLE "User" ("id" TEXT NOT NULL, "createdAt" TIMESTAMP(3) NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
  ],
  [
    'mysql',
    'CREATE TABLE `t` (`id` int unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;',
  ],
  ['mysql', 'alter table t add index i (a), add index j (b);'],
  [
    'mariadb',
    '-- MariaDB dump 10.19\nCREATE TABLE `t` (`id` int(11) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;',
  ],
  [
    'postgres',
    'CREATE TABLE p (k integer PRIMARY KEY, name text NOT NULL);\nCREATE TABLE c (k integer PRIMARY KEY, day date);\nCREATE TABLE f (at timestamptz NOT NULL, p integer REFERENCES p (k), price double precision);',
  ],
  ['sqlite', 'PRAGMA foreign_keys = ON;\ncreate table t (id integer primary key autoincrement);'],
  ['sqlite', 'create table t (k text primary key, v blob) without rowid;'],
  ['tsql', 'CREATE TABLE [dbo].[T]([Id] [int] IDENTITY(1,1) NOT NULL, [Name] [nvarchar](50) NULL)\nGO\n'],
  ['snowflake', 'create or replace table t (v variant, at timestamp_ntz) cluster by (at);'],
  [
    'bigquery',
    'CREATE TABLE d.t (id INT64, tags ARRAY<STRING>) PARTITION BY DATE(at) OPTIONS (require_partition_filter = TRUE);',
  ],
  ['clickhouse', 'CREATE TABLE t (id UInt64, s LowCardinality(String)) ENGINE = MergeTree ORDER BY id;'],
  ['spark', 'CREATE TABLE t (id BIGINT, s STRING) USING DELTA PARTITIONED BY (day);'],
  [
    'flink',
    "CREATE TABLE t (id BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at) WITH ('connector' = 'kafka');",
  ],
  ['cql', 'CREATE TABLE t (a uuid, b timeuuid, PRIMARY KEY ((a), b)) WITH CLUSTERING ORDER BY (b DESC);'],
  ['redshift', 'create table t (id bigint encode az64 distkey, at timestamptz) sortkey (at);'],
  ['cockroach', 'CREATE TABLE t (id INT8 NOT NULL DEFAULT unique_rowid(), FAMILY "primary" (id));'],
  ['yugabyte', 'create table t (id bigserial, primary key (id hash)) split into 3 tablets;'],
];

describe('dialect of a file', () => {
  for (const [dialect, sql] of SHOWN) {
    it(`${dialect}: ${sql.slice(0, 50).replaceAll('\n', ' ')}`, () => {
      const choice = dialectOf(sql);
      assert.deepEqual([choice.dialect, choice.from], [dialect, 'detected']);
      assert.notEqual(choice.evidence, '');
    });
  }

  it('is PostgreSQL where nothing tells', () => {
    for (const sql of [
      '',
      'select 1;',
      'create table t (id int primary key);',
      '-- ENGINE=InnoDB\nselect 1;',
    ]) {
      assert.deepEqual(dialectOf(sql), {
        dialect: 'postgres',
        from: 'default',
        evidence: '',
        comment: undefined,
      });
    }
  });

  it('is what a comment at the top says, whatever the text shows', () => {
    const body = 'create table t (id serial, j jsonb);\n';
    for (const head of [
      '-- dialect: MySQL\n',
      '\ufeff\r\n-- shop\r\n--dialect:mysql\r\n',
      '/* dialect: mysql */ ',
      '# SQL dialect = mysql\n',
    ]) {
      const choice = dialectOf(head + body, { path: 'db/postgres/schema.sql' });
      assert.deepEqual([choice.dialect, choice.from], ['mysql', 'comment']);
      assert.equal(
        (head + body).slice(choice.comment!.span.start, choice.comment!.span.end).toLowerCase(),
        'mysql',
      );
    }
  });

  it('tells of a name that it does not know', () => {
    const choice = dialectOf('-- dialect: oracel\ncreate table t (id serial);');
    assert.equal(choice.dialect, 'postgres');
    assert.deepEqual(choice.comment, { name: 'oracel', span: { start: 12, end: 18 }, known: false });
  });

  it('does not take a comment further down for the one at the top', () => {
    assert.equal(dialectOf('select 1;\n-- dialect: mysql\n').comment, undefined);
  });

  for (const [path, dialect] of [
    ['schema.mysql.sql', 'mysql'],
    ['db/schema_postgres.sql', 'postgres'],
    ['keyspaces/users.cql', 'cql'],
    ['a/mssql/V1__init.sql', 'tsql'],
    ['file:///w/Databricks/tables.sql', 'spark'],
    ['x/schema.pgsql', 'postgres'],
    ['C:\\work\\sqlite3\\init.sql', 'sqlite'],
  ] as const) {
    it(`sees ${dialect} in ${path}`, () => {
      const choice = dialectOf('create table t (id int);', { path });
      assert.deepEqual([choice.dialect, choice.from], [dialect, 'detected']);
    });
  }

  it('believes plain contents rather than a path', () => {
    const mysql =
      '/*!40101 SET NAMES utf8 */;\nCREATE TABLE `t` (`a` int unsigned AUTO_INCREMENT) ENGINE=InnoDB DEFAULT CHARSET=utf8;';
    assert.equal(dialectOf(mysql, { path: 'import-into-postgres/old.sql' }).dialect, 'mysql');
  });

  it('knows other names of dialects', () => {
    for (const [name, dialect] of [
      ['PostgreSQL', 'postgres'],
      ['SQL Server', 'tsql'],
      ['ms-sql', 'tsql'],
      ['TimescaleDB', 'postgres'],
      ['scylla', 'cql'],
      ['constructor', undefined],
    ] as const) {
      assert.equal(dialectNamed(name), dialect);
    }
    for (const dialect of DIALECTS) assert.equal(dialectNamed(dialect), dialect);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(nastySql, fc.string({ unit: 'binary' })), fc.string(), (text, path) => {
        assert.ok(DIALECTS.includes(dialectOf(text, { path }).dialect));
      }),
    );
  });
});
