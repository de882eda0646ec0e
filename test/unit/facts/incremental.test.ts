import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Analyzer } from '../../../server/src/analyzer.js';
import type { Rule } from '../../../server/src/rules/rule.js';
import { createRuleRunner } from '../../../server/src/rules/run.js';
import { createCatalogBuilder } from '../../../server/src/schema/index.js';
import { readAmount, readAnnotation } from '../../../server/src/workload/facts/index.js';
import { createWorkloadStore } from '../../../server/src/workload/index.js';
import { ready, unitsOf } from '../rules/harness.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';
import { plain } from './support.js';

describe('facts and what rests on them', () => {
  before(() => ready);

  it('a changed comment has only the findings checked again that asked about its table', () => {
    const checked: string[] = [];
    const rule: Rule = {
      ...({
        id: 'test',
        subject: 'keys',
        since: '0',
        severity: 'info',
        engines: ['postgres'],
        bad: [],
        good: [],
      } as unknown as Rule),
      on: 'table',
      check: (table, context) => {
        const rows = context.workload.factsOf(table).rows?.value;
        checked.push(`${table.name} ${rows}`);
        if (rows !== undefined) context.report({ origin: table.nameOrigin, message: String(rows) });
      },
    } as Rule;
    const tables = unitsOf(
      'a.sql',
      'CREATE TABLE orders (id int);\nCREATE TABLE users (id int);',
      'postgres',
    );
    let comments = unitsOf('b.sql', '-- faultline: orders rows=5\n', 'postgres');
    const builder = createCatalogBuilder('postgres');
    const workload = createWorkloadStore(builder);
    const runner = createRuleRunner({
      builder,
      workload,
      unitsOf: uri => (uri === 'a.sql' ? tables : comments),
      dialects: () => ['postgres'],
      place: () => undefined,
      settings: { rules: {}, engineVersions: {} },
      log: line => assert.fail(line),
      rules: [rule],
    });
    builder.setUnits('a.sql', tables);
    builder.setUnits('b.sql', comments);
    const step = (removed: typeof tables, added: typeof tables) => {
      checked.length = 0;
      const catalog = builder.refresh();
      workload.change(removed, added);
      runner.recheck({ catalog, removed, added });
      return [...checked].sort();
    };
    assert.deepEqual(step([], [...tables, ...comments]), ['orders 5', 'users undefined']);
    const before = comments;
    comments = unitsOf('b.sql', '-- faultline: orders rows=6\n', 'postgres');
    builder.setUnits('b.sql', comments);
    assert.deepEqual(step(before, comments), ['orders 6']);
    assert.deepEqual(
      runner.findings('a.sql').map(each => each.message),
      ['6'],
    );
    workload.setFacts('statistics', {
      factsOf: (_, name) => [
        { rows: { value: name === 'users' ? 7 : 1, source: 'x.csv' }, columns: new Map() },
      ],
    });
    assert.deepEqual(step([], []), ['orders 6', 'users 7']);
    assert.deepEqual(step([], []), []);
  });

  it('comments win over faultline.yaml, that over statistics, each fact by itself', async () => {
    const { analyzer } = await workspace({
      'schema.sql': '-- faultline: rows=1\nCREATE TABLE orders (id int PRIMARY KEY);',
      'faultline.yaml': 'tables: {orders: {rows: 2, bytes: 2kB}}',
      '.faultline/t.csv': 'relname,reltuples,table_bytes\norders,3,3\n',
      '.faultline/u.csv': 'tablename,attname,n_distinct\norders,id,3\n',
    });
    const [table] = [...analyzer.catalogOf(at('schema.sql'))!.allTables()];
    const { rows, bytes, columns } = analyzer.workloadOf(at('schema.sql'))!.factsOf(table!);
    assert.deepEqual(
      [rows, bytes, columns.get('id')?.distinct].map(fact => [fact?.value, fact?.source]),
      [
        [1, 'comment'],
        [2048, 'faultline.yaml'],
        [3, '.faultline/u.csv'],
      ],
    );
  });

  it('a file that names a table of another says so as soon as that is gone', async () => {
    const { analyzer, write, found } = await workspace({
      'a.sql': 'CREATE TABLE orders (id int PRIMARY KEY);',
      'b.sql': 'CREATE TABLE t (id int PRIMARY KEY);\n-- faultline: orders rows=5\n',
    });
    assert.deepEqual(found('b.sql'), []);
    analyzer.takeChanged();
    await write('a.sql', 'CREATE TABLE purchases (id int PRIMARY KEY);');
    assert.ok(analyzer.takeChanged().includes(at('b.sql')));
    assert.deepEqual(found('b.sql'), ['2 annotation-syntax']);
  });

  it('after any edits, facts and findings are those of the text as it is', async () => {
    const lines = [
      '-- faultline: rows=5 hot',
      '-- faultline: orders rows=7M',
      '-- faultline: users.name distinct=3',
      '-- faultline: userz rows=3',
      'CREATE TABLE orders (',
      'CREATE TABLE users (',
      '  id int PRIMARY KEY, -- faultline: distinct=9',
      '  name text -- faultline: nulls=3%',
      ');',
      "COMMENT ON TABLE users IS 'faultline: rows=1k';",
      'SELECT * FROM orders;',
    ];
    const pick = fc.array(fc.integer({ min: 0, max: lines.length - 1 }), { maxLength: 12 });
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), pick), { minLength: 1, maxLength: 6 });
    const state = async (analyzer: Analyzer) => {
      await analyzer.settled();
      const uri = at('a.sql');
      const workload = analyzer.workloadOf(uri);
      return {
        facts: [...(analyzer.catalogOf(uri)?.allTables() ?? [])]
          .map(table => [table.name, plain(workload!.factsOf(table))])
          .sort(),
        findings: analyzer
          .findings(uri)
          .flatMap(({ rule, range, message }) =>
            rule === 'annotation-syntax' ? [[range.start.line, message]] : [],
          ),
      };
    };
    const fresh = async (text: string) => {
      const { analyzer } = await workspace({}, { dialect: 'postgres' }, { keepLastGood: false });
      analyzer.openBuffer(at('a.sql'), text);
      return state(analyzer);
    };
    await fc.assert(
      fc.asyncProperty(pick, edits, async (start, changes) => {
        let text = start.map(index => lines[index]!).join('\n');
        const { analyzer } = await workspace({}, { dialect: 'postgres' }, { keepLastGood: false });
        analyzer.openBuffer(at('a.sql'), text);
        for (const [where, gone, added] of changes) {
          const all = text.split('\n');
          const line = where % all.length;
          const removed = all.splice(line, gone, ...added.map(index => lines[index]!));
          const from = text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0);
          const until = from + removed.join('\n').length;
          const replacement = added.map(index => lines[index]!).join('\n');
          text = text.slice(0, from) + replacement + text.slice(until);
          analyzer.changeBuffer(at('a.sql'), [
            { range: analyzer.rangeOf(at('a.sql'), from, until), text: replacement },
          ]);
          assert.equal(analyzer.text(at('a.sql')), text);
          assert.deepEqual(await state(analyzer), await fresh(text));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('anything at all can stand in a comment', () => {
    const words = fc.constantFrom(
      'rows',
      'hot',
      '=',
      '5M',
      '5/s',
      ' ',
      ',',
      '"',
      '`',
      '[',
      '(',
      ')',
      '*',
      '.',
      'a.b',
      'orders',
      '1,000',
      '%',
      '\n',
      '√',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words).map(list => list.join('')),
          fc.string(),
        ),
        text => {
          const whole = `-- faultline:${text}`;
          const { entries, problems, name } = readAnnotation(whole, 3, whole.length);
          const spans = [
            ...entries.flatMap(each => [each.keySpan, each.valueSpan]),
            ...problems.map(each => each.span),
            ...(name ? [name.span] : []),
          ];
          for (const { start, end } of spans) assert.ok(3 <= start && start < end && end <= whole.length);
          for (const measure of ['count', 'rate', 'duration', 'bytes', 'share', 'signed'] as const) {
            const amount = readAmount(measure, text);
            if ('value' in amount) assert.ok(Number.isFinite(amount.value));
            else if (amount.instead !== undefined)
              assert.ok('value' in readAmount(measure, amount.instead), amount.instead);
          }
        },
      ),
      { numRuns: 2000, examples: [['0m/']] },
    );
  });
});
