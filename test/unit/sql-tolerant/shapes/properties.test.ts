import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DIALECTS } from '../../../../server/src/sql/dialect.js';
import { readTolerant } from '../../../../server/src/sql/tolerant/index.js';
import { readQueryShapes, readRoutineBody } from '../../../../server/src/sql/tolerant/shapes/index.js';
import { misplacedShapes } from './spans.js';

const dialect = fc.constantFrom(...DIALECTS);
const text = readFileSync(join(__dirname, 'cases.txt'), 'utf8');
const words = [...new Set(text.match(/[\w@#$]+|[^\s\w]/g) ?? [])];
const queries = text
  .split(/^----\n/m)
  .map(block => block.split(/^=>\n/m)[0]!.split('\n').slice(1).join('\n'));

function sound(sql: string, of: (typeof DIALECTS)[number]): void {
  const body = { start: 0, end: sql.length };
  assert.deepEqual(misplacedShapes(readQueryShapes(sql, body, of), sql), []);
  for (const reading of readTolerant(sql, body, of)) {
    const shapes = readRoutineBody(sql, reading, of)?.queries ?? [];
    assert.deepEqual(misplacedShapes(shapes, sql), []);
  }
}

describe('shapes of any text', () => {
  it('are sound for words in any order', () => {
    const mixed = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map(list => list.join(' '));
    fc.assert(
      fc.property(
        fc.constantFrom('SELECT ', 'UPDATE ', 'MERGE INTO ', 'DELETE ', 'INSERT INTO t ', ''),
        mixed,
        dialect,
        (verb, rest, of) => sound(verb + rest, of),
      ),
      { numRuns: 1500 },
    );
  });

  it('are sound for queries with a part cut out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...queries), fc.nat(400), fc.nat(60), dialect, (sql, from, length, of) =>
        sound(sql.slice(0, from) + sql.slice(from + length), of),
      ),
      { numRuns: 1500 },
    );
  });

  it('are sound for any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), dialect, (sql, of) =>
        sound(`SELECT ${sql}`, of),
      ),
      { numRuns: 500 },
    );
  });

  it('do not overflow the stack', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['CASE WHEN ', ' END'],
      ['NOT ', ''],
      ['- ', ''],
      ['(SELECT ', ')'],
      ['f(', ')'],
      ['[', ']'],
    ]) {
      const sql = `SELECT ${open!.repeat(20_000)}1${close!.repeat(20_000)} FROM t`;
      const [shape] = readQueryShapes(sql, { start: 0, end: sql.length }, 'clickhouse');
      assert.equal(shape?.complete, false);
    }
  });

  it('take time in proportion to the text', () => {
    const long = (n: number) =>
      `SELECT ${'a + '.repeat(n)}1 FROM t WHERE ${'b = 1 AND '.repeat(n)} c IN (${'1,'.repeat(n)}2)`;
    const took = (n: number) => {
      const sql = long(n);
      const began = performance.now();
      readQueryShapes(sql, { start: 0, end: sql.length }, 'mysql');
      return performance.now() - began;
    };
    took(2000);
    assert.ok(took(20_000) < 40 * Math.max(took(2000), 5));
  });
});
