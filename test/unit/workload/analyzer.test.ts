import assert from 'node:assert/strict';
import type { Analyzer } from '../../../server/src/analyzer.js';
import { effectiveReadings } from '../../../server/src/sql/reading.js';
import { queriesOfUnit } from '../../../server/src/workload/queries.js';
import { briefShape } from '../sql-tolerant/shapes/brief.js';
import { at } from '../support/memory-host.js';
import { workspace } from '../support/workspace.js';

describe('queries in an editor', () => {
  it('go on counting while their text is broken', async () => {
    const sql = 'CREATE TABLE t (a int, b int);\n\nSELECT a FROM t WHERE b = 1;\n';
    const { analyzer, type } = await workspace({ 'a.sql': sql });
    analyzer.openBuffer(at('a.sql'), sql);
    const before = queries(analyzer);
    assert.deepEqual(before, [['select', ' 0 main | a | from t | where b = 1']]);
    for (const [old, text] of [
      ['b = 1', 'b = 1 AND ('],
      ['AND (', 'AND (a'],
      ['AND (a', 'AND (a > '],
    ] as const) {
      type('a.sql', old, text);
      analyzer.findings(at('a.sql'));
      assert.deepEqual(queries(analyzer), before, text);
    }
    type('a.sql', '(a > ', '(a > 2)');
    assert.deepEqual(queries(analyzer), [['select', ' 0 main | a | from t | where b = 1 & a > 2']]);
  });

  it('move with the text before them', async () => {
    const sql = 'SELECT a FROM t WHERE b = 1;\nSELECT c FROM u;\n';
    const { analyzer, type } = await workspace({ 'a.sql': sql });
    analyzer.openBuffer(at('a.sql'), sql);
    type('a.sql', 'SELECT a', '\n\n-- more\nSELECT a, b');
    for (const unit of analyzer.units(at('a.sql'))) {
      for (const { shape } of queriesOfUnit(unit)) {
        for (const { value } of shape.blocks[0]!.select) {
          const start = unit.piece.start + value.span.start;
          assert.equal(analyzer.text(at('a.sql'))!.slice(start, start + value.text.length), value.text);
        }
      }
    }
  });
});

function queries(analyzer: Analyzer): string[][] {
  return analyzer
    .units(at('a.sql'))
    .filter(unit => effectiveReadings(unit).some(({ statement }) => statement.kind === 'query'))
    .flatMap(unit => queriesOfUnit(unit).map(({ shape }) => briefShape(shape)));
}
