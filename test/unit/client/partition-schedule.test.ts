import assert from 'node:assert/strict';
import { cutSchedule } from '../../../client/src/commands/partition-schedule.js';
import { readSchedule, scheduleJson } from '../../../server/src/simulate/schedule/index.js';
import type { Schedule } from '../../../server/src/simulate/schedule/model.js';

describe('a grouping that somebody picked', () => {
  it('is a partition that heals, with a client beside each side', () => {
    const { events, clients, until } = cutSchedule([['n1'], ['n2', 'n3']], 'both');
    assert.deepEqual(events, [
      { at: 10_000, fault: { kind: 'partition', groups: [['n1'], ['n2', 'n3']] } },
      { at: 70_000, fault: { kind: 'heal' } },
    ]);
    assert.deepEqual(
      clients.map(({ group }) => group),
      [['n1'], ['n2', 'n3']],
    );
    assert.ok(until > 70_000);
  });

  it('loses one direction only where that was asked for', () => {
    const fault = (direction: 'from first' | 'from second') =>
      cutSchedule([['n1'], ['n2', 'n3']], direction).events[0]!.fault;
    assert.deepEqual(fault('from first'), { kind: 'cut', from: ['n1'], to: ['n2', 'n3'], oneWay: true });
    assert.deepEqual(fault('from second'), { kind: 'cut', from: ['n2', 'n3'], to: ['n1'], oneWay: true });
  });

  it('is a schedule that files can hold', () => {
    for (const direction of ['both', 'from first', 'from second'] as const) {
      const schedule = cutSchedule(
        [['n1', 'n4'], ['n2'], ['n3']].slice(0, direction === 'both' ? 3 : 2),
        direction,
      );
      const { schedule: back, problems } = readSchedule(scheduleJson(schedule as unknown as Schedule));
      assert.deepEqual(problems, []);
      assert.deepEqual(back, schedule);
    }
  });
});
