import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ObjectKind } from '../../../../server/src/simulate/history/objects.js';
import {
  checkSessions,
  describeViolation,
  SESSION_GUARANTEES,
} from '../../../../server/src/simulate/history/sessions.js';
import { brokenGuarantees } from './brute-force-sessions.js';
import { read, singleCopy, withWrongAnswers, write } from './histories.js';

const OBJECTS: readonly ObjectKind[] = ['register', 'set', 'log'];

describe('session guarantees', () => {
  for (const object of OBJECTS) {
    it(`hold for a single copy: ${object}`, () => {
      fc.assert(
        fc.property(singleCopy(object, { maxLength: 60, clients: 4, keys: 2 }), operations => {
          assert.deepEqual(checkSessions(operations, object), []);
        }),
        { numRuns: 300 },
      );
    });

    it(`agree with their definitions: ${object}`, () => {
      const times = new Map<string, number>();
      const histories = singleCopy(object, { minLength: 3, maxLength: 20, clients: 2, keys: 2 });
      fc.assert(
        fc.property(withWrongAnswers(object, histories), operations => {
          const found = checkSessions(operations, object).map(
            ({ guarantee, client, read }) => `${guarantee} ${client} ${read}`,
          );
          assert.deepEqual(found.sort(), brokenGuarantees(operations, object));
          for (const each of found) {
            const name = each.replace(/ \d+ \d+$/, '');
            times.set(name, (times.get(name) ?? 0) + 1);
          }
        }),
        { numRuns: 1500 },
      );
      for (const guarantee of SESSION_GUARANTEES)
        assert.ok((times.get(guarantee) ?? 0) > 20, `${guarantee}: ${times.get(guarantee)}`);
    });
  }

  const told = (operations: Parameters<typeof checkSessions>[0], object: ObjectKind) =>
    checkSessions(operations, object).map(each => describeViolation(each, operations, object, ['a', 'b']));

  it('are told in a sentence that names the operations', () => {
    assert.deepEqual(told([write(0, 1, 0, 5), read(0, [], 6, 9, { node: 'n2' })], 'log'), [
      "a's read of nothing at n2 (6 to 9 ms) came after a's write of 1 at n1 (0 to 5 ms) and does not show it (read your writes).",
    ]);
    assert.deepEqual(told([write(0, 1, 0, 5), read(1, [1], 6, 8), read(1, [], 9, 12)], 'register'), [
      "b's read of nothing at n1 (9 to 12 ms) came after b's read of 1 at n1 (6 to 8 ms) and does not show it (monotonic reads).",
    ]);
    assert.deepEqual(told([write(0, 1, 0, 4), write(0, 2, 5, 9), read(1, [2], 9, 12)], 'set'), [
      "b's read of 2 at n1 (9 to 12 ms) shows a's write of 2 at n1 (5 to 9 ms), without a's write of 1 at n1 (0 to 4 ms) " +
        'before it (monotonic writes).',
    ]);
    const reply = [
      write(0, 1, 0, 5),
      read(1, [1], 6, 7),
      write(1, 2, 8, 10),
      read(0, [2], 11, 12, { node: 'n3' }),
      read(0, [1], 13, 14, { node: 'n3' }),
    ];
    assert.deepEqual(told(reply, 'register').slice(-1), [
      "a's read of 1 at n3 (13 to 14 ms) shows b's write of 2 at n1 (8 to 10 ms), which a's read of 2 at n3 (11 to 12 ms) " +
        "had shown, without a's write of 1 at n1 (0 to 5 ms) before it (writes follow reads).",
    ]);
  });

  it('ask nothing of what the client does at one moment', () => {
    const operations = [write(0, 1, 0, 5), read(0, [], 5, 5), read(0, [1], 6, 8), read(0, [], 8, 9)];
    for (const object of OBJECTS)
      assert.deepEqual(
        checkSessions(operations, object).map(({ guarantee, read }) => [guarantee, read]),
        [['read your writes', 3]],
      );
  });

  it('let a write of unknown outcome be missing', () => {
    const operations = [write(0, 1, 0, undefined), write(0, 2, 5, 9), read(0, [2], 10, 12)];
    for (const object of OBJECTS) assert.deepEqual(checkSessions(operations, object), []);
  });
});
