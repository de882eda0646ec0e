import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPostgres } from '../../../../server/src/sql/postgres/index.js';
import { postgresShapes } from '../../../../server/src/sql/postgres/shapes/index.js';
import { takeTree } from '../../../../server/src/sql/postgres/tree.js';
import { briefShape } from '../../sql-tolerant/shapes/brief.js';
import { misplacedShapes } from '../../sql-tolerant/shapes/spans.js';
import { withPostgres } from '../setup.js';

/** SQL, `=>`, what is read from it. */
const CASES = readFileSync(join(__dirname, 'cases.txt'), 'utf8')
  .split(/^----\n/m)
  .filter(block => block.trim() !== '')
  .map(block => {
    const [sql = '', after = ''] = block.split(/^=>\n/m);
    return { sql: sql.trimEnd(), expected: after.split('\n').filter(Boolean) };
  });

describe('shapes of PostgreSQL queries', () => {
  withPostgres();

  it('has cases', () => assert.ok(CASES.length >= 30));

  for (const { sql, expected } of CASES) {
    it(sql.slice(0, 60), () => {
      const before = '\n-- é\n';
      const text = `${before + sql};`;
      const shapes = postgresShapes(text, { start: before.length, end: before.length + sql.length });
      assert.deepEqual(misplacedShapes(shapes, text), []);
      assert.deepEqual(shapes.flatMap(briefShape), expected);
      // The tree that was kept while the statement was read says the same, and is given away once.
      const body = { start: before.length, end: text.length };
      for (const reading of readPostgres(text, body, 'postgres')) {
        const kept = takeTree(reading);
        assert.deepEqual(postgresShapes(text, reading.span, kept), postgresShapes(text, reading.span));
        assert.equal(takeTree(reading), undefined);
      }
    });
  }

  it('keeps the trees of statements that somebody asks about, as many as there is room for', () => {
    const read = (sql: string) => readPostgres(sql, { start: 0, end: sql.length }, 'postgres')[0]!;
    assert.ok(takeTree(read('SELECT 1')));
    assert.equal(takeTree(read('CREATE TABLE t (a serial)')), undefined);
    const first = read('SELECT 1');
    const long = `SELECT ${Array.from({ length: 20_000 }, (_, n) => n).join(', ')}`;
    const [second, third] = [read(long), read(long)];
    assert.equal(takeTree(first), undefined);
    assert.equal(takeTree(second), undefined);
    assert.ok(takeTree(third));
  });

  it('says nothing of what is no query, and nothing of nonsense', () => {
    for (const sql of ['CREATE TABLE t (a int)', 'SELECT FROM WHERE', '', 'SET x = 1', '((((', 'SELECT']) {
      const shapes = postgresShapes(sql, { start: 0, end: sql.length });
      assert.deepEqual(
        shapes.flatMap(shape => shape.blocks.flatMap(block => block.sources)),
        [],
        sql,
      );
    }
  });

  it('does not read the rows of a long INSERT, and knows what stands behind them', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `(${n}, 'select ${n}')`).join(', ');
    const sql = `INSERT INTO t (a, b) VALUES ${rows} ON CONFLICT (a) DO UPDATE SET b = excluded.b`;
    const [shape] = postgresShapes(sql, { start: 0, end: sql.length });
    assert.deepEqual(briefShape(shape!), [
      'insert',
      " into t (a, b) values (0, 'select 0') set b=excluded.b conflict (a)",
      ' 0 main',
    ]);
    assert.deepEqual(misplacedShapes([shape!], sql), []);
  });

  it('does not overflow the stack', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['(SELECT ', ')'],
      ['f(', ')'],
      ['NOT ', ''],
    ] as const) {
      const sql = `SELECT ${open.repeat(3000)}1${close.repeat(3000)}`;
      postgresShapes(sql, { start: 0, end: sql.length });
    }
  });
});
