import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../../../server/src/sql/dialect.js';
import { readTolerant } from '../../../../server/src/sql/tolerant/index.js';
import { readQueryShapes, readRoutineBody } from '../../../../server/src/sql/tolerant/shapes/index.js';
import { briefBody, briefShape } from './brief.js';
import { misplacedShapes } from './spans.js';

/** Dialect, SQL, `=>`, what is read from it. */
const CASES = readFileSync(join(__dirname, 'cases.txt'), 'utf8')
  .split(/^----\n/m)
  .filter(block => block.trim() !== '')
  .map(block => {
    const [before = '', after = ''] = block.split(/^=>\n/m);
    const [dialect = '', ...sql] = before.trimEnd().split('\n');
    return { dialect: dialect as Dialect, sql: sql.join('\n'), expected: after.split('\n').filter(Boolean) };
  });

describe('shapes of queries in other dialects', () => {
  it('has cases', () => assert.ok(CASES.length >= 25));

  for (const { dialect, sql, expected } of CASES) {
    it(`${dialect}: ${sql.slice(0, 60).replace(/\s+/g, ' ')}`, () => {
      const before = '\n-- é\n';
      const text = before + sql;
      const said: string[] = [];
      for (const reading of readTolerant(text, { start: before.length, end: text.length }, dialect)) {
        const body = readRoutineBody(text, reading, dialect);
        if (body) said.push(...briefBody(body));
        const shapes = body?.queries ?? readQueryShapes(text, reading.span, dialect);
        assert.deepEqual(misplacedShapes(shapes, text), []);
        if (!body) said.push(...shapes.flatMap(briefShape));
      }
      assert.deepEqual(said, expected);
    });
  }
});
