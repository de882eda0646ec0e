import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Operation } from '../../../../server/src/simulate/history/model.js';
import type { ObjectKind } from '../../../../server/src/simulate/history/objects.js';
import { findStale, summarizeStale } from '../../../../server/src/simulate/history/stale.js';
import { read, singleCopy, withWrongAnswers, write } from './histories.js';

const OBJECTS: readonly ObjectKind[] = ['register', 'set', 'log'];

describe('stale reads', () => {
  for (const object of OBJECTS) {
    it(`are none of a single copy: ${object}`, () => {
      fc.assert(
        fc.property(singleCopy(object, { maxLength: 50, clients: 4, keys: 2 }), operations => {
          assert.deepEqual(findStale(operations, object), []);
        }),
      );
    });

    it(`are as old as the oldest write that they miss: ${object}`, () => {
      let stale = 0;
      const histories = singleCopy(object, { minLength: 4, maxLength: 25, clients: 3, keys: 2 });
      fc.assert(
        fc.property(withWrongAnswers(object, histories), operations => {
          const found = findStale(operations, object);
          stale += found.length;
          const ages = new Map(found.map(({ read, ageMs }) => [read, ageMs]));
          operations.forEach((operation, index) => {
            if (operation.kind === 'read')
              assert.equal(ages.get(index), ageByDefinition(operations, operation, object));
          });
          for (const { read, missed, ageMs } of found)
            assert.equal(operations[read]!.invokedMs - operations[missed!]!.completedMs!, ageMs);
        }),
        { numRuns: 500 },
      );
      assert.ok(stale > 50, `${stale} stale`);
    });
  }

  it('are counted by node', () => {
    const operations = [
      write(0, 1, 0, 100),
      write(0, 2, 100, 200),
      read(1, [1, 2], 250, 260, { node: 'n1' }),
      read(1, [], 300, 310, { node: 'n2' }),
      read(1, [1], 300, 310, { node: 'n2' }),
      read(1, [1, 2], 400, 410, { node: 'n2' }),
      read(1, [], 500, 510, { node: 'n3', result: 'refused' }),
    ];
    const { byNode, ...all } = summarizeStale(operations, 'log');
    const oldest = { read: 3, missed: 0, ageMs: 200 };
    assert.deepEqual(all, { reads: 4, stale: 2, maxAgeMs: 200, oldest });
    assert.deepEqual(byNode, {
      n1: { reads: 1, stale: 0, maxAgeMs: 0 },
      n2: { reads: 3, stale: 2, maxAgeMs: 200, oldest },
    });
  });

  it('do not miss what was lost before a later write of its client', () => {
    const operations = [write(0, 1, 0, 10), write(0, 2, 20, 30), write(1, 3, 20, 30)];
    assert.deepEqual(findStale([...operations, read(2, [2, 3], 40, 45)], 'log'), []);
    assert.deepEqual(findStale([...operations, read(2, [3], 40, 45)], 'log'), [
      { read: 3, missed: 0, ageMs: 30 },
    ]);
  });

  it('do not miss what was not acknowledged before they began, or may have been replaced', () => {
    const late = [write(0, 1, 0, 40), write(1, 2, 0, undefined), write(1, 3, 5, 9, { result: 'refused' })];
    for (const object of OBJECTS) assert.deepEqual(findStale([...late, read(2, [], 40, 45)], object), []);
    const both = [write(0, 1, 0, 10), write(1, 2, 5, 15)];
    assert.deepEqual(findStale([...both, read(2, [1], 40, 45), read(2, [2], 40, 45)], 'register'), []);
  });

  it('go by the order of the history where a client began two writes at once', () => {
    const operations = [write(0, 1, 5, 5), write(0, 2, 5, 5)];
    assert.deepEqual(findStale([...operations, read(2, [1, 2], 9, 9), read(2, [2, 1], 9, 9)], 'set'), []);
    assert.deepEqual(findStale([...operations, read(2, [1], 9, 9)], 'set'), [
      { read: 2, missed: 1, ageMs: 4 },
    ]);
  });

  it('have the age that they were given where nobody kept what they saw', () => {
    const { seen: _, ...unseen } = read(1, [], 40, 45, { staleMs: 12 });
    assert.deepEqual(findStale([write(0, 1, 0, 10), unseen], 'log'), [{ read: 1, ageMs: 12 }]);
  });
});

function ageByDefinition(
  operations: readonly Operation[],
  read: Operation,
  object: ObjectKind,
): number | undefined {
  if (read.result !== 'acknowledged' && read.result !== 'warned') return undefined;
  const all = operations.map((operation, index) => ({ ...operation, index }));
  const done = all.filter(
    ({ key, result }) => key === read.key && (result === 'acknowledged' || result === 'warned'),
  );
  const shown = all.filter(({ kind, value }) => kind === 'write' && read.seen!.includes(value!));
  const value = read.seen!.at(-1);
  const proofs = done.filter(each => (each.kind === 'write' ? each.value : each.seen!.at(-1)) === value);
  const since =
    value === undefined
      ? Number.NEGATIVE_INFINITY
      : Math.min(...proofs.map(({ completedMs }) => completedMs!));
  const missed = done
    .filter(({ kind, completedMs }) => kind === 'write' && completedMs! < read.invokedMs)
    .filter(write =>
      object === 'register'
        ? write.invokedMs > since
        : !shown.some(
            each =>
              each.client === write.client &&
              (each.invokedMs > write.invokedMs ||
                (each.invokedMs === write.invokedMs && each.index >= write.index)),
          ),
    );
  return missed.length === 0
    ? undefined
    : Math.max(...missed.map(({ completedMs }) => read.invokedMs - completedMs!));
}
