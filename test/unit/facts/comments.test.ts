import { strict as assert } from 'node:assert';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { annotationsOf, misplaced } from '../../../server/src/workload/facts/index.js';
import { rateOf } from '../../../server/src/workload/facts/store.js';
import { ready } from '../rules/harness.js';
import { benchWithWorkload, plain } from './support.js';

interface Case {
  readonly says: string;
  readonly dialect?: Dialect;
  readonly sql: string;
  /** By table. Column facts as `column.field`. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, number | string | boolean>>>>;
  /** Texts that problems point at. */
  readonly problems?: readonly string[];
}

const DAY = 86_400;

const CASES: readonly Case[] = [
  {
    says: 'before a table, everything in its unit',
    sql: '-- faultline: rows=50M writes=500/s reads=20k/s growth=1M/day retention=1y consistency=strong latency=50ms freshness=5m hot\nCREATE TABLE orders (id int);',
    facts: {
      orders: {
        rows: 50e6,
        writesPerSecond: 500,
        readsPerSecond: 20_000,
        growthPerDay: 1e6,
        retentionSeconds: 365 * DAY,
        consistency: 'strong',
        latencyMs: 50,
        freshnessSeconds: 300,
        hot: true,
      },
    },
  },
  {
    says: 'a block comment over lines',
    sql: '/* faultline: rows=5k\n * writes=6/min,\n * bytes=1.5GB */\nCREATE TABLE t (id int);',
    facts: { t: { rows: 5000, writesPerSecond: 0.1, bytes: 1.5 * 1024 ** 3 } },
  },
  {
    says: 'inside of the statement',
    sql: 'CREATE TABLE t ( -- faultline: rows=7\n  id int\n);',
    facts: { t: { rows: 7 } },
  },
  {
    says: 'on the line of a column',
    sql: 'CREATE TABLE t (\n  id int,\n  state text, -- faultline: distinct=12 nulls=30% width=40\n  n int -- faultline: correlation=-0.5 top=0.25\n);',
    facts: {
      t: {
        'state.distinct': 12,
        'state.nullFraction': 0.3,
        'state.averageBytes': 40,
        'n.correlation': -0.5,
        'n.topShare': 0.25,
      },
    },
  },
  {
    says: 'on a line before a column',
    sql: 'CREATE TABLE t (\n  id int,\n  -- faultline: distinct=3\n  -- a state\n  state text\n);',
    facts: { t: { 'state.distinct': 3 } },
  },
  {
    says: 'facts of the table on the line of a column',
    sql: 'CREATE TABLE t (\n  id int -- faultline: rows=1k distinct=9\n);',
    facts: { t: { rows: 1000, 'id.distinct': 9 } },
  },
  {
    says: 'a column of ALTER TABLE',
    sql: 'CREATE TABLE t (id int);\nALTER TABLE t\n  ADD COLUMN a int; \nALTER TABLE t ADD COLUMN b int -- faultline: distinct=4\n;',
    facts: { t: { 'b.distinct': 4 } },
  },
  {
    says: 'by name, anywhere',
    sql: 'CREATE TABLE orders (id int, state text);\nCREATE TABLE t (id int);\n-- faultline: orders rows=50M\n-- faultline: orders.state distinct=5\n',
    facts: { orders: { rows: 50e6, 'state.distinct': 5 }, t: {} },
  },
  {
    says: 'by a name with its schema',
    sql: 'CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int); CREATE TABLE b.t (id int);\n-- faultline: b.t rows=3\n',
    facts: { 'a.t': {}, 'b.t': { rows: 3 } },
  },
  {
    says: 'by a quoted name',
    sql: 'CREATE TABLE "Order Items" (id int);\n-- faultline: "Order Items" rows=3\n',
    facts: { 'Order Items': { rows: 3 } },
  },
  {
    says: 'folded as the engine folds',
    sql: 'CREATE TABLE orders (id int);\n-- faultline: Orders rows=3\n',
    facts: { orders: { rows: 3 } },
  },
  {
    says: 'a table renamed, a column renamed',
    sql: '-- faultline: rows=3\nCREATE TABLE a (\n  x int -- faultline: distinct=2\n);\nALTER TABLE a RENAME TO b;\nALTER TABLE b RENAME COLUMN x TO y;',
    facts: { b: { rows: 3, 'y.distinct': 2 } },
  },
  {
    says: 'COMMENT ON',
    sql: "CREATE TABLE t (id int, s text);\nCOMMENT ON TABLE t IS 'Things. faultline: rows=9';\nCOMMENT ON COLUMN t.s IS 'faultline: distinct=2 (so far)';",
    facts: { t: { rows: 9, 's.distinct': 2 } },
  },
  {
    says: 'MySQL comments',
    dialect: 'mysql',
    sql: "CREATE TABLE t (\n  id int,\n  s varchar(9) COMMENT 'State; faultline: distinct=2'\n) COMMENT='faultline: rows=9';\n# faultline: rows=1\nCREATE TABLE u (id int);",
    facts: { t: { rows: 9, 's.distinct': 2 }, u: { rows: 1 } },
  },
  {
    says: 'a materialized view',
    sql: 'CREATE TABLE t (id int);\n-- faultline: rows=4\nCREATE MATERIALIZED VIEW v AS SELECT id FROM t;',
    facts: { v: { rows: 4 } },
  },
  {
    says: 'the first of two',
    sql: '-- faultline: rows=1\n-- faultline: rows=2 writes=3/s\nCREATE TABLE t (id int);\n-- faultline: t rows=5 hot\n',
    facts: { t: { rows: 1, writesPerSecond: 3, hot: true } },
  },
  {
    says: 'counts with separators',
    sql: '-- faultline: rows=50,000,000, writes=1_000/s\nCREATE TABLE t (id int);',
    facts: { t: { rows: 50e6, writesPerSecond: 1000 } },
  },
  {
    says: 'what is wrong, and all else',
    sql: '-- faultline: row=5 rows=5m writes=5 hot reads=20k/s zzz consistency=storng rows=6\nCREATE TABLE t (id int);',
    facts: { t: { hot: true, readsPerSecond: 20_000, rows: 6 } },
    problems: ['row', '5m', '5', 'zzz', 'storng'],
  },
  {
    says: 'a key without its value',
    sql: '-- faultline: rows= hot\nCREATE TABLE t (id int);',
    facts: { t: { hot: true } },
    problems: ['rows'],
  },
  {
    says: 'nothing at all',
    sql: '-- faultline:\nCREATE TABLE t (id int);',
    facts: { t: {} },
    problems: ['faultline:'],
  },
  {
    says: 'a fact of a table before a query',
    sql: 'CREATE TABLE t (id int);\n-- faultline: rows=5\nSELECT * FROM t;',
    facts: { t: {} },
    problems: ['rows'],
  },
  {
    says: 'a fact of a column without one',
    sql: '-- faultline: distinct=5\nCREATE TABLE t (id int);',
    facts: { t: {} },
    problems: ['distinct'],
  },
  {
    says: 'a rate on a table',
    sql: '-- faultline: rate=5/s\nCREATE TABLE t (id int);',
    facts: { t: {} },
    problems: ['rate'],
  },
  {
    says: 'behind another statement',
    sql: 'CREATE TABLE t (id int); -- faultline: rows=5\nCREATE TABLE u (id int);',
    facts: { t: {}, u: {} },
    problems: ['rows'],
  },
  {
    says: 'a suppression is none',
    sql: '-- faultline-disable-file no-primary-key: x\nCREATE TABLE t (id int);',
    facts: { t: {} },
  },
  {
    says: 'text inside of a string of data is none',
    sql: "CREATE TABLE t (id int);\nINSERT INTO t VALUES ('-- faultline: rows=5');",
    facts: { t: {} },
  },
];

