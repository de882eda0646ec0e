import { strict as assert } from 'node:assert';
import { exampleWorkspaces, fuzzConfigs, readAll } from '../../fuzz/configs.js';

describe('broken configs', function () {
  this.timeout(180_000);

  it('are read without a fault, whatever was done to them', () => {
    const { failures, rounds } = fuzzConfigs(exampleWorkspaces(), 500, 20_261_123);
    assert.equal(rounds, 500);
    assert.deepEqual(failures.map(({ files, what }) => `${what}\n${JSON.stringify(files)}`).slice(0, 3), []);
  });

  it('are read when they are the examples as they stand', () => {
    for (const files of exampleWorkspaces())
      assert.equal(readAll(files), undefined, Object.keys(files).join());
  });
});
