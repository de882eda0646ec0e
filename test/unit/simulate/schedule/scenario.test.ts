import assert from 'node:assert/strict';
import Ajv from 'ajv';
import fc from 'fast-check';
import {
  readScenario,
  scenarioJson,
  scenarioSchema,
} from '../../../../server/src/simulate/schedule/index.js';
import { SCHEDULE } from './arbitrary.js';

const GOOD = `{
  "config": "../db/patroni.yml",
  "title": "The leader is cut off",
  "seed": 7,
  "whatIf": { "patroni.ttl": 20, "sync": true },
  "schedule": { "until": 60, "events": [{ "at": "10s", "partition": "n1 | n2,n3" }, { "at": 30, "heal": true }] }
}`;

describe('scenarios', () => {
  it('name a config, and hold a schedule with what it is played by', () => {
    const { scenario, problems } = readScenario(GOOD);
    assert.deepEqual(problems, []);
    const { schedule, ...rest } = scenario!;
    assert.deepEqual(rest, {
      config: '../db/patroni.yml',
      title: 'The leader is cut off',
      seed: 7,
      whatIf: { 'patroni.ttl': 20, sync: true },
    });
    assert.equal(schedule.until, 60_000);
    assert.deepEqual(
      schedule.events.map(({ at, fault }) => [at, fault.kind]),
      [
        [10_000, 'partition'],
        [30_000, 'heal'],
      ],
    );
  });

  it('are written so that they read back to the same', () => {
    fc.assert(
      fc.property(SCHEDULE, fc.nat(), (schedule, seed) => {
        const scenario = { config: 'a.yml', cluster: 'one', seed, whatIf: { x: 1 }, schedule };
        assert.deepEqual(readScenario(scenarioJson(scenario)), { scenario, problems: [] });
      }),
      { numRuns: 50 },
    );
  });

  it('say what is wrong where it stands', () => {
    const text = GOOD.replace('"10s"', '"soon"');
    const { scenario, problems } = readScenario(text);
    assert.equal(scenario, undefined);
    assert.equal(problems.length, 1);
    const { start, end } = problems[0]!.span;
    assert.match(text.slice(start, end), /soon/);
    for (const bad of [
      '',
      '[]',
      '{',
      '{}',
      '{"config": 1, "schedule": {"events": []}}',
      '{"config": "a", "schedule": 3}',
    ]) {
      const reading = readScenario(bad);
      assert.equal(reading.scenario, undefined, bad);
      assert.ok(reading.problems.length > 0, bad);
    }
    assert.match(
      readScenario('{"config":"a","sed":1,"schedule":{"events":[]}}').problems[0]!.message,
      /no `sed`/,
    );
  });

  it('are described by a schema that takes what is right and refuses what is not', () => {
    const check = new Ajv({ strict: false }).compile(scenarioSchema());
    assert.ok(check(JSON.parse(GOOD)), JSON.stringify(check.errors));
    assert.ok(!check({ config: 'a' }));
    assert.ok(!check({ config: 'a', schedule: { events: [{ at: 1, explode: true }] } }));
  });
});
