import assert from 'node:assert/strict';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { build, catalogOf, ready, unitsOf } from './support.js';

/** Tables with their columns: `t(a,b) u(c)`. */
function tables(sql: string, dialect: Dialect = 'postgres'): string {
  return summary(catalogOf(sql, dialect).allTables());
}

function summary(all: Iterable<{ name: string; columns: readonly { name: string }[] }>): string {
  return [...all].map(table => `${table.name}(${table.columns.map(column => column.name)})`).join(' ');
}

describe('transactions that a script rolls back', () => {
  before(() => ready);

  it('leave nothing', () => {
    const script =
      'CREATE TABLE t (a int, b int);\nBEGIN;\nALTER TABLE t DROP COLUMN b;\nCREATE TABLE u (c int);\n';
    assert.equal(tables(script + 'ROLLBACK;\nCREATE TABLE v (d int);'), 't(a,b) v(d)');
    assert.equal(tables(script + 'ABORT WORK;'), 't(a,b)');
    assert.equal(tables(script + 'COMMIT;\nROLLBACK;'), 't(a) u(c)');
    assert.equal(tables(script + 'END;\nROLLBACK;'), 't(a) u(c)');
  });

  it('count where nothing ends them, where the end is conditional or of another transaction', () => {
    const script = 'BEGIN;\nCREATE TABLE t (a int);\n';
    assert.equal(tables(script), 't(a)');
    assert.equal(tables(script + '\\if :dry\nROLLBACK;\n\\endif\n'), 't(a)');
    assert.equal(tables(script + "ROLLBACK PREPARED 'x';"), 't(a)');
    assert.equal(tables('CREATE TABLE t (a int);\nROLLBACK;'), 't(a)');
  });

  it('are undone to a savepoint alone', () => {
    const script =
      'START TRANSACTION;\nCREATE TABLE t (a int);\nSAVEPOINT one;\nCREATE TABLE u (a int);\nSAVEPOINT two;\nCREATE TABLE v (a int);\n';
    assert.equal(tables(script + 'ROLLBACK TO SAVEPOINT two;\nCOMMIT;'), 't(a) u(a)');
    assert.equal(tables(script + 'ROLLBACK WORK TO "one";\nCREATE TABLE w (a int);\nCOMMIT;'), 't(a) w(a)');
    assert.equal(tables(script + 'RELEASE two;\nROLLBACK TO two;\nCOMMIT;'), 't(a) u(a) v(a)');
    assert.equal(tables(script + 'ROLLBACK TO two;\nROLLBACK;'), '');
  });

  it('go on behind AND CHAIN', () => {
    const script =
      'BEGIN;\nCREATE TABLE t (a int);\nCOMMIT AND CHAIN;\nCREATE TABLE u (a int);\nROLLBACK AND CHAIN;\n';
    assert.equal(tables(script + 'CREATE TABLE v (a int);'), 't(a) v(a)');
    assert.equal(tables(script + 'CREATE TABLE v (a int);\nROLLBACK;'), 't(a)');
  });

  it('are undone in SQLite, but not in MySQL, which commits before each DDL', () => {
    const script = 'BEGIN;\nCREATE TABLE t (a int);\nROLLBACK;';
    assert.equal(tables(script, 'sqlite'), '');
    assert.equal(tables(script, 'mysql'), 't(a)');
  });

  it('follow edits of BEGIN and ROLLBACK', () => {
    const units = unitsOf('schema.sql', 'BEGIN;\nCREATE TABLE t (a int);\nROLLBACK;\n', 'postgres');
    const builder = build({ 'schema.sql': 'BEGIN;\nCREATE TABLE t (a int);\n' }, 'postgres');
    const now = (): string => summary(builder.catalog.allTables());
    assert.equal(now(), 't(a)');
    builder.spliceUnits('schema.sql', 2, 0, [units[2]!]);
    assert.deepEqual([...builder.refresh().relations], ['public.t']);
    assert.equal(now(), '');
    builder.spliceUnits('schema.sql', 0, 1, []);
    assert.deepEqual([...builder.refresh().relations], ['public.t']);
    assert.equal(now(), 't(a)');
  });
});

