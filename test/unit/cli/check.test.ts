import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { tellNotes } from '../../../server/src/cli/session.js';
import { Workspace } from './harness.js';

/** A warning, in the first line. */
const FLAWED = 'CREATE TABLE visits (price double precision, id bigint PRIMARY KEY);\n';
const CLEAN = 'CREATE TABLE visits (id bigint PRIMARY KEY, place text NOT NULL);\n';
const RULE = 'float-for-exact';
/** The same flaw in a table of another name: a name stands for one table in a project. */
const flawed = (name: string) => FLAWED.replace('visits', name);

describe('faultline check', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
  });
  afterEach(() => workspace.remove());

  const rules = (out: string) =>
    (JSON.parse(out) as { findings: { rule: string; file: string }[] }).findings.map(
      ({ rule, file }) => `${file} ${rule}`,
    );

  it('tells of copies of a config once, and of one that is asked for alone', async () => {
    const agent = (name: string) =>
      `server = true\nbootstrap_expect = 1\ndatacenter = "${name}"\nnode_name = "${name}"\nclient_addr = "0.0.0.0"\n`;
    workspace.put({ 'east/consul.hcl': agent('east'), 'west/consul.hcl': agent('west') });
    const found = async (...paths: string[]) =>
      rules((await workspace.run(`check --format json ${paths.join(' ')}`.trim())).out).filter(each =>
        each.endsWith('consul-open-to-all'),
      );
    assert.deepEqual(await found(), ['east/consul.hcl consul-open-to-all']);
    assert.deepEqual(await found('west/consul.hcl'), ['west/consul.hcl consul-open-to-all']);
  });

  describe('exit codes', () => {
    it('0 where nothing is found', async () => {
      workspace.put({ 'a.sql': CLEAN });
      const { code, out, err } = await workspace.run('check');
      assert.deepEqual([code, out, err], [0, 'No findings in 1 file, 1 table.\n', '']);
    });

    it('1 where something is found', async () => {
      workspace.put({ 'db/a.sql': FLAWED });
      const { code, out, err } = await workspace.run('check');
      assert.deepEqual([code, err], [1, '']);
      assert.match(
        out,
        new RegExp(`^db/a\\.sql:1:\\d+ warning .* ${RULE}\\n\\n1 warning in 1 file, 1 table\\.\\n`),
      );
    });

    const levels: [string, number][] = [
      ['error', 0],
      ['warning', 1],
      ['info', 1],
      ['hint', 1],
      ['never', 0],
    ];
    for (const [level, expected] of levels) {
      it(`${expected} for a warning with --fail-on ${level}`, async () => {
        workspace.put({ 'a.sql': FLAWED });
        assert.equal((await workspace.run(`check --fail-on ${level}`)).code, expected);
      });
    }

    const failures: [string, string, RegExp][] = [
      ['a path that does not exist', 'check none.sql', /none\.sql: no such file or folder/],
      ['a glob that matches nothing', 'check **/*.ddl', /matches no file/],
      ['an unknown option', 'check --frobnicate', /unknown option/],
      ['an unknown format', 'check --format xml', /Allowed choices are text, json/],
      ['an unknown level', 'check --fail-on fatal', /Allowed choices/],
      ['an unknown dialect', 'check --dialect oracle', /Allowed choices/],
      ['an unknown rule', 'check --rule float-for-exat=off', /no rule "float-for-exat".*float-for-exact/],
      ['an unknown rule level', `check --rule ${RULE}=loud`, /"loud" is no level/],
      ['an unknown command', 'chekc', /unknown command/],
      ['a baseline that is missing', 'check --baseline none.json', /none\.json: no such baseline/],
      ['a baseline that is none', 'check --baseline a.sql', /a\.sql: it is no JSON/],
      ['changes outside of a repository', 'check --changed', /git repository/],
      ['fixing standard input', 'check - --fix', /not on standard input/],
      ['a baseline of changes only', 'check --write-baseline --changed', /does not go with --changed/],
    ];
    for (const [name, args, message] of failures) {
      it(`2 for ${name}, told in a line`, async () => {
        workspace.put({ 'a.sql': CLEAN });
        const { code, out, err } = await workspace.run(args);
        assert.equal(code, 2, err);
        assert.equal(out, '');
        assert.match(err, message);
        assert.doesNotMatch(err, /\n\s+at /, 'no stack');
      });
    }
  });

  describe('paths', () => {
    it('takes files, folders and globs, and no file twice', async () => {
      workspace.put({
        'a/1.sql': flawed('a'),
        'b/2.sql': flawed('b'),
        'b/c/3.sql': flawed('c'),
        'd/4.sql': flawed('d'),
      });
      const { out } = await workspace.run('check --format json a/1.sql b b/c/3.sql b/**/*.sql');
      assert.deepEqual(rules(out), [`a/1.sql ${RULE}`, `b/2.sql ${RULE}`, `b/c/3.sql ${RULE}`]);
    });

    it('reads the project around a file, and reports the file', async () => {
      workspace.put({
        'faultline.yaml': 'dialect: postgres\n',
        'm/V1__a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, price real);',
        'm/V2__b.sql':
          'CREATE TABLE pets (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\nCREATE INDEX pets_user ON pets (user_id);',
      });
      const { code, out } = await workspace.run('check m/V2__b.sql');
      assert.equal(code, 0, out);
      assert.match(out, /1 file, 1 table/);
    });

    it('reads the migrations around one of them, where there is no project', async () => {
      workspace.put({
        'db/migrations/V1__a.sql': `CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\n${flawed('unseen')}`,
        'db/migrations/V2__b.sql': 'CREATE INDEX users_name ON users (name);',
        'db/other.sql': flawed('unseen_too'),
      });
      const { out } = await workspace.run('check --format json db/migrations/V2__b.sql');
      assert.deepEqual(rules(out), ['db/migrations/V2__b.sql index-not-concurrent']);
      assert.match(JSON.parse(out).findings[0].message, /earlier migration/);
    });

    it('reads standard input', async () => {
      const { code, out } = await workspace.run('check -', { stdin: FLAWED });
      assert.equal(code, 1);
      assert.match(out, /^<stdin>:1:\d+ warning /);
    });

    it('lets standard input stand for a file of a project', async () => {
      workspace.put({ 'faultline.yaml': `rules:\n  ${RULE}: off\n`, 'db/a.sql': CLEAN });
      const { code, out } = await workspace.run('check - --stdin-file-name db/b.sql', {
        stdin: flawed('other'),
      });
      assert.equal(code, 0, out);
    });

    it('names files outside of the working directory', async () => {
      workspace.put({ 'a.sql': FLAWED, 'sub/b.sql': '' });
      const sub = new Workspace();
      const { out } = await sub.run(`check --format json ${workspace.path('a.sql')}`);
      assert.match(rules(out)[0]!, /^\.\.\/.*a\.sql /);
      sub.remove();
    });

    it('says that there is nothing to check', async () => {
      const { code, err } = await workspace.run('check');
      assert.equal(code, 0);
      assert.match(err, /found no SQL and no config/);
    });
  });

  describe('what is no SQL', () => {
    it('tells of binary files, and fails where one was named', async () => {
      workspace.put({ 'a.sql': CLEAN, 'b.sql': new Uint8Array([1, 0, 2, 0]) });
      const all = await workspace.run('check .');
      assert.equal(all.code, 0);
      assert.match(all.err, /b\.sql: not read, it is not text/);
      const named = await workspace.run('check b.sql');
      assert.equal(named.code, 2);
      assert.match(named.err, /b\.sql: not read/);
      assert.equal((await workspace.run('check -', { stdin: new Uint8Array([0]) })).code, 2);
    });

    it('survives links in a circle and files that are too large', async () => {
      workspace.put({ 'dir/a.sql': FLAWED, 'big.sql': Buffer.alloc(11 * 1024 * 1024, 32) });
      symlinkSync(workspace.root, workspace.path('dir/again'));
      symlinkSync(workspace.path('loop.sql'), workspace.path('loop.sql'));
      const { code, err, out } = await workspace.run('check --format json');
      assert.equal(code, 1);
      assert.deepEqual(rules(out), [`dir/a.sql ${RULE}`]);
      assert.match(err, /big\.sql: not read, /);
    });

    it('shows a mistake in faultline.yaml at its place, checks all the same, and exits with 2', async () => {
      workspace.put({ 'faultline.yaml': 'dialect: postgres\nrules: [\n', 'db/a.sql': FLAWED });
      const { code, out } = await workspace.run('check db');
      assert.equal(code, 2, out);
      assert.match(out, /^faultline\.yaml:\d+:\d+ error .*YAML/m);
      assert.match(out, new RegExp(`^db/a\\.sql:1:\\d+ warning .*${RULE}`, 'm'));
    });

    it('reports the same for any encoding and line ending', async () => {
      const text = `-- größe\r\n${FLAWED}`;
      workspace.put({
        'utf8.sql': text,
        'bom.sql': `\ufeff${text}`,
        'utf16.sql': Buffer.from(`\ufeff${text}`, 'utf16le'),
        'latin1.sql': Buffer.from(text, 'latin1'),
        'cr.sql': text.replace(/\r\n/g, '\r'),
      });
      for (const file of ['utf8', 'bom', 'utf16', 'latin1', 'cr']) {
        const { out } = await workspace.run(`check ${file}.sql`);
        assert.match(out, new RegExp(`^${file}\\.sql:2:\\d+ warning`), file);
      }
    });
  });

  describe('levels', () => {
    it('a flag wins over faultline.yaml', async () => {
      workspace.put({ 'faultline.yaml': `rules:\n  ${RULE}: off\n`, 'a.sql': FLAWED });
      assert.equal((await workspace.run('check')).code, 0);
      const { code, out } = await workspace.run(`check --rule ${RULE}=error`);
      assert.equal(code, 1);
      assert.match(out, / error /);
    });

    it('several flags, and off', async () => {
      workspace.put({ 'a.sql': 'CREATE TABLE t (price real);' });
      const { out } = await workspace.run(
        `check --format json --rule ${RULE}=off --rule no-primary-key=hint`,
      );
      assert.deepEqual(rules(out), ['a.sql no-primary-key']);
    });

    it('hints are counted but shown only when asked for', async () => {
      workspace.put({ 'a.sql': FLAWED });
      const args = `check --rule ${RULE}=hint`;
      const plain = await workspace.run(args);
      assert.equal(plain.code, 0);
      assert.match(plain.out, /^1 hint in/);
      assert.match((await workspace.run(`${args} --show hint`)).out, /^a\.sql:1/);
      assert.equal(rules((await workspace.run(`${args} --format json`)).out).length, 1);
    });

    it('--quiet shows what fails and nothing else', async () => {
      workspace.put({ 'a.sql': 'CREATE TABLE t (price real);' });
      const { out } = await workspace.run(`check --quiet --rule ${RULE}=info --rule no-primary-key=warning`);
      assert.match(out, /^a\.sql:1:\d+ warning .* no-primary-key\n$/);
      workspace.put({ 'a.sql': CLEAN });
      assert.equal((await workspace.run('check --quiet')).out, '');
    });
  });

  describe('terminal', () => {
    it('colours and source there, plain text elsewhere', async () => {
      workspace.put({ 'a.sql': FLAWED });
      const terminal = await workspace.run('check', { terminal: true });
      assert.match(terminal.out, /\u001b\[33m/);
      assert.match(terminal.out, /\^{4}/);
      const pipe = await workspace.run('check');
      assert.doesNotMatch(pipe.out + pipe.err, /\u001b|\^/);
    });

    const cases: [string, boolean, Record<string, string>, boolean][] = [
      ['check', true, { NO_COLOR: '1' }, false],
      ['check', true, { NO_COLOR: '' }, true],
      ['check --no-color', true, {}, false],
      ['check', true, { TERM: 'dumb' }, false],
      ['check', false, { FORCE_COLOR: '1' }, true],
      ['check', false, { FORCE_COLOR: '0' }, false],
      ['check --no-color', false, { FORCE_COLOR: '1' }, false],
    ];
    for (const [args, terminal, env, expected] of cases) {
      it(`${args} ${JSON.stringify(env)} on a ${terminal ? 'terminal' : 'pipe'}: ${expected ? 'colour' : 'none'}`, async () => {
        workspace.put({ 'a.sql': FLAWED });
        const { out } = await workspace.run(args, { terminal, env });
        assert.equal(/\u001b\[3\dm/.test(out), expected);
      });
    }
  });

  describe('baseline', () => {
    it('holds back what was there, shows what is new, and tells what is gone', async () => {
      workspace.put({ 'a.sql': FLAWED });
      const written = await workspace.run('check --write-baseline --baseline base.json');
      assert.deepEqual([written.code, written.out], [0, '']);
      assert.match(written.err, /1 findings? written to base\.json/);
      const same = await workspace.run('check --baseline base.json');
      assert.equal(same.code, 0);
      assert.match(same.out, /1 finding in the baseline/);
      workspace.put({
        'a.sql': `-- moved\n\n${FLAWED}CREATE TABLE more (id bigint PRIMARY KEY, price real);\n`,
      });
      const more = await workspace.run('check --baseline base.json --format json');
      assert.equal(more.code, 1);
      assert.equal(rules(more.out).length, 1);
      assert.equal(JSON.parse(more.out).findings[0].range.start.line, 3);
      workspace.put({ 'a.sql': CLEAN });
      const gone = await workspace.run('check --baseline base.json');
      assert.equal(gone.code, 0);
      assert.match(gone.err, new RegExp(`base\\.json: ${RULE} in a\\.sql is gone`));
      await workspace.run('check --baseline base.json --write-baseline');
      assert.equal((await workspace.run('check --baseline base.json')).err, '');
    });

    it('is the same when it is written again, and keeps what was not looked at', async () => {
      workspace.put({ 'a/x.sql': flawed('x'), 'b/y.sql': flawed('y') });
      await workspace.run('check --write-baseline');
      const first = workspace.read('faultline-baseline.json');
      await workspace.run('check --write-baseline b a');
      assert.equal(workspace.read('faultline-baseline.json'), first);
      await workspace.run('check --write-baseline a');
      assert.equal(workspace.read('faultline-baseline.json'), first);
    });
  });

  describe('changes', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: workspace.root,
        stdio: 'pipe',
      });

    it('reports only what stands in changed lines', async () => {
      git('init', '-q', '-b', 'main');
      workspace.put({ 'db/a.sql': FLAWED, 'db/b.sql': CLEAN.replace('visits', 'b') });
      git('add', '-A');
      git('commit', '-q', '-m', 'first');
      assert.equal((await workspace.run('check db --changed')).code, 0);
      workspace.put({
        'db/a.sql': `${FLAWED}CREATE TABLE late (id bigint PRIMARY KEY, price real);\n`,
        'db/c.sql': flawed('c'),
      });
      const { out, code } = await workspace.run('check db --changed --format json');
      assert.equal(code, 1);
      assert.deepEqual(rules(out), [`db/a.sql ${RULE}`, `db/c.sql ${RULE}`]);
      assert.equal(JSON.parse(out).findings[0].range.start.line, 1);
      git('add', '-A');
      git('commit', '-q', '-m', 'second');
      assert.equal((await workspace.run('check --changed')).code, 0);
      assert.equal(rules((await workspace.run('check --since HEAD~1 --format json')).out).length, 2);
    });
  });

  it('tells of faults of its own in a line each, and that something may be missing', () => {
    let err = '';
    const stderr = { write: (text: string) => void (err += text), isTTY: false, columns: 80 };
    const session = {
      skipped: [],
      notes: ['d: more than 3 files'],
      faults: ['Rule x failed: Error: y\n  at z'],
    };
    assert.equal(tellNotes(session, { stderr }, false), true);
    assert.match(
      err,
      /^faultline: d: more than 3 files\nfaultline: internal error, .*: Rule x failed: Error: y\n$/,
    );
    assert.equal(tellNotes({ ...session, faults: [] }, { stderr }, false), false);
  });

  it('--stats tells what was read, on standard error', async () => {
    workspace.put({ 'a.sql': FLAWED });
    const { err, out } = await workspace.run('check --stats --format json');
    JSON.parse(out);
    assert.match(err, /postgres: 1 files, 1 statements \(0 not understood\), 1 tables/);
  });
});
