import assert from 'node:assert/strict';
import { version } from '../../../package.json';
import { RULES } from '../../../server/src/rules/index.js';
import { Workspace } from './harness.js';

describe('faultline model', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
  });
  afterEach(() => workspace.remove());

  it('prints what migrations come to', async () => {
    workspace.put({
      'm/V1__a.sql': 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);',
      'm/V2__b.sql':
        "ALTER TABLE users ALTER name SET NOT NULL, ADD email text DEFAULT 'x';\nCREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE email <> '';",
      'm/V3__c.sql':
        'CREATE TABLE pets (id bigint PRIMARY KEY, owner bigint REFERENCES users);\nCREATE VIEW v AS SELECT id FROM pets;',
    });
    const { out, code } = await workspace.run('model m');
    assert.equal(code, 0);
    const { tables, views } = JSON.parse(out);
    const [users, pets] = tables;
    assert.deepEqual(
      { ...users, checks: undefined, triggers: undefined, comment: undefined },
      {
        schema: 'public',
        name: 'users',
        kind: 'table',
        columns: [
          { name: 'id', type: 'bigint', nullable: false, default: null, generated: null, identity: 'always' },
          { name: 'name', type: 'text', nullable: false, default: null, generated: null, identity: null },
          { name: 'email', type: 'text', nullable: true, default: "'x'", generated: null, identity: null },
        ],
        primaryKey: ['id'],
        uniques: [],
        foreignKeys: [],
        indexes: [
          {
            name: 'users_email',
            columns: ['lower(email)'],
            include: [],
            unique: true,
            method: 'btree',
            where: "email <> ''",
          },
        ],
        partition: null,
        partitionOf: null,
        file: 'm/V1__a.sql',
        range: { start: { line: 0, character: 13 }, end: { line: 0, character: 18 } },
        checks: undefined,
        triggers: undefined,
        comment: undefined,
      },
    );
    const [key] = pets.foreignKeys;
    assert.deepEqual(
      [key.columns, key.refSchema, key.refTable, key.refColumns],
      [['owner'], 'public', 'users', ['id']],
    );
    assert.deepEqual([views[0].name, views[0].reads], ['v', ['public.pets']]);
  });

  it('prints only what the path names, though the project was read', async () => {
    workspace.put({
      'faultline.yaml': 'dialect: postgres\n',
      'a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);',
      'b.sql': 'CREATE TABLE b (id bigint PRIMARY KEY REFERENCES a);',
    });
    const { tables } = JSON.parse((await workspace.run('model b.sql')).out);
    assert.deepEqual(
      tables.map((table: { name: string }) => table.name),
      ['b'],
    );
    assert.deepEqual(tables[0].foreignKeys[0].refColumns, ['id']);
  });

  it('keeps engines apart and prints all of them', async () => {
    workspace.put({
      'a.sql': '-- dialect: postgres\nCREATE TABLE t (a jsonb);',
      'b.sql': '-- dialect: mysql\nCREATE TABLE t (a json) ENGINE=InnoDB;',
    });
    const { tables } = JSON.parse((await workspace.run('model .')).out);
    assert.deepEqual(tables.map((table: { columns: { type: string }[] }) => table.columns[0]!.type).sort(), [
      'json',
      'jsonb',
    ]);
  });

  it('reads standard input in the dialect it is told', async () => {
    const { out } = await workspace.run('model - --dialect mysql --format text', {
      stdin: 'CREATE TABLE `order` (id int AUTO_INCREMENT PRIMARY KEY, KEY k (id));',
    });
    assert.match(
      out,
      /^order table, <stdin>:1\n {2}id {2}int {2}not null identity auto\n {2}primary key \(id\)\n {2}index k btree \(id\)\n$/,
    );
  });

  it('fails for what is not there', async () => {
    const { code, err, out } = await workspace.run('model none');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /no such file/);
    assert.equal((await workspace.run('model')).code, 2, 'a path is needed');
  });
});

describe('faultline explain, rules, --help, --version', () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  for (const { id, advice, costs } of RULES) {
    it(`explains ${id}`, async () => {
      const { code, out } = await workspace.run(`explain ${id}`);
      assert.equal(code, 0);
      const words = (text: string) =>
        text
          .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 <$2>')
          .replace(/[`*]+/g, '')
          .replace(/\s+/g, ' ')
          .trim();
      for (const text of [advice, costs]) assert.ok(words(out).includes(words(text)), text);
      const wide = out
        .split('\n')
        .filter(
          line =>
            line.length > 80 &&
            !line.startsWith('    ') &&
            line.trim().includes(' ') &&
            !line.includes('<http'),
        );
      assert.deepEqual(wide, []);
      assert.ok((await workspace.run(`explain ${id} --format markdown`)).out.startsWith(`# ${id}\n`));
      assert.equal(JSON.parse((await workspace.run(`explain ${id} --format json`)).out).id, id);
    });
  }

  it('says which rule was meant', async () => {
    const { code, err } = await workspace.run('explain fk-without-indx');
    assert.equal(code, 2);
    assert.match(err, /fk-without-index/);
  });

  it('lists every rule', async () => {
    const { out } = await workspace.run('rules');
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map(line => line.split(' ')[0]),
      RULES.map(rule => rule.id),
    );
    assert.equal(JSON.parse((await workspace.run('rules --format json')).out).length, RULES.length);
  });

  it('prints the version of the package', async () => {
    assert.deepEqual(await workspace.run('--version'), { code: 0, out: `${version}\n`, err: '' });
  });

  for (const command of ['', 'check ', 'model ', 'explain ', 'rules ', 'lsp ']) {
    it(`helps with "${command}--help"`, async () => {
      const { code, out, err } = await workspace.run(`${command}--help`);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /Usage: faultline/);
    });
  }

  it('helps where no command was named, and fails', async () => {
    const { code, err } = await workspace.run('');
    assert.equal(code, 2);
    assert.match(err, /Usage: faultline/);
  });

  it('wants a transport for the language server', async () => {
    const { code, err } = await workspace.run('lsp');
    assert.equal(code, 2);
    assert.match(err, /--stdio/);
  });
});
