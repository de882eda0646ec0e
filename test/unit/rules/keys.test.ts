import assert from 'node:assert/strict';
import { RULES } from '../../../server/src/rules/index.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { bench, ready } from './harness.js';

/** What one rule says of a script, or of files: `severity: message`. */
function says(
  id: string,
  sql: string | Readonly<Record<string, string>>,
  dialect: Dialect = 'postgres',
): string[] {
  const rules = RULES.filter(rule => rule.id === id);
  assert.equal(rules.length, 1, id);
  const files = typeof sql === 'string' ? { 'schema.sql': sql } : sql;
  return bench(files, dialect, { rules })
    .findings()
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe('foreign keys without an index', () => {
  before(() => ready);
  const fk = (sql: string, dialect?: Dialect): string[] => says('fk-without-index', sql, dialect);
  const rooms = 'CREATE TABLE rooms (id int PRIMARY KEY);\n';

  it('are served by GiST indexes that begin with them', () => {
    for (const table of [
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));',
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange, PRIMARY KEY (room, during WITHOUT OVERLAPS));',
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange);\nCREATE INDEX ON b USING gist (room, during);',
    ])
      assert.deepEqual(fk(rooms + table), [], table);
    for (const table of [
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange, EXCLUDE USING gist (during WITH &&, room WITH =));',
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange, EXCLUDE USING gist (room WITH <>));',
      'CREATE TABLE b (room int REFERENCES rooms, during tstzrange);\nCREATE INDEX ON b USING gist (during, room);',
    ])
      assert.equal(fk(rooms + table).length, 1, table);
  });

  it('to a table that everything refers to are one finding there', () => {
    const tables = (count: number, action = ''): string =>
      'CREATE TABLE concepts (id int PRIMARY KEY);\n' +
      Array.from(
        { length: count },
        (_, i) => `CREATE TABLE t${i} (id int PRIMARY KEY, concept int REFERENCES concepts ${action});`,
      ).join('\n');
    assert.equal(fk(tables(15)).length, 15);
    assert.deepEqual(fk(tables(16)), [
      'hint: 16 foreign keys to concepts have no index that begins with their columns: every DELETE in concepts searches all those tables. Where its rows are deleted, index these columns; where they stay, leave it.',
    ]);
    assert.equal(fk(tables(16, 'ON DELETE CASCADE')).length, 16);
    assert.equal(fk(tables(16) + '\nCREATE INDEX ON t3 (concept);').length, 15);
  });

  it('to a dimension are left, unless its rows are deleted', () => {
    const star =
      'CREATE TABLE dim_store (store_key int PRIMARY KEY, store_name text, region text);\nCREATE TABLE fact_sales (sale_id bigint PRIMARY KEY, store_key int NOT NULL REFERENCES dim_store, quantity int, amount numeric);\n';
    assert.deepEqual(fk(star), []);
    assert.match(
      fk(star + 'DELETE FROM dim_store WHERE region = $1;')[0]!,
      /^hint: .*seems to be a dimension/,
    );
    assert.match(fk(star.replace('dim_store,', 'dim_store ON DELETE CASCADE,'))[0]!, /^warning/);
  });

  it('that say who wrote a row are a hint', () => {
    const table = (column: string, action = ''): string =>
      `CREATE TABLE people (id int PRIMARY KEY);\nCREATE TABLE orders (id int PRIMARY KEY, ${column} int REFERENCES people ${action});`;
    assert.match(fk(table('last_edited_by'))[0]!, /^hint/);
    assert.match(fk(table('created_by_user_id'))[0]!, /^hint/);
    assert.match(fk(table('created_by', 'ON DELETE SET NULL'))[0]!, /^warning/);
    assert.match(fk(table('owned_by'))[0]!, /^info/);
  });

  it('that tell the partition search one', () => {
    assert.match(
      fk(rooms + 'CREATE TABLE b (room int REFERENCES rooms, at date) PARTITION BY LIST (room);')[0]!,
      /^hint: .* searches a whole partition\./,
    );
  });

  it('that begin a longer one are served by its index', () => {
    const keys = (short = ''): string =>
      `CREATE TABLE p (a int PRIMARY KEY, b int, UNIQUE (a, b));\nCREATE TABLE c (id int PRIMARY KEY, a int REFERENCES p ${short}, b int, FOREIGN KEY (a, b) REFERENCES p (a, b));`;
    assert.equal(fk(keys()).length, 1);
    assert.match(fk(keys())[0]!, /\(a, b\)/);
    assert.equal(fk(keys('ON DELETE CASCADE')).length, 2);
  });
});

