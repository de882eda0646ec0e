import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classify, classifySchemas } from '../../../server/src/classify/index.js';
import { isDialect } from '../../../server/src/sql/dialect.js';
import { bench, ready } from '../rules/harness.js';

const root = join(__dirname, '../../fixtures/classify');
/** Before each CREATE TABLE: what its author would call it. */
const LABEL = /-- is: ([a-z]+)(?: ([a-z0-9 ]+))?\n(?:GO\n)?CREATE TABLE (?:\w+\.)?(\w+)/g;

/** Schemas written for this test, one file each, with what their tables are. */
describe('classification of labelled tables', () => {
  before(() => ready);

  let labelled = 0;
  for (const name of readdirSync(root)) {
    const text = readFileSync(join(root, name), 'utf8');
    const dialect = /^-- dialect: (\w+)/.exec(text)?.[1] ?? '';
    const labels = [...text.matchAll(LABEL)];
    labelled += labels.length;

    for (const [, role, variant, table] of labels) {
      it(`${name}: ${table} is a ${[variant, role].filter(Boolean).join(' ')}`, () => {
        assert.ok(isDialect(dialect));
        const { catalog } = bench({ [name]: text }, dialect, { rules: [] }).builder;
        const found = classify(catalog.tablesNamed(caseOf(dialect, table!))[0]!, { catalog });
        const why = `${found.confidence}: ${found.evidence.map(item => item.text).join('; ')}`;
        assert.equal(found.role, role, why);
        if (variant) assert.equal(found.variant, variant, why);
        if (role === 'fact' || role === 'dimension') assert.ok(found.confidence >= 0.6, why);
      });
    }

    for (const [, schema, kind] of text.matchAll(/-- kind: (\w+) (\w+)/g)) {
      it(`${name}: schema ${schema} is ${kind}`, () => {
        assert.ok(isDialect(dialect));
        const { catalog } = bench({ [name]: text }, dialect, { rules: [] }).builder;
        const found = classifySchemas(catalog).schemas.find(item => item.schema.toLowerCase() === schema);
        assert.equal(found?.kind ?? 'none', kind);
      });
    }
  }

  it('holds enough tables to tell', () => assert.ok(labelled >= 60, `${labelled} tables`));
});

function caseOf(dialect: string, name: string): string {
  return dialect === 'tsql' || dialect === 'snowflake' ? name.toLowerCase() : name;
}
