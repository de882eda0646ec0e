import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { bench, only, ready } from './harness.js';

/** Schema files of one folder may belong to different databases; migrations of one sequence never do. */
describe('dangling-fk-target across files', () => {
  before(() => ready);

  const users = 'CREATE TABLE users (id bigint PRIMARY KEY);';
  const posts = 'CREATE TABLE posts (id bigint PRIMARY KEY, u bigint REFERENCES users (uid));';
  const severities = (files: Record<string, string>) =>
    bench(files, 'postgres', only(ruleById('dangling-fk-target')!))
      .findings()
      .map(finding => finding.severity);

  it('is an error in one file', () => assert.deepEqual(severities({ 'a.sql': users + posts }), ['error']));
  it('is an error in one sequence of migrations', () =>
    assert.deepEqual(severities({ 'migrations/001_a.sql': users, 'migrations/002_b.sql': posts }), [
      'error',
    ]));
  it('is a hint between schema files', () =>
    assert.deepEqual(severities({ 'a.sql': users, 'b.sql': posts }), ['hint']));
  it('is a hint where the table is missing', () =>
    assert.deepEqual(severities({ 'b.sql': posts }), ['hint']));
  it('takes the table of the own file, though a later file makes it anew', () =>
    assert.deepEqual(
      severities({
        'a.sql': `CREATE TABLE users (uid bigint PRIMARY KEY);\n${posts}`,
        'b.sql': `DROP TABLE IF EXISTS users;\n${users}`,
      }),
      [],
    ));
  it('says nothing where one of several namesakes has the columns', () =>
    assert.deepEqual(
      severities({
        'a.sql': posts,
        'b.sql': 'CREATE TABLE users (uid bigint PRIMARY KEY);',
        'c.sql': `DROP TABLE users;\n${users}`,
      }),
      [],
    ));
  it('is silent where the migrations change a table that none of them makes', () => {
    const files = { 'migrations/001_a.sql': posts, 'migrations/002_b.sql': 'ALTER TABLE users ADD x int;' };
    assert.deepEqual(severities({ 'migrations/001_a.sql': posts, 'migrations/002_b.sql': '' }), ['hint']);
    assert.deepEqual(severities(files), []);
  });
  it('is said once of a missing table', () => {
    const more = posts.replace('posts', 'pages') + posts.replace('posts', 'notes');
    const found = bench(
      { 'b.sql': posts + more },
      'postgres',
      only(ruleById('dangling-fk-target')!),
    ).findings();
    assert.equal(found.length, 1);
    assert.deepEqual(
      found[0]!.related?.map(({ message }) => message),
      ['pages references it as well.', 'notes references it as well.'],
    );
  });
  it('is looked at again when a statement of another file comes or goes', () => {
    const files = { 'migrations/001_a.sql': posts, 'migrations/002_b.sql': 'ALTER TABLE users ADD x int;' };
    const run = bench(files, 'postgres', only(ruleById('dangling-fk-target')!));
    run.builder.setUnits('migrations/002_b.sql', []);
    const catalog = run.builder.refresh();
    assert.ok(catalog.changed.has('written:users'));
    run.runner.recheck({ catalog, removed: run.units.get('migrations/002_b.sql')!, added: [] });
    assert.equal(run.findings().length, 1);
  });
});

/** A log to which rows are only added weighs less than one whose rows are looked up to be changed. */
describe('no-primary-key of logs', () => {
  before(() => ready);

  const log = 'CREATE TABLE login_history (user_id bigint NOT NULL, at timestamptz NOT NULL);\n';
  const severities = (sql: string) =>
    bench({ 'schema.sql': sql }, 'postgres', only(ruleById('no-primary-key')!))
      .findings()
      .map(finding => finding.severity);

  it('is info where rows are only inserted', () =>
    assert.deepEqual(severities(`${log}INSERT INTO login_history VALUES (1, now());`), ['info']));
  it('is a warning where rows are changed', () =>
    assert.deepEqual(severities(`${log}UPDATE login_history SET at = now() WHERE user_id = 1;`), [
      'warning',
    ]));
  it('is a warning where the name says nothing of a log', () =>
    assert.deepEqual(severities(log.replace('login_history', 'catalog_entries')), ['warning']));
});

/** What a parent lacks, its children lack for the same reason. */
describe('no-primary-key of tables that inherit', () => {
  before(() => ready);

  const children =
    "CREATE TABLE readings_24 (CHECK (taken < '2025-01-01')) INHERITS (readings);\nCREATE TABLE readings_25 () INHERITS (readings_24);";
  const messages = (sql: string) =>
    bench({ 'schema.sql': sql }, 'postgres', only(ruleById('no-primary-key')!))
      .findings()
      .map(finding => finding.message);

  it('is said of the root alone', () => {
    const found = messages(`CREATE TABLE readings (taken date NOT NULL, value real);\n${children}`);
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^Table readings has no primary key: equal rows/);
  });
  it('speaks of what is not handed down where the parent has a key', () => {
    const found = messages(
      `CREATE TABLE readings (id bigint PRIMARY KEY, taken date NOT NULL);\n${children}`,
    );
    assert.equal(found.length, 1);
    assert.match(found[0]!, /^Table readings_24 .* never its primary key/);
  });
  it('says nothing of a key that a parent in no file may have', () => {
    const found = messages('CREATE TABLE readings_24 (taken date) INHERITS (elsewhere.readings);');
    assert.ok(found.every(message => !message.includes('hands down')));
  });
});
