import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { runIn, Workspace } from './harness.js';

const ROOT = resolve(__dirname, '../../..');
const EXAMPLES = join(ROOT, 'examples');

function validator(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(ROOT, 'docs', name), 'utf8')) as object;
  return new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true, allErrors: true }).compile(
    schema,
  );
}

function assertValid(validate: ValidateFunction, json: string): void {
  assert.ok(validate(JSON.parse(json)), JSON.stringify(validate.errors?.slice(0, 5), undefined, 2));
}

describe('JSON schemas', () => {
  const check = validator('check-output.schema.json');
  const model = validator('model-output.schema.json');

  for (const example of readdirSync(EXAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory())) {
    it(`describe what is printed for ${example.name}`, async () => {
      assertValid(check, (await runIn(EXAMPLES, ['check', example.name, '--format', 'json'])).out);
      const printed = (await runIn(EXAMPLES, ['model', example.name])).out;
      assertValid(model, printed);
      const hasSql = readdirSync(join(EXAMPLES, example.name)).some(name => /\.(sql|cql)$/.test(name));
      // The SQL of `clusters` sets zones, and makes no table.
      const hasTables = hasSql && !example.name.startsWith('clusters');
      assert.equal(JSON.parse(printed).tables.length > 0, hasTables || example.name.startsWith('shop'));
    });
  }

  it('describe what is printed for nothing, and refuse what is not', async () => {
    const workspace = new Workspace();
    assertValid(check, (await workspace.run('check --format json')).out);
    assertValid(model, (await workspace.run('model -')).out);
    workspace.remove();
    assert.equal(check({ findings: [{ rule: 'x' }], summary: {} }), false);
    assert.equal(model({ tables: [{}] }), false);
  });
});
