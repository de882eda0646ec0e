import assert from 'node:assert/strict';
import { coalesced } from '../../../server/src/lsp/coalesced.js';

describe('what many ask for', () => {
  it('is done at once, and once more for all who asked meanwhile', () => {
    const timers: (() => void)[] = [];
    let runs = 0;
    const ask = coalesced(
      500,
      (_ms, run) => void timers.push(run),
      () => void runs++,
    );
    ask();
    assert.equal(runs, 1);
    for (let i = 0; i < 20; i++) ask();
    assert.equal(runs, 1);
    timers.shift()!();
    assert.equal(runs, 2, 'the last asking is answered');
    timers.shift()!();
    assert.equal(runs, 2, 'nobody asked since');
    ask();
    assert.equal(runs, 3);
  });
});
