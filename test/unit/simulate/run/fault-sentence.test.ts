import assert from 'node:assert/strict';
import { faultSentence } from '../../../../server/src/simulate/run/fault-sentence.js';

describe('simulate: a fault as a sentence', () => {
  it('agrees with how many hosts it hits', () => {
    assert.equal(faultSentence({ kind: 'crash', hosts: ['n1'] }), 'n1 is killed.');
    assert.equal(faultSentence({ kind: 'crash', hosts: ['n1', 'n2'] }), 'n1, n2 are killed.');
    assert.equal(faultSentence({ kind: 'powerLoss', hosts: ['@replicas'] }), '@replicas lose power.');
    assert.equal(faultSentence({ kind: 'pause', hosts: ['@primary'] }), '@primary freezes.');
    assert.equal(faultSentence({ kind: 'resume', hosts: ['n1', 'n2'] }), 'n1, n2 go on.');
    assert.equal(
      faultSentence({ kind: 'clock', hosts: ['n1', 'n2'], byMs: 2_000 }),
      'The clocks of n1, n2 jump by 2 s.',
    );
  });

  it('speaks of one process, wherever it runs', () => {
    assert.equal(
      faultSentence({ kind: 'crash', hosts: ['n1', 'n2'], process: 'patroni' }),
      'patroni on n1, n2 is killed.',
    );
  });
});
