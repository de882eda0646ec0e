import assert from 'node:assert/strict';
import {
  longestGap,
  pieceLabel,
  pieceSentence,
  piecesOf,
} from '../../../../media/topology/timeline/client-lane.js';
import {
  markersOf,
  overlapsOf,
  segmentsOf,
  staleParts,
} from '../../../../media/topology/timeline/node-lane.js';
import { rowsOf, shortNames } from '../../../../media/topology/timeline/rows.js';
import {
  moved,
  type Scale,
  showing,
  showsCommits,
  ticksOf,
  toMs,
  toX,
  zoomed,
} from '../../../../media/topology/timeline/scale.js';
import { labPlayback } from '../../../panels/support/lab.js';

const scale: Scale = { fromMs: 1000, toMs: 11_000, left: 100, width: 500 };

describe('time scale of the timeline', () => {
  it('maps moments to the screen and back', () => {
    assert.equal(toX(scale, 1000), 100);
    assert.equal(toX(scale, 11_000), 600);
    assert.equal(toMs(scale, toX(scale, 4321)), 4321);
  });

  it('keeps the moment below the pointer where it is while zooming', () => {
    const whole = { fromMs: 0, toMs: 20_000 };
    const now = { fromMs: 0, toMs: 20_000 };
    const then = zoomed(now, whole, 5000, 2);
    assert.equal(then.toMs - then.fromMs, 10_000);
    assert.equal((5000 - then.fromMs) / (then.toMs - then.fromMs), 0.25);
  });

  it('never leaves the whole, and never zooms closer than what can be told apart', () => {
    const whole = { fromMs: 0, toMs: 20_000 };
    assert.deepEqual(zoomed({ fromMs: 0, toMs: 10_000 }, whole, 100, 0.01), whole);
    const close = zoomed({ fromMs: 0, toMs: 1000 }, whole, 0, 1e6);
    assert.deepEqual(close, { fromMs: 0, toMs: 200 });
    assert.deepEqual(moved({ fromMs: 0, toMs: 1000 }, whole, -500), { fromMs: 0, toMs: 1000 });
    assert.deepEqual(moved({ fromMs: 0, toMs: 1000 }, whole, 1e6), { fromMs: 19_000, toMs: 20_000 });
  });

  it('moves only when the moment is out of sight', () => {
    const whole = { fromMs: 0, toMs: 20_000 };
    const now = { fromMs: 5000, toMs: 6000 };
    assert.equal(showing(now, whole, 5500), now);
    const then = showing(now, whole, 9000);
    assert.ok(then.fromMs < 9000 && then.toMs > 9000 && then.toMs - then.fromMs === 1000);
  });

  it('labels round moments from the first fault on', () => {
    const ticks = ticksOf({ fromMs: 0, toMs: 88_000, left: 0, width: 972 }, 6000);
    assert.deepEqual(
      ticks.map(({ label }) => label),
      ['0 s', '10', '20', '30', '40', '50', '60', '70', '80'],
    );
    assert.equal(ticks[0]!.ms, 6000);
    assert.equal(ticksOf({ fromMs: 0, toMs: 300, left: 0, width: 900 }, 0)[1]!.label, '0.05');
  });

  it('shows commits once they can be told apart', () => {
    assert.equal(showsCommits({ fromMs: 0, toMs: 60_000, left: 0, width: 900 }), false);
    assert.equal(showsCommits({ fromMs: 0, toMs: 10_000, left: 0, width: 900 }), true);
  });
});

