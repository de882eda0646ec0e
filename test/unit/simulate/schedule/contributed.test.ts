import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import picomatch from 'picomatch';
import { scheduleSchema } from '../../../../server/src/simulate/schedule/index.js';

const ROOT = join(__dirname, '../../../..');

interface Association {
  readonly fileMatch: string;
  readonly url: string;
}

describe('schemas that the extension brings', () => {
  const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    contributes: Record<'jsonValidation' | 'yamlValidation', readonly Association[]>;
  };
  const associations = [...contributes.jsonValidation, ...contributes.yamlValidation];

  for (const name of ['json', 'yaml', 'yml'].map(ending => `outage.faultline-schedule.${ending}`)) {
    it(`are known for ${name}`, () => {
      const url = associations.find(({ fileMatch }) => picomatch.isMatch(name, fileMatch))?.url;
      assert.ok(url !== undefined, 'no schema');
      const schema: unknown = JSON.parse(readFileSync(join(ROOT, url), 'utf8'));
      assert.deepEqual(schema, JSON.parse(JSON.stringify(scheduleSchema())));
    });
  }

  it('are in the package', () => {
    const kept = readFileSync(join(ROOT, '.vscodeignore'), 'utf8')
      .split('\n')
      .flatMap(line => (line.startsWith('!') ? [line.slice(1)] : []));
    for (const { url, fileMatch } of associations) {
      const path = posix.normalize(url);
      assert.ok(existsSync(join(ROOT, path)), path);
      assert.ok(
        kept.some(glob => picomatch.isMatch(path, glob)),
        `${path} for ${fileMatch} is left out`,
      );
    }
  });
});
