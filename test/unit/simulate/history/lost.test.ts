import assert from 'node:assert/strict';
import { findLosses } from '../../../../server/src/simulate/history/lost.js';
import { read, write } from './histories.js';

describe('lost writes', () => {
  const operations = [
    write(0, 1, 0, 10),
    write(0, 2, 20, 30),
    write(0, 3, 40, 50, { result: 'warned' }),
    write(1, 4, 40, 60, { node: 'n2' }),
    write(1, 5, 70, 75, { node: 'n2', result: 'refused' }),
    write(1, 6, 80, 85, { node: 'n2', result: 'refused' }),
    write(1, 7, 90, undefined, { node: 'n2' }),
    write(1, 8, 95, undefined, { node: 'n2' }),
  ];

  it('are those acknowledged that are not there, told by client and node', () => {
    assert.deepEqual(findLosses(operations, new Set([1, 6, 8]), 'log'), {
      acknowledged: 4,
      lost: [1, 2, 3],
      lostWarned: 1,
      groups: [
        { client: 0, node: 'n1', count: 2, acknowledgedBetween: { fromMs: 30, toMs: 50 } },
        { client: 1, node: 'n2', count: 1, acknowledgedBetween: { fromMs: 60, toMs: 60 } },
      ],
      acknowledgedBetween: { fromMs: 30, toMs: 60 },
      refusedPresent: [5],
      unknown: 2,
      unknownPresent: [7],
    });
  });

  it('are none where all is there', () => {
    const { lost, groups, acknowledgedBetween } = findLosses(operations, new Set([1, 2, 3, 4]), 'set');
    assert.deepEqual([lost, groups, acknowledgedBetween], [[], [], undefined]);
  });

  it('of a register are those that nothing there can have replaced', () => {
    const lost = (...present: readonly number[]) => findLosses(operations, new Set(present), 'register').lost;
    assert.deepEqual(lost(1), [1, 2, 3]);
    assert.deepEqual(lost(2), [2, 3]);
    // 3 and 4 overlap: each may have come last.
    assert.deepEqual(lost(3), []);
    assert.deepEqual(lost(4), []);
    assert.deepEqual(lost(), [0, 1, 2, 3]);
    // Who knows when 7 took effect.
    assert.deepEqual(lost(7), []);
  });

  it('of a register: a write of unknown outcome counts from when it was seen', () => {
    const seen = [write(0, 1, 0, undefined), read(1, [1], 5, 9), write(2, 2, 10, 20)];
    assert.deepEqual(findLosses(seen, new Set([1]), 'register').lost, [2]);
  });

  it('of a register: who began when the other was over may have been first', () => {
    const touching = [write(0, 1, 0, 10), write(1, 2, 10, 20), write(1, 3, 11, 20)];
    assert.deepEqual(findLosses(touching, new Set([1]), 'register').lost, [2]);
  });

  it('keep keys apart', () => {
    const two = [write(0, 1, 0, 10, { key: 1 }), write(0, 2, 20, 30, { key: 2 })];
    assert.deepEqual(findLosses(two, new Set([1]), 'register').lost, [1]);
    assert.deepEqual(findLosses(two, new Set([1, 2]), 'register').lost, []);
  });
});
