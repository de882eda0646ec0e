import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RULES } from '../../../server/src/rules/index.js';
import { runIn } from './harness.js';

const ROOT = resolve(__dirname, '../../..');
const EXAMPLES = join(ROOT, 'examples');
/** What stands in the flawed examples, one finding per line. Written anew with UPDATE_GOLDEN=1; then read the diff. */
const GOLDEN = join(ROOT, 'test/fixtures/cli/examples.txt');

const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);
const flawed = folders.filter(name => !name.endsWith('-fixed'));

async function findings(example: string): Promise<string[]> {
  const { out, err } = await runIn(EXAMPLES, ['check', example, '--format', 'json']);
  assert.equal(err, '');
  const report = JSON.parse(out) as {
    findings: { file: string; rule: string; range: { start: { line: number } } }[];
  };
  return report.findings.map(({ file, rule, range }) => `${file}:${range.start.line + 1} ${rule}`);
}

describe('examples', () => {
  it('each has a twin', () => {
    assert.ok(flawed.length >= 7);
    for (const name of flawed) assert.ok(folders.includes(`${name}-fixed`), name);
    assert.equal(folders.length, flawed.length * 2);
  });

  it('the flawed ones show what is expected, of every subject something', async () => {
    const found: string[] = [];
    for (const name of flawed) found.push(...(await findings(name)));
    if (process.env.UPDATE_GOLDEN) writeFileSync(GOLDEN, found.map(line => `${line}\n`).join(''));
    assert.deepEqual(found, readFileSync(GOLDEN, 'utf8').trimEnd().split('\n'));
    const shown = new Set(found.map(line => line.split(' ')[1]));
    const subjects = new Set(RULES.filter(({ id }) => shown.has(id)).map(({ subject }) => subject));
    assert.deepEqual(
      [...new Set(RULES.map(({ subject }) => subject))].filter(subject => !subjects.has(subject)),
      [],
    );
  });

  for (const name of flawed) {
    it(`nothing is left in ${name}-fixed`, async () => assert.deepEqual(await findings(`${name}-fixed`), []));
  }

  it('checked together they are as many projects as alone', async () => {
    const { out } = await runIn(EXAMPLES, ['check', '.', '--format', 'json']);
    const together = (JSON.parse(out) as { findings: unknown[] }).findings.length;
    assert.equal(together, readFileSync(GOLDEN, 'utf8').trimEnd().split('\n').length);
  });
});
