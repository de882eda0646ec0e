import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suppressionEdit } from '../../../server/src/ide/suppress.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

const SCHEMA = 'create table users (id bigint primary key, email text not null, born date);\n';

/** Queries of a file as its units hold them. */
function queries({ analyzer }: Awaited<ReturnType<typeof workspace>>, path: string): string[] {
  return analyzer
    .units(at(path))
    .filter(unit => unit.readings.length > 0)
    .map(unit => unit.piece.text.trim().replace(/\s+/g, ' '));
}

const PYTHON = 'def f(cur, x):\n    cur.execute("SELECT id FROM users WHERE email = %s", (x,))\n';

describe('programs in a workspace', () => {
  it('are read for their queries, in the dialect of the SQL beside them', async () => {
    const files = {
      'schema.sql': SCHEMA,
      'app/a.py': PYTHON,
      'app/b.py': 'x = "nothing"\n',
      'c.md': '"SELECT id FROM users"',
    };
    const made = await workspace(files, { dialect: 'mysql' });
    assert.deepEqual(queries(made, 'app/a.py'), ['SELECT id FROM users WHERE email = ?']);
    assert.equal(made.analyzer.fileInfo(at('app/a.py'))?.dialect, 'mysql');
    assert.equal(made.analyzer.fileInfo(at('app/b.py')), undefined);
    assert.deepEqual(made.analyzer.projectOf(at('app/a.py'))?.files, [at('schema.sql')]);
    assert.deepEqual(made.tables('schema.sql'), ['users(id email born)']);
  });

  it('are not read without any SQL, where settings or faultline.yaml say so, or where they are left out', async () => {
    const without = await workspace({ 'a.py': PYTHON });
    assert.deepEqual(without.analyzer.files(), []);
    const off = await workspace({ 's.sql': SCHEMA, 'a.py': PYTHON }, { readCode: false });
    assert.deepEqual(off.analyzer.files(), [at('s.sql')]);
    const config = await workspace({ 's.sql': SCHEMA, 'a.py': PYTHON, 'faultline.yaml': 'code: false\n' });
    assert.equal(config.analyzer.fileInfo(at('a.py')), undefined);
    const excluded = await workspace(
      { 's.sql': SCHEMA, 'x/a.py': PYTHON, 'node_modules/b.js': 'f("SELECT id FROM users")' },
      { exclude: ['x/**'] },
    );
    assert.deepEqual(excluded.analyzer.files(), [at('s.sql')]);
  });

  it('are left out where they run once, or only in tests', async () => {
    const query = 'f("SELECT id FROM users WHERE born = ?")';
    const once = [
      'db/migrate/1.rb',
      'migrations/2.py',
      'seeds/users.js',
      'a/test_x.py',
      'x_test.go',
      'x.spec.ts',
      'XTest.java',
    ];
    const often = ['contest.py', 'testing/x.ts', 'latest.go', 'migrator.rb', 'Latest.java'];
    const files = Object.fromEntries([...once, ...often].map(path => [path, query]));
    const made = await workspace({ ...files, 's.sql': SCHEMA });
    assert.deepEqual(new Set(made.analyzer.files()), new Set(['s.sql', ...often].map(at)));
  });

  it('make no tables, and strings that are put together are passed over', async () => {
    const made = await workspace({
      's.sql': SCHEMA,
      'a.ts':
        'run("CREATE TABLE other (id int)"); run(`SELECT id FROM ${table} WHERE a = 1`); run(`SELECT id FROM users WHERE id = ${id}`)',
    });
    assert.deepEqual(made.tables('s.sql'), ['users(id email born)']);
    assert.deepEqual(queries(made, 'a.ts'), ['SELECT id FROM users WHERE id = $1']);
    assert.deepEqual(made.found('a.ts'), []);
  });

  it('are followed on disk and in buffers', async () => {
    const made = await workspace({ 's.sql': SCHEMA, 'a.py': PYTHON });
    await made.write('b.go', 'q := `SELECT born FROM users`\n');
    assert.deepEqual(queries(made, 'b.go'), ['SELECT born FROM users']);
    await made.write('b.go', 'q := ``\n');
    assert.equal(made.analyzer.fileInfo(at('b.go')), undefined);
    await made.write('b.go', 'q := `DELETE FROM users WHERE id = $1`\n');
    assert.deepEqual(queries(made, 'b.go'), ['DELETE FROM users WHERE id = $1']);
    await made.write('b.go', undefined);
    assert.deepEqual(made.analyzer.files(), [at('s.sql'), at('a.py')]);

    made.analyzer.openBuffer(at('a.py'), PYTHON);
    const [unit] = made.analyzer.units(at('a.py')).filter(each => each.readings.length > 0);
    made.type('a.py', 'def f', '# one more line\ndef g');
    assert.equal(
      made.analyzer.units(at('a.py')).find(each => each.readings.length > 0),
      unit,
    );
    made.type('a.py', 'email = %s', 'id = %s');
    assert.deepEqual(queries(made, 'a.py'), ['SELECT id FROM users WHERE id = $1']);
    assert.ok(made.analyzer.takeChanged().includes(at('a.py')));
    await made.analyzer.closeBuffer(at('a.py'));
    assert.deepEqual(queries(made, 'a.py'), ['SELECT id FROM users WHERE email = $1']);
  });

  it('are kept while open though they hold no query yet', async () => {
    const made = await workspace({ 's.sql': SCHEMA });
    made.analyzer.openBuffer(at('new.rb'), 'x = ""\n');
    made.type('new.rb', '""', '"SELECT id FROM users"');
    assert.deepEqual(queries(made, 'new.rb'), ['SELECT id FROM users']);
    made.analyzer.configure({ readCode: false });
    made.analyzer.takeChanged();
    assert.deepEqual(queries(made, 'new.rb'), []);
    made.analyzer.configure({ readCode: true });
    made.analyzer.takeChanged();
    assert.deepEqual(queries(made, 'new.rb'), ['SELECT id FROM users']);
  });

  it('find their dialect when the SQL comes, and lose it when it goes', async () => {
    const made = await workspace({ 'a.py': PYTHON });
    await made.write('s.sql', `-- dialect: mysql\n${SCHEMA}`);
    assert.deepEqual(queries(made, 'a.py'), ['SELECT id FROM users WHERE email = ?']);
    await made.write('s.sql', `-- dialect: postgres\n${SCHEMA}`);
    assert.deepEqual(queries(made, 'a.py'), ['SELECT id FROM users WHERE email = $1']);
    await made.write('s.sql', undefined);
    assert.deepEqual(made.analyzer.files(), []);
  });

  it('are silenced by comments of their own language', async () => {
    const text = [
      'run("SELECT id FROM users WHERE email LIKE \'%x\'")',
      '# faultline-disable-next-line leading-wildcard: few rows',
      'run("SELECT id FROM users WHERE email LIKE \'%x\'")',
      '',
    ].join('\n');
    const indexed = `${SCHEMA}create index on users (email);\n`;
    const made = await workspace(
      { 's.sql': indexed, 'a.py': text },
      { rules: { 'leading-wildcard': 'warning' } },
    );
    assert.deepEqual(made.found('a.py'), ['1 leading-wildcard']);
    const [finding] = made.analyzer.findings(at('a.py'));
    const { start, end } = finding!.range;
    assert.equal(text.split('\n')[0]!.slice(start.character, end.character), "email LIKE '%x'");
    const suppress = suppressionEdit(made.analyzer, finding!, 'line', 'why');
    assert.equal(suppress.newText, '# faultline-disable-next-line leading-wildcard: why\n');
    const long = 'run("""\n  SELECT id FROM users\n  WHERE email LIKE \'%x\'\n""")\n';
    await made.write('a.py', long);
    const [inside] = made.analyzer.findings(at('a.py'));
    const edit = suppressionEdit(made.analyzer, inside!, 'line', 'why');
    assert.equal(edit.newText, '  -- faultline-disable-next-line leading-wildcard: why\n');
    const lines = long.split('\n');
    lines.splice(edit.range.start.line, 0, edit.newText.trimEnd());
    await made.write('a.py', lines.join('\n'));
    assert.deepEqual(made.found('a.py'), []);
  });

  it('are after edits as if read anew', async () => {
    const program = [
      PYTHON,
      'q = f"""',
      '  SELECT born FROM users',
      '  WHERE lower(email) = {x}',
      '"""',
      `run("SELECT id FROM users WHERE email LIKE '%x'")`,
      '',
    ];
    const files = { 's.sql': `${SCHEMA}create index on users (email);\n`, 'a.py': program.join('\n') };
    const paths = Object.keys(files);
    const texts = [
      '"',
      "'",
      '\n',
      '#',
      'x',
      '"""',
      'WHERE id = 1 ',
      'f("DELETE FROM users WHERE born = %s")\n',
      '',
    ];
    const step = fc.record({
      path: fc.constantFrom('s.sql', 'a.py', 'a.py', 'a.py'),
      from: fc.nat(300),
      length: fc.nat(20),
      text: fc.constantFrom(...texts),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), async steps => {
        const made = await workspace(files, {}, { keepLastGood: false });
        for (const path of paths) made.analyzer.openBuffer(at(path), made.analyzer.text(at(path))!);
        for (const { path, from, length, text } of steps) {
          const range = made.analyzer.rangeOf(at(path), from, from + length);
          made.analyzer.changeBuffer(at(path), [{ range, text }]);
          made.analyzer.takeChanged();
        }
        const now = Object.fromEntries(paths.map(path => [path, made.analyzer.text(at(path))!]));
        const fresh = await workspace(now, {}, { keepLastGood: false });
        for (const path of paths) {
          const said = ({ analyzer }: typeof made) =>
            analyzer.findings(at(path)).map(({ rule, message, range }) => ({ rule, message, range }));
          assert.deepEqual(said(made), said(fresh), path);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('get fixes only where something else than their strings is written', async () => {
    const made = await workspace({ 's.sql': SCHEMA, 'a.py': PYTHON });
    const rules = new Map(made.analyzer.findings(at('a.py')).map(finding => [finding.rule, finding]));
    for (const { range, fixes } of rules.values()) {
      assert.equal(range.start.line, 1);
      for (const { edits } of fixes) assert.ok(edits.every(edit => edit.uri !== at('a.py')));
    }
  });
});
