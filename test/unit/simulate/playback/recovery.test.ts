import assert from 'node:assert/strict';
import type { VerdictInput } from '../../../../server/src/simulate/playback/verdict-input.js';
import { recoveryVerdict } from '../../../../server/src/simulate/playback/verdict-times.js';

describe('playback: the verdict on recovery', () => {
  /** A run in which n1 leads to the end, and what is beside it. */
  const told = (spans: readonly { role: string; process: number; fromMs: number; toMs: number }[]) =>
    recoveryVerdict({
      prepared: { processes: [{ name: 'n1' }, { name: 'n2' }] },
      result: { failover: 'impossible', sample: { serving: [], roles: {} } },
      facts: [],
      run: { events: [], roles: [[{ role: 'leader' }], [{ role: 'replica' }]] },
      here: { old: 0, spans: [{ role: 'leader', process: 0, fromMs: -20_000, toMs: 23_000 }, ...spans] },
    } as unknown as VerdictInput);

  it('says who goes on', () => {
    const { detail, why } = told([]);
    assert.equal(detail, 'n1 goes on');
    assert.match(why, /nobody takes over/);
  });

  it('does not say that nobody takes over where another one leads as well', () => {
    const { detail, why, tone } = told([{ role: 'leader', process: 1, fromMs: 21_000, toMs: 23_000 }]);
    assert.equal(detail, 'n2 leads beside n1');
    assert.doesNotMatch(why, /nobody takes over/);
    assert.match(why, /from 21(?:\.0)? s on/);
    assert.equal(tone, 'wait');
  });
});
