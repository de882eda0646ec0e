import assert from 'node:assert/strict';
import { createCatalogBuilder } from '../../../server/src/schema/index.js';
import { familyOf, isDialect } from '../../../server/src/sql/dialect.js';
import { createWorkloadStore } from '../../../server/src/workload/index.js';
import { queriesOfUnit } from '../../../server/src/workload/queries.js';
import { corpusFiles } from '../../fuzz/files.js';
import { ready, unitsOf } from '../rules/harness.js';
import { misplacedShapes } from '../sql-tolerant/shapes/spans.js';

describe('queries of real schemas', () => {
  before(() => ready);

  it('are read without throwing, with what they name in its place and known to the catalog', function () {
    const files = corpusFiles(60_000);
    if (!files) return this.skip();
    this.timeout(120_000);
    let queries = 0;
    let incomplete = 0;
    for (const { name, text } of files) {
      const dialect = name.split(/[\\/]/)[0] ?? '';
      if (!isDialect(dialect)) continue;
      const units = unitsOf(name, text, dialect);
      const builder = createCatalogBuilder(familyOf(dialect));
      builder.setUnits(name, units);
      builder.refresh();
      const store = createWorkloadStore(builder);
      store.change([], units);
      for (const unit of units) {
        for (const { shape } of queriesOfUnit(unit)) {
          queries++;
          if (!shape.complete) incomplete++;
          assert.deepEqual(misplacedShapes([shape], unit.piece.text), [], `${name}: ${unit.piece.text}`);
        }
      }
      const workload = store.tracked(builder.catalog, () => {});
      for (const table of builder.catalog.allTables()) {
        const names = new Set(table.columns.map(column => column.name));
        for (const use of workload.usesOf(table)) {
          const tests = [...use.equals, ...use.ranges, ...use.others, ...use.wrapped, ...use.joins];
          if (table.columnsIncomplete) continue;
          for (const { column } of tests) assert.ok(names.has(column), `${name}: ${table.key}.${column}`);
          for (const column of use.needs === '*' ? [] : use.needs) assert.ok(names.has(column), column);
        }
        for (const trigger of table.triggers) workload.bodyOf(trigger);
        workload.routinesOn(table);
      }
    }
    process.stdout.write(`      ${queries} queries, ${incomplete} incomplete\n`);
    assert.ok(incomplete < queries / 20);
  });
});
