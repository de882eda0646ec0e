import { strict as assert } from 'node:assert';
import {
  kOfN,
  minutesDownAYear,
  printAvailability,
  quorumAvailability,
} from '../../../server/src/cluster/availability.js';
import {
  freshAfter,
  missesAfter,
  missesAtOnce,
  overlapSentence,
} from '../../../server/src/cluster/staleness.js';

const near = (a: number, b: number, by = 1e-9) => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);

describe('availability', () => {
  it('of k of n is the tail of the binomial distribution', () => {
    near(kOfN(1, 1, 0.9), 0.9);
    near(kOfN(2, 3, 0.9), 3 * 0.81 * 0.1 + 0.729);
    near(kOfN(0, 3, 0.1), 1);
    near(kOfN(4, 3, 0.9), 0);
  });

  it('of a quorum falls with the zone that holds the majority', () => {
    const at = (...zones: string[]) => zones.map(zone => ({ votes: 1, site: { zone } }));
    const odds = { member: 1, zone: 0.9 };
    near(quorumAvailability(at('a', 'a', 'a'), 2, odds), 0.9);
    near(quorumAvailability(at('a', 'a', 'b'), 2, odds), 0.9);
    near(quorumAvailability(at('a', 'b', 'c'), 2, odds), kOfN(2, 3, 0.9));
    near(
      quorumAvailability(
        [
          { votes: 1, site: {} },
          { votes: 1, site: {} },
        ],
        2,
        odds,
      ),
      0.81,
    );
    // A heavy vote decides alone, one without a vote does not count.
    near(
      quorumAvailability(
        [
          { votes: 3, site: { zone: 'a' } },
          { votes: 0, site: { zone: 'b' } },
        ],
        2,
        odds,
      ),
      0.9,
    );
  });

  it('of both machines and zones is the product where all are in one zone', () => {
    const members = ['a', 'a', 'a'].map(zone => ({ votes: 1, site: { zone } }));
    near(quorumAvailability(members, 2, { member: 0.99, zone: 0.999 }), 0.999 * kOfN(2, 3, 0.99));
  });

  it('is printed with the digits that tell it apart, never more than it is', () => {
    assert.equal(printAvailability(0.9995), '99.95%');
    assert.equal(printAvailability(0.999), '99.9%');
    assert.equal(printAvailability(0.99996), '99.996%');
    assert.equal(printAvailability(1), '100%');
    assert.equal(Math.round(minutesDownAYear(0.9999)), 53);
  });
});

describe('reads of stores without a leader', () => {
  it('never miss a write where R + W > N', () => {
    assert.equal(missesAtOnce({ n: 3, r: 2, w: 2 }), 0);
    assert.equal(missesAfter({ n: 3, r: 2, w: 2 }, 0, 10), 0);
    assert.match(overlapSentence({ n: 3, r: 2, w: 2 }), /> N 3/);
  });

  it('miss it at once with C(N-W, R) / C(N, R)', () => {
    near(missesAtOnce({ n: 3, r: 1, w: 1 }), 2 / 3);
    near(missesAtOnce({ n: 5, r: 2, w: 2 }), 3 / 10);
    near(missesAtOnce({ n: 3, r: 2, w: 1 }), 1 / 3);
  });

  it('miss it less the later they are', () => {
    const copies = { n: 3, r: 1, w: 1 };
    near(missesAfter(copies, 0, 10), 2 / 3);
    // One of three copies is asked; each of the other two lacks it with e^(-t/mean).
    near(missesAfter(copies, 10, 10), (2 / 3) * Math.exp(-1));
    near(missesAfter(copies, 1e9, 10), 0);
    assert.equal(missesAfter(copies, 5, 0), 0);
  });

  it('see it with a probability after a time', () => {
    const copies = { n: 3, r: 1, w: 1 };
    near(freshAfter(copies, 0.999, 10), 10 * Math.log(2 / 3 / 0.001), 1e-3);
    assert.equal(freshAfter({ n: 3, r: 2, w: 2 }, 0.999, 10), 0);
    assert.ok(Number.isFinite(freshAfter({ n: 1000, r: 1, w: 1 }, 0.999999, 1e6)));
  });
});