describe('tables without a primary key', () => {
  before(() => ready);
  const table = (name = 'visits'): string =>
    `CREATE TABLE ${name} (page text NOT NULL, seen_at date NOT NULL);`;

  it('are a hint in tests, and where a query fills them', () => {
    assert.match(says('no-primary-key', table())[0]!, /^warning/);
    assert.match(says('no-primary-key', { 'app/spec/fixtures/schema.sql': table() })[0]!, /^hint/);
    assert.match(says('no-primary-key', { 'app/latest/schema.sql': table() })[0]!, /^warning/);
    assert.match(says('no-primary-key', 'CREATE TABLE v AS SELECT 1 AS a;')[0]!, /^hint/);
  });

  it('are named without what a comment before them says', () => {
    const script = `-- Bug at https://lists.test/1.GA2@mail.com\n${table()}`;
    assert.match(says('no-primary-key', script)[0]!, /: Table visits has/);
    assert.deepEqual(says('no-primary-key', `-- Settings (single row).\n${table()}`), []);
  });

  it('are one finding where no table of many has any key', () => {
    const many = Array.from({ length: 10 }, (_, i) => table(`t${i}`)).join('\n');
    const [only, ...more] = says('no-primary-key', many);
    assert.match(only!, /^info: None of the 10 tables /);
    assert.deepEqual(more, []);
    assert.equal(says('no-primary-key', many + '\nCREATE TABLE k (id int PRIMARY KEY);').length, 10);
  });

  it('are a hint where they say which version the rest is of', () => {
    const version = 'CREATE TABLE build_version (db_version text, version_date date);';
    assert.match(says('no-primary-key', version)[0]!, /^hint/);
  });

  it('are not told to make a unique key the primary one where tests try to make it over rows', () => {
    const made = 'CREATE TABLE pairs (a int, b int);\n';
    const rows = 'INSERT INTO pairs VALUES (1, 2), (1, 2);\n';
    const key = 'CREATE UNIQUE INDEX ON pairs (a, b);\n';
    const told = (script: string): string => says('no-primary-key', { 'app/test/a.sql': script })[0]!;
    assert.match(says('no-primary-key', made + rows + key)[0]!, /Make a and b NOT NULL/);
    assert.match(told(made + key + rows), /Make a and b NOT NULL/);
    assert.match(told(made + rows + key), /Declare the columns/);
  });

  it('are not told of where their statement references a column that there is not', () => {
    const made = (target: string, between = ''): string =>
      `${target}\n${between}CREATE TABLE b (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (two));`;
    const both = (script: string): number =>
      says('no-primary-key', script).length + says('fk-without-index', script).length;
    assert.equal(both(made('CREATE TABLE p (one int PRIMARY KEY);')), 0);
    // A later table of the name has the column.
    const again = '\nDROP TABLE p;\nCREATE TABLE p (two int PRIMARY KEY);';
    assert.equal(both(made('CREATE TABLE p (two int PRIMARY KEY);')), 2);
    assert.equal(both(made('CREATE TABLE p (one int PRIMARY KEY);') + again), 0);
    for (const between of [
      'ALTER TABLE p ADD COLUMN two int UNIQUE;\n',
      'DROP TABLE p;\nCREATE TABLE p (two int PRIMARY KEY);\n',
    ])
      assert.equal(both(made('CREATE TABLE p (one int PRIMARY KEY);', between)), 2, between);
    assert.equal(both(made('CREATE TABLE p (LIKE q);')), 2);
  });
});

describe('targets of foreign keys that no file makes', () => {
  before(() => ready);

  it('are those of a part of a history where migrations change them', () => {
    const made = 'CREATE TABLE b (id int PRIMARY KEY, p int REFERENCES p);';
    const found = (sql: string): number =>
      says('dangling-fk-target', { 'migrations/1_a/up.sql': made, 'migrations/2_b/up.sql': sql }).length;
    const trigger = 'CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();';
    assert.equal(found('SELECT 1;'), 1);
    const alone = 'ALTER TABLE b ADD FOREIGN KEY (id) REFERENCES q (id);';
    assert.equal(found(`ALTER TABLE p ADD c int;\n${alone}`), 1);
    assert.equal(found(`ALTER TABLE p ADD c int;\n-- AddForeignKey\n${alone}`), 0);
    assert.equal(found('ALTER TABLE p ADD c int;\n' + trigger + '\nCREATE INDEX ON p (c);'), 0);
  });
});
