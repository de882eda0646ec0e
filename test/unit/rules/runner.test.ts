import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { RULES, ruleById } from '../../../server/src/rules/index.js';
import type { Finding, TableRule } from '../../../server/src/rules/rule.js';
import type { RuleSettings } from '../../../server/src/rules/run.js';
import type { SourceUnit } from '../../../server/src/sql/reading.js';
import { bench, ready, unitsOf } from './harness.js';

const SCHEMA = {
  'users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);',
  'posts.sql':
    'CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id) ON DELETE CASCADE);\nCREATE TABLE logs (line text);',
};

describe('rule runner', () => {
  before(() => ready);

  it('runs every rule on the dialects it names and on no other', () => {
    const run = bench({ 's.sql': 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a;' }, 'clickhouse');
    assert.deepEqual(run.findings(), []);
  });

  it('gives a rule that throws no finding, a line in the log, and leaves the others alone', () => {
    const broken: TableRule = {
      ...tableRule(),
      id: 'broken',
      check(table, context) {
        context.report({ origin: table.nameOrigin, message: 'half done' });
        throw new Error('on purpose');
      },
    };
    const run = bench(SCHEMA, 'postgres', { rules: [broken, ruleById('no-primary-key')!] });
    assert.deepEqual(
      run.findings().map(finding => finding.rule),
      ['no-primary-key'],
    );
    assert.equal(run.log.length, 1);
    assert.match(run.log[0]!, /broken.*on purpose/);
  });

  describe('settings', () => {
    const levels = (settings: RuleSettings['rules'], engineVersions: RuleSettings['engineVersions'] = {}) =>
      bench(
        {
          's.sql': 'CREATE TABLE t (id serial PRIMARY KEY, a int NOT NULL, b int, UNIQUE (a, b), toll real);',
        },
        'postgres',
        { settings: { rules: settings, engineVersions } },
      )
        .findings()
        .map(finding => `${finding.rule} ${finding.severity}`)
        .sort();

    it('default: what is off stays silent', () => {
      assert.deepEqual(levels({}), ['int-primary-key-overflow hint', 'nullable-in-unique hint']);
    });
    it('a severity switches on and holds for every finding', () => {
      assert.deepEqual(levels({ 'serial-over-identity': 'error', 'nullable-in-unique': 'off' }), [
        'int-primary-key-overflow hint',
        'serial-over-identity error',
      ]);
    });
    it('options reach the rule, with and without a severity', () => {
      assert.ok(levels({ 'float-for-exact': { words: ['toll'] } }).includes('float-for-exact warning'));
      assert.ok(
        levels({ 'float-for-exact': { severity: 'info', words: ['toll'] } }).includes('float-for-exact info'),
      );
    });
    it('an option of the wrong type counts as not given', () => {
      assert.ok(
        !levels({ 'float-for-exact': { words: 'toll' } })
          .join()
          .includes('float-for-exact'),
      );
    });
    it('an option alone does not switch a rule on', () => {
      assert.ok(
        !levels({ 'serial-over-identity': { anything: 1 } })
          .join()
          .includes('serial-over-identity'),
      );
    });
    it('the version of the engine reaches the rule', () => {
      const rules = { 'serial-over-identity': 'hint' } as const;
      assert.ok(levels(rules, { postgres: 16 }).includes('serial-over-identity hint'));
      assert.ok(!levels(rules, { postgres: 9 }).includes('serial-over-identity hint'));
    });
    it('can change later', () => {
      const run = bench(SCHEMA, 'postgres');
      const before = keys(run.findings());
      const touched = run.runner.configure({ rules: { 'no-primary-key': 'off' }, engineVersions: {} });
      assert.ok(touched.has('posts.sql'));
      assert.deepEqual(
        keys(run.findings()),
        before.filter(key => !key.includes('no-primary-key')),
      );
    });
  });

  it('checks again only tables whose look-ups changed', () => {
    const checked: string[] = [];
    const spy: TableRule = {
      ...tableRule(),
      check(table, context) {
        checked.push(table.name);
        for (const key of table.foreignKeys) context.catalog.table(key.refTable);
      },
    };
    const run = bench(SCHEMA, 'postgres', { rules: [spy] });
    assert.deepEqual(checked.sort(), ['logs', 'posts', 'users']);
    checked.length = 0;
    edit(run, 'users.sql', 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);');
    assert.deepEqual(checked.sort(), ['posts', 'users']);
    checked.length = 0;
    edit(run, 'posts.sql', SCHEMA['posts.sql'].replace('line text', 'line varchar'));
    assert.deepEqual(checked, ['logs']);
  });

  it('knows which of many tables looked at what, and goes on with the others where a rule throws', () => {
    const seen: string[] = [];
    const spy: TableRule = {
      ...tableRule(),
      check(table, context) {
        seen.push(table.name);
        const number = Number(table.name.slice(1));
        context.report({ origin: table.nameOrigin, message: 'here' });
        context.catalog.tablesNamed(`t${number + 1}`);
        if (number % 10 === 3) throw new Error('on purpose');
      },
    };
    const sql = (type: string) =>
      Array.from({ length: 40 }, (_, n) => `CREATE TABLE t${n} (a ${n === 20 ? type : 'int'});`).join('\n');
    const run = bench({ 's.sql': sql('int') }, 'postgres', { rules: [spy] });
    assert.equal(seen.length, 40);
    assert.equal(run.log.length, 1);
    assert.equal(run.findings().length, 36);
    seen.length = 0;
    edit(run, 's.sql', sql('text'));
    assert.deepEqual(seen.sort(), ['t19', 't20']);
  });

  it('takes back the findings of tables and files that are gone, and names the files touched', () => {
    const run = bench(SCHEMA, 'postgres');
    assert.ok(run.runner.findings('posts.sql').length > 0);
    const touched = edit(run, 'posts.sql', '');
    assert.deepEqual([...touched], ['posts.sql']);
    assert.deepEqual(run.runner.findings('posts.sql'), []);
  });

  it('gives after any edits what it gives from scratch', () => {
    const statement = fc.oneof(
      fc
        .record({ t: tableName(), c: fc.subarray(COLUMNS), pk: fc.boolean() })
        .map(
          ({ t, c, pk }) =>
            `CREATE TABLE ${t} (id int${pk ? ' PRIMARY KEY' : ''}${c.map(column => `, ${column}`).join('')});`,
        ),
      fc
        .record({ t: tableName(), c: fc.constantFrom('id', 'a_id', 'b_id', 'price') })
        .map(({ t, c }) => `CREATE INDEX ON ${t} (${c});`),
      tableName().map(t => `ALTER TABLE ${t} ADD PRIMARY KEY (id);`),
      tableName().map(t => `DROP TABLE ${t};`),
      fc
        .tuple(tableName(), tableName())
        .map(([t, other]) => `ALTER TABLE ${t} ADD FOREIGN KEY (a_id) REFERENCES ${other};`),
      fc.constantFrom('CREATE TABLE (', 'wal_level = replica;', 'SET search_path = other;'),
    );
    const text = fc.array(statement, { maxLength: 6 }).map(list => list.join('\n'));
    const file = fc.constantFrom('a.sql', 'b.sql', 'c.sql');
    fc.assert(
      fc.property(fc.array(fc.tuple(file, text), { minLength: 2, maxLength: 8 }), edits => {
        const files: Record<string, string> = { 'a.sql': '', 'b.sql': '', 'c.sql': '' };
        const run = bench(files, 'postgres');
        for (const [uri, sql] of edits) {
          files[uri] = sql;
          edit(run, uri, sql);
          assert.deepEqual(
            keys(run.findings()),
            keys(bench(files, 'postgres').findings()),
            JSON.stringify(files),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lists every rule once, with what its page needs', () => {
    assert.equal(new Set(RULES.map(rule => rule.id)).size, RULES.length);
    for (const rule of RULES) {
      assert.equal(ruleById(rule.id), rule);
      for (const text of [rule.summary, rule.gains, rule.costs, rule.fineWhen, rule.advice])
        assert.ok(text.length >= 5, rule.id);
      assert.ok(
        rule.sources.every(source => source.url.startsWith('https://')) && rule.sources.length > 0,
        rule.id,
      );
      assert.ok(rule.bad.length > 0 && rule.good.length > 0, rule.id);
    }
  });
});

const COLUMNS = [
  'a_id int REFERENCES a',
  'b_id bigint REFERENCES b (id) ON DELETE CASCADE',
  'price real',
  'made timestamp',
  'tags text[]',
];

function tableName(): fc.Arbitrary<string> {
  return fc.constantFrom('a', 'b', 'c', 'other.a');
}

/** A rule of one's own, with the documentation of another. */
function tableRule(): TableRule {
  return { ...(ruleById('no-primary-key') as TableRule), id: 'spy', check() {} };
}

/** Replaces a file's text as an editor would: units with the same text stay the same objects. */
function edit(run: ReturnType<typeof bench>, uri: string, text: string): ReadonlySet<string> {
  const before = run.units.get(uri) ?? [];
  const left = new Map<string, SourceUnit[]>();
  for (const unit of before) left.set(unit.piece.text, [...(left.get(unit.piece.text) ?? []), unit]);
  const after = unitsOf(uri, text, 'postgres').map(unit => {
    const same = left.get(unit.piece.text)?.shift();
    if (same) same.piece.start = unit.piece.start;
    return same ?? unit;
  });
  (run.units as Map<string, readonly SourceUnit[]>).set(uri, after);
  run.builder.setUnits(uri, after);
  return run.runner.recheck({
    catalog: run.builder.refresh(),
    removed: before.filter(unit => !after.includes(unit)),
    added: after.filter(unit => !before.includes(unit)),
  });
}

function keys(findings: readonly Finding[]): string[] {
  return findings
    .map(
      ({ rule, severity, message, origin }) =>
        `${origin.unit.uri}:${origin.unit.piece.start + origin.span.start} ${rule} ${severity} ${message}`,
    )
    .sort();
}