describe('statements that the engine refuses', () => {
  before(() => ready);

  it('change nothing: a column or a primary key that is there already', () => {
    const made = 'CREATE TABLE t (a int PRIMARY KEY);\n';
    assert.equal(tables(made + 'ALTER TABLE t ADD b int, ADD a int;'), 't(a)');
    assert.equal(tables(made + 'ALTER TABLE t ADD b int, ADD IF NOT EXISTS a int;'), 't(a,b)');
    assert.equal(tables(made + 'ALTER TABLE t DROP a, ADD a text;'), 't(a)');
    assert.equal(tables(made + 'ALTER TABLE t ADD b int PRIMARY KEY;'), 't(a)');
    assert.equal(tables(made + 'ALTER TABLE t DROP CONSTRAINT t_pkey, ADD b int PRIMARY KEY;'), 't(a,b)');
  });

  it('make no table: defaults of columns, aggregates and sets, checks of system columns', () => {
    for (const column of [
      'b int DEFAULT (a + 1)',
      'b int DEFAULT max(1)',
      'b int DEFAULT generate_series(1, 2)',
      'b int CHECK (ctid IS NOT NULL)',
    ])
      assert.equal(tables(`CREATE TABLE t (a int, ${column});`), '', column);
    for (const column of [
      'b int DEFAULT length(now()::text)',
      'b int CHECK (tableoid <> 0)',
      'b bool DEFAULT f',
    ])
      assert.equal(tables(`CREATE TABLE t (a int, ${column});`), 't(a,b)', column);
  });

  it('are left out where a psql script goes on after errors', () => {
    const made =
      "CREATE TABLE h (time timestamptz, id int);\nSELECT create_hypertable('h', 'time');\n\\set ON_ERROR_STOP 0\n";
    const keys = (sql: string): number => catalogOf(made + sql).tablesNamed('h')[0]!.uniques.length;
    assert.equal(keys('ALTER TABLE h ADD UNIQUE (id);\n\\set ON_ERROR_STOP 1\n'), 0);
    assert.equal(keys('ALTER TABLE h ADD UNIQUE (id, time);\n\\set ON_ERROR_STOP 1\n'), 1);
    assert.equal(keys('ALTER TABLE h ADD UNIQUE (id);\n'), 1, 'nothing switches it on again');
    assert.equal(tables(made + 'CREATE TABLE h (x int);\n\\set ON_ERROR_STOP on\n'), 'h(time,id)');
    assert.equal(tables(made + 'ALTER TABLE h RENAME id TO i;\n\\set ON_ERROR_STOP on\n'), 'h(time,id)');
    assert.equal(tables(made + 'ALTER TABLE h ADD z int;\n\\set ON_ERROR_STOP on\n'), 'h(time,id,z)');
  });

  it('make no hypertable where a later call does, add no dimension and drop no index there', () => {
    const off = '\\set ON_ERROR_STOP 0\n';
    const on = '\\set ON_ERROR_STOP 1\n';
    const made = 'CREATE TABLE h (time timestamptz, id int UNIQUE);\nCREATE INDEX i ON h (time);\n';
    const table = (sql: string) => catalogOf(made + sql).tablesNamed('h')[0]!;
    const calls = (sql: string): string =>
      table(sql)
        .extensionCalls.map(call => call.args.map(({ text }) => text).join())
        .join(' ');
    const plain = "SELECT create_hypertable('h', 'time');\n";
    const split = "SELECT create_hypertable('h', 'time', 'id', 2);\n";
    assert.equal(calls(off + split + on), "'h','time','id',2");
    assert.equal(calls(off + split + on + plain), "'h','time'");
    assert.equal(calls(off + split + plain + on), "'h','time'");
    assert.equal(calls(plain + off + split + on), "'h','time'");
    assert.equal(calls(off + plain + "SELECT add_dimension('h', 'id', 2);\n" + on), "'h','time'");
    assert.equal(table(off + 'DROP INDEX i;\n' + on).indexes.length, 1);
    assert.equal(table(off + 'DROP INDEX IF EXISTS i;\n' + on).indexes.length, 0);
    assert.equal(table('DROP INDEX i;\n').indexes.length, 0);
  });
});

describe('the schema of the system', () => {
  before(() => ready);

  it('is searched for names that are not qualified', () => {
    const moved = 'CREATE TABLE t (a int);\nALTER TABLE t SET SCHEMA pg_catalog;\n';
    assert.equal(tables(moved + 'ALTER TABLE t RENAME TO u;\nALTER TABLE u ADD b int;'), 'u(a,b)');
    assert.equal(tables(moved + 'DROP TABLE t;'), '');
    assert.equal(tables(moved + 'DROP TABLE public.t;'), 't(a)');
  });
});