describe('lanes of the timeline', () => {
  const playback = labPlayback();

  it('has one per node, then one per client, named by side', () => {
    assert.deepEqual(
      rowsOf(playback).map(({ label, detail }) => `${label}: ${detail}`),
      ['n1: zone a', 'n2: zone b', 'n3: zone c', 'c1: with n1', 'c2: with n2, n3'],
    );
  });

  it('shows members of the coordination service last, and only those that change', () => {
    const member = (name: string, changes: boolean) => ({
      name,
      host: 'n1',
      serves: false,
      coordination: true,
      roles: [
        { atMs: 0, role: 'follower' as const, epoch: 1 },
        ...(changes ? [{ atMs: 20_000, role: 'leader' as const, epoch: 2 }] : []),
      ],
      log: [],
      stale: [],
    });
    const rows = rowsOf({
      ...playback,
      processes: [member('e1', true), member('e2', false), ...playback.processes],
    });
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['n1', 'n2', 'n3', 'c1', 'c2', 'e1'],
    );
  });

  it('names lanes by what tells them apart', () => {
    const short = shortNames(['m1.catalog:27017', 'm2.catalog:27017']);
    assert.equal(short('m1.catalog:27017'), 'm1');
    assert.equal(short('other'), 'other');
    assert.equal(shortNames(['a.x', 'b.y'])('a.x'), 'a.x');
    assert.equal(shortNames(['a.x'])('a.x'), 'a.x');
  });

  it('parts stale reads of a leader from those of a replica', () => {
    const [, n2] = playback.processes;
    const always = { ...n2!, stale: [{ fromMs: 36_000, toMs: 40_000, ageMs: 5 }] };
    assert.deepEqual(
      staleParts(always, segmentsOf(always, playback.endMs)).map(({ fromMs, toMs, leads }) => [
        fromMs,
        toMs,
        leads,
      ]),
      [
        [36_000, 37_000, false],
        [37_000, 40_000, true],
      ],
    );
  });

  it('joins what looks the same, and parts leaders of two terms', () => {
    const [n1] = playback.processes;
    assert.deepEqual(
      segmentsOf(n1!, playback.endMs).map(({ line, epoch }) => `${line} ${epoch}`),
      ['leader 1', 'stopped 1', 'replica 1', 'leader 2'],
    );
    const twice = segmentsOf(
      {
        ...n1!,
        roles: [
          { atMs: 0, role: 'follower', epoch: 1 },
          { atMs: 10, role: 'replica', epoch: 2 },
          { atMs: 20, role: 'leader', epoch: 3 },
          { atMs: 30, role: 'leader', epoch: 4 },
        ],
      },
      40,
    );
    assert.deepEqual(
      twice.map(({ fromMs, toMs, line }) => [fromMs, toMs, line]),
      [
        [0, 20, 'replica'],
        [20, 30, 'leader'],
        [30, 40, 'leader'],
      ],
    );
  });

  it('counts what a rollback takes back', () => {
    const [, n2] = playback.processes;
    assert.deepEqual(
      markersOf(n2!, playback).map(({ kind, count }) => [kind, count]),
      [
        ['election', undefined],
        ['promotion', undefined],
        ['demotion', undefined],
        ['rollback', 303],
      ],
    );
  });

  it('finds where two lead at once', () => {
    assert.deepEqual(overlapsOf(playback), []);
    const [n1, ...others] = playback.processes;
    const stubborn = {
      ...playback,
      verdicts: [],
      processes: [{ ...n1!, roles: [{ atMs: 0, role: 'leader' as const, epoch: 1 }] }, ...others],
    };
    assert.deepEqual(overlapsOf(stubborn), [{ fromMs: 37_000, toMs: 70_100, names: ['n1', 'n2'] }]);
    // Unless nobody ever acknowledges beside another: then one of them only believes to lead.
    assert.deepEqual(overlapsOf({ ...stubborn, verdicts: playback.verdicts }), []);
  });

  it('hatches what is acknowledged on one node only, and leaves the usual lag alone', () => {
    const [c1] = playback.clients;
    const looks = piecesOf(c1!, playback).map(({ look }) => look);
    assert.deepEqual(looks, ['acknowledged', 'only', 'refused', 'waiting', 'lost', 'acknowledged']);
    const calm = piecesOf(c1!, { ...playback, processes: [] }).map(({ look }) => look);
    assert.deepEqual(calm, ['acknowledged', 'refused', 'waiting', 'lost', 'acknowledged']);
  });

  it('joins single writes of one look to a stretch', () => {
    const pieces = piecesOf(
      {
        name: 'c',
        beside: [],
        writes: true,
        stale: [],
        spans: [0, 100, 200, 5000].map(fromMs => ({
          fromMs,
          toMs: fromMs + 10,
          node: 'n9',
          result: 'acknowledged' as const,
          count: 1,
        })),
      },
      playback,
    );
    assert.deepEqual(
      pieces.map(({ fromMs, toMs, count }) => [fromMs, toMs, count]),
      [
        [0, 210, 3],
        [5000, 5010, 1],
      ],
    );
  });

  it('says in words what a piece is', () => {
    const pieces = piecesOf(playback.clients[1]!, playback);
    const lost = pieces.find(({ look }) => look === 'lost')!;
    assert.equal(pieceLabel(lost, true), '629 acknowledged, then lost');
    assert.equal(pieceLabel(lost, false), '629 lost');
    assert.equal(
      pieceSentence('c2', lost, 6000),
      '629 writes of c2 acknowledged by n2 between 31.4 s and 64.1 s and lost later.',
    );
    const waiting = pieces.find(({ look }) => look === 'waiting')!;
    assert.equal(pieceLabel(waiting, true), 'blocked 31.4 s');
    assert.equal(
      pieceSentence('c2', waiting, 6000),
      'c2 is blocked for 31.4 s between 0.0 s and 31.4 s: n1 is out of reach.',
    );
  });

  it('finds the longest time in which nobody was acknowledged', () => {
    assert.deepEqual(longestGap(playback), { fromMs: 26_400, toMs: 37_400 });
  });
});
