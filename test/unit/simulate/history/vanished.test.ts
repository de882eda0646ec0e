import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Operation } from '../../../../server/src/simulate/history/model.js';
import { findVanished } from '../../../../server/src/simulate/history/vanished.js';
import { read, singleCopy, withWrongAnswers, write } from './histories.js';

describe('values that were seen and then gone', () => {
  const valuesIn = (operations: readonly Operation[]) =>
    new Set(operations.flatMap(({ kind, value }) => (kind === 'write' ? (value ?? []) : [])));

  for (const object of ['register', 'set', 'log'] as const)
    it(`are none of a single copy: ${object}`, () => {
      fc.assert(
        fc.property(singleCopy(object, { maxLength: 50, clients: 4, keys: 2 }), operations => {
          const present = valuesIn(operations);
          assert.deepEqual(findVanished(operations, present, object), []);
          assert.deepEqual(
            findVanished(operations, present, object, () => 'all'),
            [],
          );
        }),
      );
    });

  it('are found just where one read has them and a later one of the node, or the end, has not', () => {
    let gone = 0;
    const histories = withWrongAnswers('set', singleCopy('set', { minLength: 4, maxLength: 20, keys: 2 }));
    fc.assert(
      fc.property(histories, fc.array(fc.nat(20)), (operations, missing) => {
        const present = new Set([...valuesIn(operations)].filter(value => !missing.includes(value)));
        const found = findVanished(operations, present, 'set');
        gone += found.length;
        const reads = operations.filter(
          ({ kind, result }) => kind === 'read' && ['acknowledged', 'warned'].includes(result),
        );
        const later = (a: Operation, b: Operation) =>
          a.node === b.node && a.key === b.key && a.completedMs! < b.invokedMs;
        const expected = [...valuesIn(operations)].filter(value =>
          reads.some(
            first =>
              first.seen!.includes(value) &&
              (!present.has(value) ||
                reads.some(second => later(first, second) && !second.seen!.includes(value))),
          ),
        );
        assert.deepEqual([...new Set(found.map(({ value }) => value))].sort(), expected.sort());
        for (const { value, seenBy, goneIn } of found) {
          assert.ok(operations[seenBy]!.seen!.includes(value));
          if (goneIn === undefined) assert.ok(!present.has(value));
          else {
            assert.ok(later(operations[seenBy]!, operations[goneIn]!));
            assert.ok(!operations[goneIn]!.seen!.includes(value));
          }
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(gone > 50, `${gone} gone`);
  });

  const [n1, n2] = [{ node: 'n1' }, { node: 'n2' }];

  it('name the read that saw them and the one that does not', () => {
    const operations = [
      write(0, 1, 0, 5),
      read(1, [1], 6, 8, n1),
      read(1, [], 9, 10, n2),
      read(1, [], 11, 12, n1),
      read(1, [1], 13, 14, n1),
      read(1, [], 15, 16, n1),
    ];
    assert.deepEqual(findVanished(operations, new Set(), 'log'), [
      { value: 1, seenBy: 1, goneIn: 3 },
      { value: 1, seenBy: 4, goneIn: 5 },
    ]);
    assert.deepEqual(findVanished(operations.slice(0, 3), new Set(), 'log'), [{ value: 1, seenBy: 1 }]);
    assert.deepEqual(
      findVanished(operations.slice(0, 3), new Set([1]), 'log', () => 'any'),
      [{ value: 1, seenBy: 1, goneIn: 2 }],
    );
  });

  it('are not made up for by what a read shows twice', () => {
    const operations = [write(0, 1, 0, 5), write(0, 2, 0, 5), read(1, [1, 2], 6, 8), read(1, [1, 1], 9, 10)];
    assert.deepEqual(findVanished(operations, new Set([1, 2]), 'log'), [{ value: 2, seenBy: 2, goneIn: 3 }]);
  });

  it('of a register may have been overwritten by what overlaps, but not by what was over before', () => {
    const reads = [read(1, [2], 21, 22), read(1, [1], 23, 24)];
    const gone = (...writes: readonly Operation[]) =>
      findVanished([...writes, ...reads], new Set([1]), 'register').map(({ value, goneIn }) => [
        value,
        goneIn,
      ]);
    assert.deepEqual(gone(write(0, 1, 0, 9), write(0, 2, 10, 20)), [[2, 3]]);
    assert.deepEqual(gone(write(0, 1, 0, 10), write(1, 2, 10, 20)), []);
  });

  it('of a register are those for which an older one stands, not a newer one', () => {
    const operations = [
      write(0, 1, 0, 5),
      write(0, 2, 6, 9),
      read(1, [2], 10, 12),
      read(1, [1], 13, 15),
      write(0, 3, 16, 19),
      read(1, [3], 20, 22),
    ];
    assert.deepEqual(findVanished(operations, new Set([3]), 'register'), [
      { value: 2, seenBy: 2, goneIn: 3 },
    ]);
    assert.deepEqual(findVanished(operations, new Set([1]), 'register'), [
      { value: 2, seenBy: 2, goneIn: 3 },
      { value: 3, seenBy: 5 },
    ]);
  });
});
