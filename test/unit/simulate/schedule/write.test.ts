import { strict as assert } from 'node:assert';
import Ajv from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  partitionSchedule,
  readGrouping,
  readSchedule,
  scheduleJson,
  scheduleSchema,
  scheduleYaml,
} from '../../../../server/src/simulate/schedule/index.js';
import { SCHEDULE } from './arbitrary.js';

describe('written schedules', () => {
  const valid = new Ajv({ allowUnionTypes: true }).compile(scheduleSchema());

  it('are read back as they were, from YAML and from JSON', () => {
    fc.assert(
      fc.property(SCHEDULE, schedule => {
        for (const text of [scheduleYaml(schedule), scheduleJson(schedule)]) {
          const { schedule: back, problems } = readSchedule(text);
          assert.deepEqual(problems, [], text);
          assert.deepEqual(back, schedule);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are what the schema says, by any parser of YAML', () => {
    fc.assert(
      fc.property(SCHEDULE, schedule => {
        const data: unknown = parse(scheduleYaml(schedule));
        assert.ok(valid(data), JSON.stringify(valid.errors));
        assert.deepEqual(data, JSON.parse(scheduleJson(schedule)));
      }),
      { numRuns: 300 },
    );
  });

  it('have one event a line', () => {
    const { groups } = readGrouping('@primary | n2, n3');
    assert.equal(
      scheduleYaml(partitionSchedule(groups, 10_000, 60_500)),
      `until: 105500ms
clients:
  - { name: c1, group: ["@primary"], writesPerSecond: 10, readsPerSecond: 4, writeTimeout: 2 }
  - { name: c2, group: [n2, n3], writesPerSecond: 10, readsPerSecond: 4, writeTimeout: 2 }
events:
  - { at: 10, partition: [["@primary"], [n2, n3]] }
  - { at: 60500ms, heal: true }
`,
    );
  });
});

describe('the schema of schedules', () => {
  const valid = new Ajv({ allowUnionTypes: true }).compile(scheduleSchema());
  const agree = (text: string) => [valid(parse(text)), readSchedule(text).problems.length === 0];

  for (const text of [
    'until: 105s\nevents: [{ at: 10s, partition: "n1 | n2,n3" }, { at: 60, heal: }]',
    'events: [{ at: 1min, crash: ["@etcd"], process: etcd }, { at: 2, maintenance: true }]',
    'events: [{ at: 1, clock: { hosts: n1, by: -3 } }, { at: 2, slow: { from: n1, to: n2, loss: 20% } }]',
    'clients: [{ name: c1, home: n1, writeTimeout: 500ms }]\nevents: []',
  ]) {
    it(`takes what the reader takes: ${text.slice(0, 50)}`, () =>
      assert.deepEqual(agree(text), [true, true]));
  }

  for (const text of [
    'until: 105s',
    'events: [{ at: -1, heal: }]',
    'events: [{ at: 1, heal: false }]',
    'events: [{ at: 1 }]',
    'events: [{ heal: }]',
    'events: [{ at: 1, heal: , crash: n1 }]',
    'events: [{ at: 1, powerLoss: n1, process: x }]',
    'events: [{ at: 1, cut: { from: n1 } }]',
    'events: [{ at: 1, slow: { from: n1, to: n2 } }]',
    'events: [{ at: 1, crash: [] }]',
    'events: [{ at: 1, partition: n1 }]',
    'events: [{ at: 1, blackout: n1 }]',
    'clients: [{ home: n1 }]\nevents: []',
  ]) {
    it(`refuses what the reader refuses: ${text}`, () => assert.deepEqual(agree(text), [false, false]));
  }
});
