import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  lengthOf,
  overlapOf,
  type Span,
  unionOf,
  without,
} from '../../../../server/src/simulate/history/spans.js';

const anySpans = fc
  .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 })), { maxLength: 6 })
  .map(all => all.map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length })));

/** Of each ms whether a span covers it. */
function covered(spans: readonly Span[]): boolean[] {
  return Array.from({ length: 40 }, (_, ms) => spans.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs));
}

describe('spans', () => {
  it('are joined, cut and measured as the moments that they cover', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (some, others) => {
        const [a, b] = [unionOf(some), unionOf(others)];
        const [inA, inB] = [covered(some), covered(others)];
        assert.deepEqual(covered(a), inA);
        assert.deepEqual(
          covered(overlapOf(a, b)),
          inA.map((in_, ms) => in_ && inB[ms]!),
        );
        assert.deepEqual(
          covered(without(a, b)),
          inA.map((in_, ms) => in_ && !inB[ms]!),
        );
        assert.equal(lengthOf(some), inA.filter(Boolean).length);
      }),
    );
  });

  it('that only touch share nothing', () => {
    assert.deepEqual(overlapOf([{ fromMs: 0, toMs: 5 }], [{ fromMs: 5, toMs: 9 }]), []);
  });
});
