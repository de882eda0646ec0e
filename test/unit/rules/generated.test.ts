import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { configuration, pages, withRuleTable, yamlSchema } from '../../../scripts/generate-files.js';
import { RULES } from '../../../server/src/rules/index.js';

const root = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('what is generated from the rules', () => {
  for (const [path, content] of pages()) {
    it(`${path} says what the rules say`, () => assert.equal(read(path), content));
  }

  it('docs/rules holds no page of a rule that is gone', () => {
    assert.deepEqual(
      readdirSync(join(root, 'docs/rules')).sort(),
      [...RULES.map(rule => `${rule.id}.md`), 'README.md'].sort(),
    );
  });

  it('README.md lists the rules', () => assert.equal(read('README.md'), withRuleTable(read('README.md'))));

  it('package.json offers the settings', () => {
    const manifest = JSON.parse(read('package.json')) as { contributes: { configuration: unknown } };
    assert.deepEqual(manifest.contributes.configuration, plain(configuration()));
  });

  it('the schema of faultline.yaml is the one in docs', () => {
    assert.deepEqual(JSON.parse(read('docs/faultline-yaml.schema.json')), plain(yamlSchema()));
  });
});

describe('the schema of faultline.yaml', () => {
  const validate = new Ajv({ allErrors: true }).compile(plain(yamlSchema()) as object);
  const accepts = (yaml: string) => validate(parse(yaml));

  it('accepts what the documentation shows', () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(read('docs/configuration.md'))![1]!;
    assert.ok(accepts(shown), JSON.stringify(validate.errors));
  });

  for (const wrong of [
    'rules:\n  no-such-rule: off',
    'rules:\n  fk-without-index: loud',
    'dialect: oracle',
    'rulez: {}',
  ]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => assert.equal(accepts(wrong), false));
  }
});
