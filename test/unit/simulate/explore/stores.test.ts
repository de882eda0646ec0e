import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Frontier } from '../../../../server/src/simulate/explore/frontier.js';
import { Visited } from '../../../../server/src/simulate/explore/visited.js';
import { TraceChooser } from '../../../../server/src/simulate/world/chooser.js';

const word = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));

describe('stores of a search', () => {
  it('a frontier gives states back in their order, whatever their words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(word, { minLength: 1, maxLength: 300 }), fc.boolean()), { maxLength: 60 }),
        pushes => {
          const frontier = new Frontier();
          const model: number[][] = [];
          const into = new Int32Array(400);
          let next = 0;
          for (const [at, [words, take]] of pushes.entries()) {
            frontier.push(Int32Array.from([...words, 7, 7]), words.length, at);
            model.push(words);
            if (!take) continue;
            assert.equal(frontier.shift(into), next);
            assert.deepEqual([...into.slice(0, model[next]!.length)], model[next]);
            assert.ok(into.slice(model[next]!.length).every(each => each === 0));
            next++;
          }
          assert.equal(frontier.length, model.length - next);
        },
      ),
    );
  });

  it('a frontier keeps more than fits one piece of memory', () => {
    const frontier = new Frontier();
    const state = new Int32Array(3_000);
    for (let i = 0; i < 1_500; i++) {
      state[0] = i;
      frontier.push(state, 3_000, i);
    }
    const into = new Int32Array(3_000);
    for (let i = 0; i < 1_500; i++) {
      assert.equal(frontier.shift(into), i);
      assert.equal(into[0], i);
    }
    assert.equal(frontier.length, 0);
  });

  it('a frontier that keeps its states gives them back once more, and those that came meanwhile', () => {
    for (const count of [0, 1, 700]) {
      const frontier = new Frontier(true);
      const state = new Int32Array(300).fill(300);
      const into = new Int32Array(300);
      const take = () => {
        const id = frontier.shift(into);
        assert.equal(into[7], id + 1);
        return id;
      };
      const put = (id: number) => {
        state[7] = id + 1;
        frontier.push(state, 300, id);
      };
      for (let id = 0; id < count; id++) put(id);
      for (let id = 0; id < count; id++) assert.equal(take(), id);
      put(count);
      assert.equal(take(), count);
      assert.equal(frontier.length, 0);
      frontier.rewind();
      assert.equal(frontier.length, count + 1);
      for (let id = 0; id <= count; id++) assert.equal(take(), id);
      assert.equal(frontier.length, 0);
    }
  });

  it('a fingerprint is new once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { maxLength: 200 }), pairs => {
        const visited = new Visited(16);
        const seen = new Set<string>();
        for (const [low, high] of pairs) {
          const isNew = visited.add(low | 0, high | 0, -1, 0) >= 0;
          assert.equal(isNew, !seen.has(`${low} ${high}`));
          seen.add(`${low} ${high}`);
          assert.ok(visited.has(low | 0, high | 0));
        }
        assert.equal(visited.size, seen.size);
      }),
    );
  });

  it('a path leads back to the first state', () => {
    const visited = new Visited(2);
    let parent = -1;
    for (let i = 0; i < 100; i++) {
      parent = visited.add(i * 7919, i, parent, i);
      visited.keepAnswers(parent, i % 3 === 0 ? [1, i] : [0, 0]);
    }
    const path = visited.path(parent);
    assert.deepEqual(
      path.map(({ action }) => action),
      Array.from({ length: 100 }, (_, i) => i),
    );
    assert.deepEqual(path[99]!.answers, [1, 99]);
    assert.deepEqual(path[98]!.answers, []);
  });

  it('all answers to open questions are tried, each once', () => {
    const chooser = new TraceChooser(2);
    const seen: string[] = [];
    chooser.begin([]);
    do {
      chooser.again();
      const first = chooser.choose(3);
      // The second question is only asked after some answers to the first.
      const second = first === 1 ? chooser.choose(2) : chooser.between(5, 9);
      seen.push(`${first} ${second}`);
    } while (chooser.next());
    assert.deepEqual(seen, ['0 5', '0 9', '1 0', '1 1', '2 5', '2 9']);
  });
});
