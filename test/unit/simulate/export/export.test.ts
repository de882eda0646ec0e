import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Cluster } from '../../../../server/src/cluster/model.js';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  exportSchedule,
} from '../../../../server/src/simulate/export/index.js';
import { faultSentence } from '../../../../server/src/simulate/run/fault-sentence.js';
import { SCHEDULE } from '../schedule/arbitrary.js';
import { clojureProblem, FIXTURES, labClusters, scheduleOf, shellProblems } from './support.js';

/** Written anew with UPDATE_GOLDEN=1; then read the diff. */
const GOLDEN: readonly (readonly [schedule: string, scenario: string])[] = [
  ['everything', 'patroni-async-sepetcd'],
  ['isolate', 'redis-isolate'],
];
const FORMATS = Object.keys(EXPORT_FORMATS) as ExportFormat[];

describe('exports of a schedule', () => {
  const all = labClusters('patroni-async-sepetcd');

  for (const [name, scenario] of GOLDEN) {
    const schedule = scheduleOf(readFileSync(join(FIXTURES, `${name}.yaml`), 'utf8'));
    for (const format of FORMATS) {
      it(`${name} as ${format}`, () => {
        const clusters = labClusters(scenario);
        const text = exportSchedule(format, schedule, clusters[0], clusters);
        const golden = join(FIXTURES, EXPORT_FORMATS[format].file.replace('schedule', name));
        if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
        assert.ok(existsSync(golden), `${golden} is missing: run with UPDATE_GOLDEN=1`);
        assert.equal(text, readFileSync(golden, 'utf8'));
      });
    }
  }

  it('leave no event out silently', () => {
    fc.assert(
      fc.property(SCHEDULE, schedule => {
        for (const format of FORMATS) {
          const text = exportSchedule(format, schedule, all[0], all);
          for (const { fault } of schedule.events) {
            if (/^[ -!#-[\]-~]*$/.test(faultSentence(fault))) assert.ok(text.includes(faultSentence(fault)));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are the same text for the same input', () => {
    const schedule = scheduleOf(readFileSync(join(FIXTURES, 'everything.yaml'), 'utf8'));
    for (const format of FORMATS) {
      const again = labClusters('patroni-async-sepetcd');
      assert.equal(
        exportSchedule(format, schedule, all[0], all),
        exportSchedule(format, schedule, again[0], again),
      );
    }
  });

  it('are in order for a shell and for Clojure, whatever is in the schedule', () => {
    fc.assert(
      fc.property(SCHEDULE, schedule => {
        for (const format of ['netem', 'toxiproxy'] as const) {
          const script = exportSchedule(format, schedule, all[0], all);
          assert.equal(shellProblems(script), '');
          assert.match(script, /^[\n -~]*$/);
        }
        const namespace = exportSchedule('jepsen', schedule, all[0], all);
        assert.equal(clojureProblem(namespace), undefined);
        assert.match(namespace, /^[\n -~]*$/);
      }),
      { numRuns: 40 },
    );
  });

  it('need no more than names', () => {
    const bare: Cluster = {
      ...all[0],
      members: all[0].members.map(member => ({ ...member, addresses: [], settings: {} })),
    };
    const schedule = scheduleOf('events: [{ at: 1, partition: "n1 | n2" }, { at: 2, crash: "@primary" }]');
    for (const format of FORMATS) assert.ok(exportSchedule(format, schedule, bare).length > 0);
    const none = { ...bare, members: [] };
    for (const format of FORMATS) {
      const text = exportSchedule(format, schedule, none);
      assert.ok(text.includes('n1'), format);
    }
  });

  it('names what runs on one address as one host', () => {
    const [redis] = labClusters('redis-isolate');
    const schedule = scheduleOf('events: [{ at: 1, crash: "sentinel n1" }, { at: 2, crash: 10.77.0.11 }]');
    const script = exportSchedule('netem', schedule, redis);
    assert.match(script, /^SERVERS='1 2 3'$/m);
    assert.match(script, /^PROGRAMS_1='redis-server redis-sentinel'$/m);
    assert.equal(script.match(/^crash '1'$/gm)?.length, 2);
  });
});
