import assert from 'node:assert/strict';
import fc from 'fast-check';
import { align, intervalOf } from '../../../../server/src/simulate/report/align.js';

describe('stretches of several runs', () => {
  it('are put together first with first, second with second', () => {
    const found = align(
      [
        [
          { fromMs: 100, toMs: 500 },
          { fromMs: 900, toMs: 1_000 },
        ],
        [{ fromMs: 150, toMs: 400 }],
      ],
      [0],
    );
    assert.deepEqual(found, [
      { from: [100, 150], to: [400, 500], share: 1, open: 0 },
      { from: [900, 900], to: [1_000, 1_000], share: 0.5, open: 0 },
    ]);
  });

  it('are not put together over an event', () => {
    const found = align([[{ fromMs: 100 }], [{ fromMs: 30_100 }]], [0, 30_000]);
    assert.deepEqual(
      found.map(({ from }) => from),
      [
        [100, 100],
        [30_100, 30_100],
      ],
    );
  });

  it('begin with the last good answer before an event', () => {
    const found = align([[{ fromMs: -50, toMs: 10 }], [{ fromMs: 20, toMs: 40 }]], [0], 100);
    assert.deepEqual(found, [{ from: [-50, 20], to: [10, 40], share: 1, open: 0 }]);
  });

  it('tell how many never end', () => {
    const [found] = align([[{ fromMs: 5 }], [{ fromMs: 5, toMs: 9 }]], []);
    assert.deepEqual(found, { from: [5, 5], to: [9, 9], share: 1, open: 0.5 });
  });

  it('all lie within what they are put together to', () => {
    const stretch = fc
      .tuple(fc.integer({ min: -1_000, max: 50_000 }), fc.option(fc.nat(20_000), { nil: undefined }))
      .map(([fromMs, length]) => ({ fromMs, ...(length === undefined ? {} : { toMs: fromMs + length }) }));
    const runs = fc.array(fc.array(stretch, { maxLength: 5 }), { minLength: 1, maxLength: 8 });
    const events = fc.array(fc.nat(50_000), { maxLength: 4 }).map(list => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(runs, events, (all, at) => {
        const found = align(all, at);
        for (const each of all.flat())
          assert.ok(
            found.some(
              ({ from, to, open }) =>
                from[0] <= each.fromMs &&
                each.fromMs <= from[1] &&
                (each.toMs === undefined
                  ? open > 0
                  : to !== undefined && to[0] <= each.toMs && each.toMs <= to[1]),
            ),
          );
        for (const { share, open, from } of found) {
          assert.ok(share > 0 && share <= 1 && open <= share);
          assert.ok(!at.some(event => from[0] < event && event <= from[1]));
        }
      }),
    );
  });

  it('have no interval where there are none', () => {
    assert.equal(intervalOf([]), undefined);
    assert.deepEqual(intervalOf([3, 1, 2]), [1, 3]);
  });
});
