import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import initSqlJs, { type Database, type SqlJsStatic } from 'sql.js';
import { RULES } from '../../../server/src/rules/index.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import { applied, bench, only, ready } from './harness.js';

/** What rules on types and keys say of an engine, asked of the engine. */
describe('claims of rules on types and keys', function () {
  this.timeout(120_000);
  let postgres: PGlite;
  let sqlite: SqlJsStatic;

  before(async () => {
    await ready;
    postgres = await PGlite.create();
    sqlite = await initSqlJs();
  });
  after(() => postgres.close());

  const fresh = (sql: string) =>
    postgres.exec(`DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; ${sql}`);
  const value = async (sql: string) => {
    const { rows } = await postgres.query<Record<string, unknown>>(sql);
    return Object.values(rows[0]!)[0];
  };
  const opened = (sql: string): Database => {
    const database = new sqlite.Database();
    database.run(`PRAGMA foreign_keys = ON; ${sql}`);
    return database;
  };
  const cell = (database: Database, sql: string) => database.exec(sql)[0]!.values[0]![0];

  it('json-over-jsonb: DISTINCT, GROUP BY and indexes fail on json', async () => {
    await fresh('CREATE TABLE t (a json, b jsonb)');
    await assert.rejects(postgres.exec('SELECT DISTINCT a FROM t'), /equality operator/);
    await assert.rejects(postgres.exec('SELECT a FROM t GROUP BY a'), /equality operator/);
    for (const method of ['btree', 'hash', 'gin']) {
      await assert.rejects(postgres.exec(`CREATE INDEX ON t USING ${method} (a)`), /operator class/);
    }
    await postgres.exec('SELECT DISTINCT b FROM t; CREATE INDEX ON t USING gin (b)');
  });

  it('set-null-on-not-null: the foreign key is made, and each DELETE fails', async () => {
    const sql =
      'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int NOT NULL REFERENCES p (id) ON DELETE SET NULL); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);';
    await fresh(sql);
    await assert.rejects(postgres.exec('DELETE FROM p'), /null value/);
    assert.throws(() => opened(sql).run('DELETE FROM p'), /NOT NULL/);
  });

  it('fk-cycle: no plain INSERT gets in, one statement with WITH does', async () => {
    await fresh(
      'CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a (id)); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id)',
    );
    await assert.rejects(postgres.exec('INSERT INTO a VALUES (1, 1)'), /foreign key/);
    await assert.rejects(postgres.exec('INSERT INTO b VALUES (1, 1)'), /foreign key/);
    await postgres.exec('WITH x AS (INSERT INTO a VALUES (1, 1)) INSERT INTO b VALUES (1, 1)');
  });

  it('serial-foreign-key: an insert without the column refers to a row that nobody meant', async () => {
    await fresh(
      'CREATE TABLE p (id serial PRIMARY KEY); CREATE TABLE c (p serial REFERENCES p (id)); INSERT INTO p DEFAULT VALUES; INSERT INTO p DEFAULT VALUES;',
    );
    await postgres.exec('INSERT INTO c DEFAULT VALUES');
    assert.equal(await value('SELECT p FROM c'), 1);
  });

  it('alignment-padding: PostgreSQL needs as many bytes less as the finding says', async () => {
    const rule = RULES.find(each => each.id === 'alignment-padding')!;
    const [bad, good] = [rule.bad[0]!.sql, rule.good[0]!.sql];
    const [finding] = bench({ 'schema.sql': bad }, 'postgres', only(rule)).findings();
    const said = Number(/(\d+) of/.exec(finding!.message)![1]);
    const bytes = async (sql: string) => {
      await fresh(sql);
      await postgres.exec(
        'INSERT INTO readings (at, sensor_id, value, kind, valid, flag) VALUES (now(), 1, 1, 1, true, true)',
      );
      // On its page a row begins at a multiple of 8.
      return Math.ceil(Number(await value('SELECT pg_column_size(r.*) FROM readings r')) / 8) * 8;
    };
    assert.equal((await bytes(bad)) - (await bytes(good)), said);
    assert.ok(finding!.tradeOff!().numbers.some(number => number.value === String(said)));
  });

  it('alignment-padding: with known rows the gaps of the whole table are worked out', () => {
    const rule = RULES.find(each => each.id === 'alignment-padding')!;
    const sql = `-- faultline: rows=1000000\n${rule.bad[0]!.sql}`;
    const [finding] = bench({ 'schema.sql': sql }, 'postgres', only(rule)).findings();
    // 16 bytes in each of a million rows.
    assert.match(finding!.tradeOff!().costs[0]!, /^15\.3 MB of gaps in 1,000,000 rows/);
  });

  it('sqlite-type-affinity: STRING turns 007 into 7, and the fix keeps it', () => {
    const rule = RULES.find(each => each.id === 'sqlite-type-affinity')!;
    const files = { 'schema.sql': 'CREATE TABLE t (a STRING);' };
    const fixed = applied(files, fixesOf(bench(files, 'sqlite', only(rule)).findings()[0]!)[0]!.edits);
    const stored = (sql: string) => cell(opened(`${sql} INSERT INTO t VALUES ('007');`), 'SELECT a FROM t');
    assert.equal(stored(files['schema.sql']), 7);
    assert.equal(stored(fixed['schema.sql']!), '007');
  });

  it('sqlite-null-primary-key: NULL gets in, and INT PRIMARY KEY is not counted', () => {
    const database = opened(
      'CREATE TABLE t (id INT PRIMARY KEY, a TEXT); CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT);' +
        "INSERT INTO t (a) VALUES ('x'); INSERT INTO t (a) VALUES ('y'); INSERT INTO u (a) VALUES ('x');",
    );
    assert.equal(cell(database, 'SELECT count(*) FROM t WHERE id IS NULL'), 2);
    assert.equal(cell(database, 'SELECT id FROM u'), 1);
    assert.throws(
      () => opened('CREATE TABLE t (a TEXT PRIMARY KEY) STRICT; INSERT INTO t VALUES (NULL);'),
      /NOT NULL/,
    );
    assert.throws(
      () => opened('CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (NULL);'),
      /NOT NULL/,
    );
  });

  it('uuid-as-text: PostgreSQL needs 16 bytes for a uuid and 37 for its text', async () => {
    assert.equal(await value('SELECT pg_column_size(gen_random_uuid())'), 16);
    await fresh('CREATE TABLE t (a text); INSERT INTO t VALUES (gen_random_uuid()::text)');
    assert.equal(await value('SELECT pg_column_size(a) FROM t'), 37);
  });

  it('soft-delete-unique: the value of a deleted row is taken until the index leaves it out', async () => {
    await fresh(
      "CREATE TABLE u (email text UNIQUE, deleted_at timestamptz); INSERT INTO u VALUES ('a', now())",
    );
    await assert.rejects(postgres.exec("INSERT INTO u VALUES ('a', NULL)"), /duplicate/);
    await postgres.exec(
      "ALTER TABLE u DROP CONSTRAINT u_email_key; CREATE UNIQUE INDEX ON u (email) WHERE deleted_at IS NULL; INSERT INTO u VALUES ('a', NULL)",
    );
  });
});
