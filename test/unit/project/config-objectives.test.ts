import assert from 'node:assert/strict';
import { explainConfig, suggestConfig } from '../../../server/src/project/config-assist.js';
import { readConfig } from '../../../server/src/project/config-read.js';

const read = (text: string) => readConfig(text, new Map());
const problems = (text: string) =>
  read(text).problems.map(({ start, end, message }) => [text.slice(start, end), message] as const);

describe('objectives in faultline.yaml', () => {
  it('are times in ms and a part of the time', () => {
    assert.deepEqual(
      read('objectives: { rpo: 5s, rto: 1min, staleness: 200ms, availability: 99.95% }\n').config.objectives,
      { rpoMs: 5000, rtoMs: 60_000, stalenessMs: 200, availability: 0.9995 },
    );
    assert.deepEqual(read('objectives:\n  rpo: 0\n  availability: 0.999\n').config.objectives, {
      rpoMs: 0,
      availability: 0.999,
    });
    assert.equal(read('dialect: postgres\n').config.objectives, undefined);
  });

  it('have problems at their places, and the rest counts', () => {
    assert.deepEqual(problems('objectives: { rpo: soon, rto: 1min }\n')[0]![0], 'soon');
    assert.deepEqual(read('objectives: { rpo: soon, rto: 1min }\n').config.objectives, { rtoMs: 60_000 });
    assert.deepEqual(problems('objectives: { rto: -5s }\n')[0]![0], '-5s');
    assert.deepEqual(problems('objectives: { availability: 120% }\n')[0]![0], '120%');
    assert.deepEqual(problems('objectives: { rpa: 5s }\n')[0]![0], 'rpa');
    assert.match(problems('objectives: 5s\n')[0]![1], /takes a map/);
  });

  it('are completed and explained', () => {
    const text = 'objectives:\n  r';
    assert.deepEqual(
      suggestConfig(text, text.length, new Map()).map(({ label }) => label),
      ['rpo', 'rto', 'staleness', 'availability'],
    );
    assert.match(explainConfig('objectives:\n  rto: 1min\n', 15, new Map())!.markdown, /without writes/);
  });
});
