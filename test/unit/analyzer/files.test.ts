import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../server/src/analyzer.js';
import { at, memoryHost, ROOT } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const ORDERS = 'create table orders (id bigint primary key, user_id bigint references users (id));\n';
const USERS = 'create table users (id bigint primary key);\n';
const DANGLING = '1 dangling-fk-target';
const RULES = { rules: { 'fk-without-index': 'off' } } as const;

describe('analyzer: files on disk and in buffers', () => {
  it('folds all files of a folder into one schema', async () => {
    const { tables, found } = await workspace({ 'a/users.sql': USERS, 'b/orders.sql': ORDERS }, RULES);
    assert.deepEqual(tables('a/users.sql'), ['users(id)', 'orders(id user_id)']);
    assert.deepEqual(found('b/orders.sql'), []);
  });

  it('finds in one file what another one no longer defines', async () => {
    const { analyzer, found, write } = await workspace({ 'users.sql': USERS, 'orders.sql': ORDERS }, RULES);
    await write('users.sql', undefined);
    assert.deepEqual([...analyzer.takeChanged()].sort(), [at('orders.sql'), at('users.sql')]);
    assert.deepEqual(found('orders.sql'), [DANGLING]);
    assert.equal(analyzer.fileInfo(at('users.sql')), undefined);
    await write('users.sql', USERS);
    assert.deepEqual(found('orders.sql'), []);
  });

  it('lets a buffer win over the disk until it is closed', async () => {
    const { analyzer, found, write } = await workspace({ 'users.sql': USERS, 'orders.sql': ORDERS }, RULES);
    analyzer.openBuffer(at('users.sql'), '-- nothing yet\n');
    assert.deepEqual(found('orders.sql'), [DANGLING]);
    await write('users.sql', USERS + '\n');
    assert.deepEqual(found('orders.sql'), [DANGLING], 'a change on disk does not reach an open buffer');
    await analyzer.closeBuffer(at('users.sql'));
    assert.deepEqual(found('orders.sql'), []);
  });

  it('forgets an untitled buffer when it is closed', async () => {
    const { analyzer } = await workspace({ 'users.sql': USERS });
    analyzer.openBuffer('untitled:Untitled-1', 'create table t (id int);');
    assert.equal(analyzer.fileInfo('untitled:Untitled-1')?.tables, 1);
    assert.notEqual(analyzer.catalogOf('untitled:Untitled-1'), analyzer.catalogOf(at('users.sql')));
    await analyzer.closeBuffer('untitled:Untitled-1');
    assert.equal(analyzer.fileInfo('untitled:Untitled-1'), undefined);
  });

  it('follows files that are made, renamed and deleted, and folders that are', async () => {
    const { analyzer, host, tables, write } = await workspace({ 'db/a.sql': USERS });
    await write('db/b.sql', 'create table b (id int);');
    assert.deepEqual(tables('db/a.sql'), ['users(id)', 'b(id)']);
    host.files.delete(at('db/b.sql'));
    host.files.set(at('db/c.sql'), 'create table c (id int);');
    await analyzer.filesChanged([at('db/b.sql'), at('db/c.sql')]);
    assert.deepEqual(tables('db/a.sql'), ['users(id)', 'c(id)']);
    host.files.set(at('kept.sql'), 'create table kept (id int);');
    for (const path of ['db/a.sql', 'db/c.sql']) host.files.delete(at(path));
    await analyzer.filesChanged([at('db'), at('kept.sql')]);
    assert.deepEqual(tables('kept.sql'), ['kept(id)']);
    assert.deepEqual(analyzer.files(), [at('kept.sql')]);
  });

  it('keeps a new file that was saved and closed', async () => {
    const { analyzer, tables, write } = await workspace({ 'a.sql': USERS });
    analyzer.openBuffer(at('new.sql'), 'create table n (id int);');
    await write('new.sql', 'create table n (id int);');
    await analyzer.closeBuffer(at('new.sql'));
    assert.deepEqual(tables('a.sql'), ['users(id)', 'n(id)']);
    analyzer.openBuffer(at('never.sql'), 'create table m (id int);');
    await analyzer.closeBuffer(at('never.sql'));
    assert.deepEqual(tables('a.sql'), ['users(id)', 'n(id)']);
  });

  it('reads again only what changed', async () => {
    const { host, write } = await workspace({ 'a.sql': USERS, 'b.sql': ORDERS });
    await write('c.sql', 'create table c (id int);');
    await write('a.sql', USERS);
    assert.deepEqual(
      ['a.sql', 'b.sql', 'c.sql'].map(path => host.reads.get(at(path))),
      [2, 1, 1],
    );
  });

  it('looks once at a file that the host leaves out, and again when it is another', async () => {
    const { analyzer, host } = await workspace({ 'a.sql': USERS });
    let walks = 0;
    const ignoring = {
      ...host,
      async *findFiles(folder: string, options: Parameters<typeof host.findFiles>[1]) {
        if (options.include.some(glob => glob.includes('sql'))) walks++;
        for await (const uri of host.findFiles(folder, options)) if (!uri.includes('/made/')) yield uri;
      },
    };
    host.files.set(at('made/x.sql'), USERS);
    const other = createAnalyzer(ignoring);
    await other.index([ROOT]);
    for (let i = 0; i < 3; i++) await other.filesChanged([at('made/x.sql')]);
    assert.equal(walks, 2);
    assert.deepEqual(other.files(), analyzer.files());
  });

  it('finds the files of a folder that was moved in', async () => {
    const { analyzer, host, tables } = await workspace({ 'a.sql': USERS });
    host.files.set(at('new/b.sql'), 'create table b (id int);');
    await analyzer.filesChanged([at('new')]);
    assert.deepEqual(tables('a.sql'), ['users(id)', 'b(id)']);
  });

  it('reads the endings of SQL files in either case, and no others', async () => {
    const endings = [
      'sql',
      'SQL',
      'ddl',
      'pgsql',
      'psql',
      'mysql',
      'cql',
      'hql',
      'txt',
      'sql.j2',
      'sqlx',
      'md',
    ];
    const { analyzer } = await workspace(Object.fromEntries(endings.map(ending => [`f.${ending}`, USERS])));
    const read = analyzer.files().map(uri => uri.slice(at('f.').length));
    assert.deepEqual(read, ['sql', 'SQL', 'ddl', 'pgsql', 'psql', 'mysql', 'cql', 'hql']);
  });

  for (const folder of [
    'node_modules',
    '.git',
    'dist',
    'build',
    'vendor',
    'target',
    '.venv',
    'deep/node_modules/x',
  ]) {
    it(`leaves out ${folder}`, async () => {
      const { analyzer } = await workspace({ [`${folder}/a.sql`]: USERS, 'b.sql': USERS });
      assert.deepEqual(analyzer.files(), [at('b.sql')]);
    });
  }

  for (const exclude of [
    'legacy',
    'legacy/',
    '/legacy',
    'legacy/**',
    '**/legacy/**',
    './legacy/old.sql',
    '*old*',
  ]) {
    it(`leaves out what the setting ${exclude} names`, async () => {
      const { analyzer } = await workspace(
        { 'legacy/old.sql': USERS, 'b.sql': USERS },
        { exclude: [exclude] },
      );
      assert.deepEqual(analyzer.files(), [at('b.sql')]);
    });
  }

  it('analyses an excluded file that is opened, apart from its project', async () => {
    const { analyzer, tables } = await workspace({ 'vendor/a.sql': USERS, 'b.sql': ORDERS });
    analyzer.openBuffer(at('vendor/a.sql'), USERS);
    assert.deepEqual(tables('vendor/a.sql'), ['users(id)']);
    assert.deepEqual(tables('b.sql'), ['orders(id user_id)']);
  });

  it('skips what is binary, too large or unreadable, and says why', async () => {
    const host = memoryHost({
      'a.sql': USERS,
      'binary.sql': 'PNG\0\0',
      'dump.sql': { kind: 'too large', bytes: 50 * 1024 * 1024 },
      'secret.sql': { kind: 'unreadable', reason: 'permission denied' },
    });
    const analyzer = createAnalyzer(host);
    const report = await analyzer.index([ROOT]);
    assert.deepEqual(report, {
      files: 1,
      cancelled: false,
      skipped: [
        { uri: at('binary.sql'), reason: 'it is not text' },
        { uri: at('dump.sql'), reason: 'it is too large (50.0 MB)' },
        { uri: at('secret.sql'), reason: 'permission denied' },
      ],
    });
    assert.equal(host.lines.length, 3);
    assert.deepEqual(analyzer.findings(at('binary.sql')), []);
  });

  it('does not analyse a buffer that is no text or too large, and says so', async () => {
    const { analyzer, host } = await workspace({}, { maxFileBytes: 1000 });
    analyzer.openBuffer(at('a.sql'), 'x'.repeat(1001));
    analyzer.openBuffer(at('b.sql'), 'a\0b');
    assert.deepEqual(analyzer.files(), []);
    assert.equal(host.lines.length, 2);
    analyzer.changeBuffer(at('a.sql'), [{ text: USERS }]);
    assert.equal(analyzer.fileInfo(at('a.sql'))?.tables, 1);
  });

  it('survives a host that throws', async () => {
    const host = memoryHost({ 'a.sql': USERS });
    const broken = {
      ...host,
      readFile: async () => {
        throw new Error('the disk is gone');
      },
    };
    const report = await createAnalyzer(broken).index([ROOT]);
    assert.deepEqual(report.skipped, [{ uri: at('a.sql'), reason: 'the disk is gone' }]);
    const listless = {
      ...host,
      // biome-ignore lint/correctness/useYield: it fails before it yields
      async *findFiles(): AsyncGenerator<string> {
        throw new Error('no such folder');
      },
    };
    assert.equal((await createAnalyzer(listless).index([ROOT])).files, 0);
  });

  it('stops when it is cancelled, and keeps what it has', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`f${i}.sql`, `create table t${i} (id int);`]),
    );
    const analyzer = createAnalyzer(memoryHost(files));
    const signal = { aborted: false };
    const report = await analyzer.index([ROOT], {
      signal,
      onProgress: done => {
        signal.aborted ||= done === 10;
      },
    });
    assert.equal(report.cancelled, true);
    assert.ok(report.files >= 10 && report.files < 100, String(report.files));
    assert.equal(analyzer.files().length, report.files);
    assert.equal((await analyzer.index([ROOT])).files, 100);
  });

  it('reports progress up to the total', async () => {
    const analyzer = createAnalyzer(memoryHost({ 'a.sql': USERS, 'b.sql': ORDERS }));
    const seen: string[] = [];
    await analyzer.index([ROOT], { onProgress: (done, total) => seen.push(`${done}/${total}`) });
    assert.deepEqual(seen, ['1/2', '2/2']);
  });

  it('keeps workspace folders apart, and forgets those that are closed', async () => {
    const host = memoryHost({ 'one/a.sql': USERS, 'two/b.sql': USERS });
    const analyzer = createAnalyzer(host);
    await analyzer.index([at('one'), at('two')]);
    assert.deepEqual(
      analyzer.projects().map(project => [project.root, project.files]),
      [
        [at('one'), [at('one/a.sql')]],
        [at('two'), [at('two/b.sql')]],
      ],
    );
    await analyzer.index([at('two')]);
    assert.deepEqual(analyzer.files(), [at('two/b.sql')]);
  });

  it('keeps dialects of different families apart in one folder', async () => {
    const { analyzer, tables } = await workspace({
      'a.sql': '-- dialect: postgres\ncreate table t (id bigint primary key);',
      'b.sql': '-- dialect: mysql\ncreate table t (id bigint primary key, x int);',
    });
    assert.deepEqual(tables('a.sql'), ['t(id)']);
    assert.deepEqual(tables('b.sql'), ['t(id x)']);
    assert.deepEqual([...analyzer.projects()[0]!.catalogs.keys()].sort(), ['mysql', 'postgres']);
  });

  it('reads files that were asked for by name', async () => {
    const host = memoryHost({ 'file:///else/a.sql': USERS, 'file:///else/b.sql': ORDERS });
    const analyzer = createAnalyzer(host);
    const report = await analyzer.addFiles(['file:///else/a.sql', 'file:///else/missing.sql']);
    assert.deepEqual(report.skipped, [{ uri: 'file:///else/missing.sql', reason: 'it is not there' }]);
    assert.deepEqual(analyzer.files(), ['file:///else/a.sql']);
  });

  it('knows a file by one name, however its URI is written', async () => {
    const { analyzer } = await workspace({});
    analyzer.openBuffer('file:///work/a%20(1).sql', USERS);
    analyzer.openBuffer('file:///work/a%20%281%29.sql', USERS);
    assert.equal(analyzer.files().length, 1);
    assert.equal(analyzer.fileInfo('file:///work/a (1).sql')?.tables, 1);
  });

  it('reads 10,000 files into one schema', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 10_000; i++)
      files[`s${i % 100}/t${i}.sql`] = `create table t${i} (id bigint primary key);`;
    const { analyzer, write } = await workspace(files);
    let tables = 0;
    for (const _ of analyzer.projects()[0]!.catalogs.get('postgres')!.allTables()) tables++;
    assert.equal(tables, 10_000);
    await write('s0/t0.sql', 'create table t0 (id bigint primary key, a int);');
    assert.deepEqual(analyzer.takeChanged(), [at('s0/t0.sql')]);
  }).timeout(60_000);
});
