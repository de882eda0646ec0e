import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callsOf } from '../../../../server/src/simulate/history/calls.js';
import { checkLinearizable } from '../../../../server/src/simulate/history/linearizable.js';
import type { Operation } from '../../../../server/src/simulate/history/model.js';
import { effects, type ObjectKind } from '../../../../server/src/simulate/history/objects.js';
import { searchOrder } from '../../../../server/src/simulate/history/search.js';
import { newLog, REGISTER, SET } from '../../../../server/src/simulate/history/sequential.js';
import { hasOrder } from './brute-force.js';
import { read, singleCopy, withWrongAnswers, write } from './histories.js';

const OBJECTS: readonly ObjectKind[] = ['register', 'set', 'log'];

describe('linearizability', () => {
  for (const object of OBJECTS) {
    it(`holds for a single copy: ${object}`, () => {
      fc.assert(
        fc.property(singleCopy(object, { maxLength: 60, clients: 5, keys: 2 }), operations => {
          const { verdict, violations } = checkLinearizable(operations, { object });
          assert.deepEqual({ verdict, violations }, { verdict: 'linearizable', violations: [] });
        }),
        { numRuns: 300 },
      );
    });

    it(`agrees with all orders tried: ${object}`, () => {
      const wrong = { linearizable: 0, violated: 0, undecided: 0 };
      fc.assert(
        fc.property(
          withWrongAnswers(object, singleCopy(object, { minLength: 2, maxLength: 6 })),
          operations => {
            const { verdict } = checkLinearizable(operations, { object });
            wrong[verdict]++;
            assert.equal(verdict, hasOrder(operations, object) ? 'linearizable' : 'violated');
          },
        ),
        { numRuns: 1500 },
      );
      assert.ok(wrong.violated > 100 && wrong.linearizable > 100, JSON.stringify(wrong));
    });

    it(`finds a contradiction just where the search finds no order: ${object}`, () => {
      const histories = singleCopy(object, { minLength: 4, maxLength: 30, clients: 4 });
      fc.assert(
        fc.property(withWrongAnswers(object, histories), operations => {
          const places = operations.map((_, index) => index);
          const calls = callsOf(operations, places, effects(operations, object));
          const found =
            object === 'register'
              ? searchOrder(calls, REGISTER, 1_000_000)
              : searchOrder(calls, object === 'set' ? SET : newLog(), 1_000_000);
          const { verdict, violations } = checkLinearizable(operations, { object });
          assert.equal(verdict === 'violated', found.verdict === 'impossible');
          for (const { text } of violations) assert.doesNotMatch(text, /No order of the operations on key/);
        }),
        { numRuns: 600 },
      );
    });

    it(`names operations that contradict each other without the rest: ${object}`, () => {
      fc.assert(
        fc.property(
          withWrongAnswers(object, singleCopy(object, { minLength: 4, maxLength: 14 })),
          operations => {
            for (const violation of checkLinearizable(operations, { object }).violations) {
              // The writes of what they saw belong to them.
              const named = new Set(violation.operations);
              const values = new Set([...named].flatMap(index => operations[index]!.seen ?? []));
              const few = operations.filter(({ value }, index) => named.has(index) || values.has(value!));
              assert.ok(violation.operations.length <= 4);
              if (few.length <= 6) assert.equal(hasOrder(few, object), false, violation.text);
            }
          },
        ),
        { numRuns: 600 },
      );
    });
  }

  it('finds a value that was overwritten before', () => {
    const histories = singleCopy('register', { minLength: 8, maxLength: 40, clients: 4 });
    let swapped = 0;
    fc.assert(
      fc.property(histories, fc.nat(), (operations, pick) => {
        const older = overwritten(operations);
        if (older.length === 0) return;
        swapped++;
        const [index, value] = older[pick % older.length]!;
        const wrong = operations.map((each, at) => (at === index ? { ...each, seen: [value] } : each));
        const { verdict, violations } = checkLinearizable(wrong, { object: 'register' });
        assert.equal(verdict, 'violated');
        assert.ok(violations[0]!.operations.length > 0);
      }),
      { numRuns: 500 },
    );
    assert.ok(swapped > 100, `${swapped} swapped`);
  });

  it('says which operations contradict: a stale read of a register', () => {
    const operations = [
      write(0, 5, 0, 10),
      write(1, 7, 20, 30, { node: 'n2' }),
      read(2, [5], 50, 60, { node: 'n3' }),
    ];
    assert.deepEqual(checkLinearizable(operations, { object: 'register', clients: ['a', 'b', 'c'] }), {
      verdict: 'violated',
      violations: [
        {
          key: 0,
          operations: [0, 1, 2],
          text:
            "5 would have to come both before and after 7: a's write of 5 at n1 (0 to 10 ms) was over before " +
            "b's write of 7 at n2 (20 to 30 ms) began, and that was over before c's read of 5 at n3 (50 to 60 ms) began.",
        },
      ],
      reads: 1,
      steps: 0,
    });
  });

  it('says which operations contradict: a read that finds nothing', () => {
    const { violations } = checkLinearizable([write(0, 1, 0, 5), read(1, [], 6, 9)], { object: 'register' });
    assert.equal(
      violations[0]!.text,
      "client 1's write of 1 at n1 (0 to 5 ms) was over before client 2's read of nothing at n1 (6 to 9 ms) began, " +
        'which found nothing.',
    );
  });

  it('says which operations contradict: sets and logs', () => {
    const text = (operations: Operation[], object: ObjectKind) =>
      checkLinearizable(operations, { object }).violations[0]?.text;
    const two = [write(0, 1, 0, 5), write(1, 2, 0, 5)];
    assert.match(
      text([...two, read(2, [1, 2], 0, 9), read(3, [2, 1], 0, 9)], 'log')!,
      /has 1 in place 1, where .* has 2\.$/,
    );
    assert.equal(text([...two, read(2, [1, 2], 0, 9), read(3, [2, 1], 0, 9)], 'set'), undefined);
    assert.match(
      text([...two, read(2, [1], 0, 9), read(3, [2], 0, 9)], 'set')!,
      /saw 1 and not 2, .* saw 2 and not 1\.$/,
    );
    assert.match(
      text([...two, read(2, [1], 6, 9)], 'set')!,
      /write of 2 .* was over before .* began, which does not hold 2\.$/,
    );
    const late = [write(0, 1, 0, 50), write(1, 2, 0, 50)];
    assert.match(
      text([...late, read(2, [1, 2], 6, 9), read(2, [2], 10, 12)], 'set')!,
      /which no longer holds 1\.$/,
    );
    const inTurn = [write(0, 1, 0, 5), write(0, 2, 6, 20)];
    assert.match(text([...inTurn, read(2, [2], 0, 9)], 'set')!, /but .* holds 2 without 1\.$/);
    assert.match(text([...inTurn, read(2, [2, 1], 0, 9)], 'log')!, /but .* holds 2 before 1\.$/);
  });

  it('lets nothing refused take effect, and nothing that nobody wrote', () => {
    const refused = write(0, 1, 0, 5, { result: 'refused' });
    const seen = (operations: Operation[]) =>
      checkLinearizable(operations, { object: 'register' }).violations[0]?.text;
    assert.match(seen([refused, read(1, [1], 1, 9)])!, /saw 1, but .*write of 1 .* was refused\.$/);
    assert.match(seen([read(1, [4], 1, 9)])!, /saw 4, which nobody wrote\.$/);
    assert.match(seen([write(0, 1, 20, 25), read(1, [1], 1, 9)])!, /had not begun\.$/);
    assert.match(seen([write(0, 1, 0, 5, { key: 1 }), read(1, [1], 6, 9)])!, /which nobody wrote\.$/);
  });

  it('lets a write of unknown outcome take effect late or never, but not come and go', () => {
    const verdict = (...seen: (readonly number[])[]) =>
      checkLinearizable(
        [write(0, 1, 0, undefined), ...seen.map((each, at) => read(1, each, 10 + at * 10, 15 + at * 10))],
        { object: 'register' },
      ).verdict;
    assert.equal(verdict([], []), 'linearizable');
    assert.equal(verdict([], [1]), 'linearizable');
    assert.equal(verdict([1], [1]), 'linearizable');
    assert.equal(verdict([1], []), 'violated');
  });

  it('keeps keys apart, and judges the reads that promise as much', () => {
    const stale = [
      write(0, 1, 0, 5, { key: 3 }),
      write(0, 2, 6, 8),
      read(1, [], 9, 10, { key: 3, level: 'one' }),
    ];
    const { violations, reads } = checkLinearizable(stale, { object: 'register' });
    assert.deepEqual([violations.map(({ key }) => key), reads], [[3], 1]);
    const judged = checkLinearizable(stale, { object: 'register', judged: ({ level }) => level === 'all' });
    assert.deepEqual([judged.verdict, judged.reads], ['linearizable', 0]);
  });

  it('says when it has not decided', () => {
    const operations = Array.from({ length: 8 }, (_, at) => write(at, at + 1, 0, 100));
    const { verdict, undecided } = checkLinearizable(operations, { object: 'register', maxSteps: 5 });
    assert.equal(verdict, 'undecided');
    assert.equal(undecided, 'Key 0 was not decided within 5 steps.');
  });
});

/** Reads, each with a value that had surely been overwritten before it began. */
function overwritten(operations: readonly Operation[]): [read: number, value: number][] {
  const done = operations.filter(({ kind, result }) => kind === 'write' && result === 'acknowledged');
  return operations.flatMap(({ kind, result, invokedMs }, index) =>
    kind === 'read' && result === 'acknowledged'
      ? done
          .filter(older =>
            done.some(newer => older.completedMs! < newer.invokedMs && newer.completedMs! < invokedMs),
          )
          .map(({ value }): [number, number] => [index, value!])
      : [],
  );
}