describe('facts in comments', () => {
  before(() => ready);

  for (const { says, sql, facts, dialect = 'postgres', problems = [] } of CASES) {
    it(says, () => {
      const { tables, workload, units } = benchWithWorkload({ 'schema.sql': sql }, dialect);
      for (const [name, expected] of Object.entries(facts)) {
        const table = tables.find(each => each.name === name || `${each.schema}.${each.name}` === name);
        assert.ok(table, name);
        assert.deepEqual(plain(workload.facts.factsOf(table)), expected);
      }
      const found = units.flatMap(unit =>
        annotationsOf(unit).flatMap(annotation =>
          [...annotation.problems, ...misplaced(annotation)].map(({ span }) =>
            unit.piece.text.slice(span.start, span.end),
          ),
        ),
      );
      assert.deepEqual(found, problems);
    });
  }

  it('every figure says where it was written', () => {
    const sql = '-- faultline: rows=5\nCREATE TABLE t (id int);';
    const { tables, workload } = benchWithWorkload({ 'schema.sql': sql }, 'postgres');
    const rows = workload.facts.factsOf(tables[0]!).rows!;
    assert.equal(rows.source, 'comment');
    const { unit, span } = rows.origin!;
    assert.equal(unit.piece.text.slice(span.start, span.end), 'rows=5');
  });

  it('a query tells its rate', () => {
    const sql = 'CREATE TABLE t (id int);\n-- faultline: rate=90/min\nSELECT * FROM t;\nSELECT 1;';
    const { units } = benchWithWorkload({ 'schema.sql': sql }, 'postgres');
    const rates = units.map(unit => rateOf(unit, unit.piece.body.start)?.value);
    assert.deepEqual(rates, [undefined, 1.5, undefined]);
  });
});
