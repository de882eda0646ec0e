import { strict as assert } from 'node:assert';
import annotationSyntax from '../../../server/src/rules/syntax/annotation-syntax.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import type { TableFacts } from '../../../server/src/workload/model.js';
import { at } from '../support/memory-host.js';
import { type TestWorkspace, workspace } from '../support/workspace.js';
import { plain } from './support.js';

/** What an analyzer knows of a table's figures. */
function factsOf({ analyzer }: TestWorkspace, name: string, path = 'schema.sql'): TableFacts {
  const table = [...analyzer.catalogOf(at(path))!.allTables()].find(each => each.name === name)!;
  return analyzer.workloadOf(at(path))!.factsOf(table);
}

describe('facts in a workspace', () => {
  for (const [kind, examples] of [
    ['flagged', annotationSyntax.bad],
    ['not flagged', annotationSyntax.good],
  ] as const) {
    for (const [index, { sql, dialect, says = '' }] of examples.entries()) {
      it(`annotation-syntax: ${kind}, example ${index + 1}`, async () => {
        const { analyzer } = await workspace({ 'schema.sql': sql }, { dialect: dialect as Dialect });
        const found = analyzer.findings(at('schema.sql')).filter(each => each.rule === annotationSyntax.id);
        assert.equal(found.length, kind === 'flagged' ? 1 : 0);
        for (const { message } of found) assert.ok(message.includes(says), message);
      });
    }
  }

  it('a suppression silences annotation-syntax, a setting turns it off', async () => {
    const sql = '-- faultline: row=5\nCREATE TABLE t (id int PRIMARY KEY);';
    const silenced = `-- faultline-disable-file annotation-syntax: words of another tool\n${sql}`;
    for (const [text, settings] of [
      [sql, { rules: { 'annotation-syntax': 'off' } }],
      [silenced, {}],
    ] as const) {
      const { found } = await workspace({ 'schema.sql': text }, settings);
      assert.deepEqual(found('schema.sql'), []);
    }
  });

  it('a comment wins over faultline.yaml', async () => {
    const w = await workspace({
      'schema.sql':
        '-- faultline: rows=5\nCREATE TABLE orders (id int PRIMARY KEY, state text);\nCREATE TABLE order_lines (id int PRIMARY KEY);',
      'faultline.yaml':
        'tables:\n  "order*":\n    rows: 9\n    writes: 6/min\n  orders:\n    rows: 7\n    reads: 20/s\n    columns:\n      state: {distinct: 5, nulls: 10%}\nhardware:\n  memory: 64GB\n',
    });
    assert.deepEqual(plain(factsOf(w, 'orders')), {
      rows: 5,
      readsPerSecond: 20,
      writesPerSecond: 0.1,
      'state.distinct': 5,
      'state.nullFraction': 0.1,
    });
    assert.deepEqual(plain(factsOf(w, 'order_lines')), { rows: 9, writesPerSecond: 0.1 });
    assert.equal(factsOf(w, 'order_lines').rows?.source, 'faultline.yaml');
    assert.equal(w.analyzer.workloadOf(at('schema.sql'))?.environment().memoryBytes?.value, 64 * 1024 ** 3);
    await w.write('faultline.yaml', 'tables: {order_lines: {rows: 2M}}');
    assert.deepEqual(plain(factsOf(w, 'order_lines')), { rows: 2e6 });
    await w.write('faultline.yaml', undefined);
    assert.deepEqual(plain(factsOf(w, 'order_lines')), {});
  });

  it('comments follow edits, also those behind the last statement', async () => {
    const w = await workspace({
      'schema.sql': 'CREATE TABLE orders (id int PRIMARY KEY);\n-- faultline: orders rows=5\n',
    });
    w.analyzer.openBuffer(at('schema.sql'), w.analyzer.text(at('schema.sql'))!);
    assert.deepEqual(plain(factsOf(w, 'orders')), { rows: 5 });
    w.type('schema.sql', 'rows=5', 'rows=50M hot');
    assert.deepEqual(plain(factsOf(w, 'orders')), { rows: 50e6, hot: true });
    w.type('schema.sql', 'orders rows', 'other rows');
    assert.deepEqual(plain(factsOf(w, 'orders')), {});
  });

  for (const [sql, message, fix] of [
    [
      '-- faultline: row=5\nCREATE TABLE t (id int PRIMARY KEY);',
      'No fact is called `row`. Did you mean `rows`?',
      'rows',
    ],
    [
      '-- faultline: rows=5m\nCREATE TABLE t (id int PRIMARY KEY);',
      'A count has the units k, M, B (or G) and T; `m` is none.',
      '5M',
    ],
    [
      '-- faultline: writes=5\nCREATE TABLE t (id int PRIMARY KEY);',
      'A rate says per what: `/s`, `/min`, `/h` or `/day`.',
      '5/s',
    ],
    [
      '-- faultline: consistency=eventually\nCREATE TABLE t (id int PRIMARY KEY);',
      '`consistency` is one of strong, session, eventual; `eventually` is none of them.',
      'eventual',
    ],
    [
      'CREATE TABLE orders (id int PRIMARY KEY);\n-- faultline: ordrs rows=5\n',
      'No table is called `ordrs`. Did you mean `orders`?',
      'orders',
    ],
    [
      'CREATE TABLE orders (id int PRIMARY KEY, state text);\n-- faultline: orders.stat distinct=5\n',
      '`orders` has no column `stat`. Did you mean `state`?',
      'orders.state',
    ],
    [
      '-- faultline: distinct=5\nCREATE TABLE t (id int PRIMARY KEY);',
      '`distinct` is about a column: write it on the line of one, or name it, `faultline: orders.status distinct=5`.',
      undefined,
    ],
  ] as const) {
    it(message, async () => {
      const { analyzer } = await workspace({ 'schema.sql': sql });
      const found = analyzer.findings(at('schema.sql')).filter(each => each.rule === 'annotation-syntax');
      assert.deepEqual(
        found.map(each => each.message),
        [message],
      );
      assert.equal(found[0]!.fixes[0]?.edits[0]?.newText, fix);
    });
  }

  it('what is wrong in faultline.yaml is said at the value, and the rest counts', async () => {
    const w = await workspace({
      'schema.sql': 'CREATE TABLE orders (id int PRIMARY KEY);',
      'faultline.yaml':
        'tables:\n  orders: {rows: 5m, writes: 5/s, colums: {}, hot: true}\nhardware: {memory: 64gb}\n',
    });
    assert.deepEqual(
      w.analyzer.findings(at('faultline.yaml')).map(each => [each.message, each.fixes[0]?.edits[0]?.newText]),
      [
        ['A count has the units k, M, B (or G) and T; `m` is none.', '5M'],
        ['No fact of a table is called `colums`. Did you mean `columns`?', 'columns'],
        [
          'A size is a number of bytes or has a unit (B, kB, MB, GB, TB), such as `64GB`; `64gb` is none.',
          '64GB',
        ],
      ],
    );
    assert.deepEqual(plain(factsOf(w, 'orders')), { writesPerSecond: 5, hot: true });
  });
});
