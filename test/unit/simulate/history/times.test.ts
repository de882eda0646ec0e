import assert from 'node:assert/strict';
import { acknowledgementSpans, dualWriters } from '../../../../server/src/simulate/history/dual-writers.js';
import { gapsByClient } from '../../../../server/src/simulate/history/gaps.js';
import type { Operation } from '../../../../server/src/simulate/history/model.js';
import {
  leaderSpans,
  type Roles,
  twoWritableLeaders,
} from '../../../../server/src/simulate/history/roles.js';
import { findTakeover } from '../../../../server/src/simulate/history/takeover.js';
import { write } from './histories.js';

let number = 0;
/** Writes acknowledged at these times. */
function acknowledged(client: number, node: string, ...times: readonly number[]): Operation[] {
  return times.map(ms => write(client, ++number, ms - 5, ms, { node }));
}

describe('gaps', () => {
  it('are the times over a second from one acknowledgement to the next', () => {
    const operations = [
      ...acknowledged(0, 'n1', 500, 1500, 2501),
      write(0, 900, 2600, undefined),
      write(0, 901, 3000, 3100, { result: 'refused' }),
      ...acknowledged(0, 'n2', 9000),
      write(0, 902, 9500, 9600, { result: 'warned' }),
    ];
    assert.deepEqual(
      [...gapsByClient(operations, 10_600)],
      [
        [
          0,
          [
            { fromMs: 1500, toMs: 2501 },
            { fromMs: 2501, toMs: 9000 },
          ],
        ],
      ],
    );
  });

  it('stay open where nothing follows, and begin with the first attempt where nothing came', () => {
    const operations = [
      ...acknowledged(0, 'n1', 100),
      write(1, 903, 50, undefined),
      write(1, 904, 2050, undefined),
    ];
    assert.deepEqual(
      [...gapsByClient(operations, 5000)],
      [
        [0, [{ fromMs: 100 }]],
        [1, [{ fromMs: 50 }]],
      ],
    );
    assert.deepEqual(
      [...gapsByClient(operations, 1050)].map(([, gaps]) => gaps),
      [[], []],
    );
  });
});

describe('two nodes that both write', () => {
  const operations = [
    ...acknowledged(0, 'n1', 0, 900, 1800, 2700, 6000),
    ...acknowledged(1, 'n3', 2000, 2900, 3800),
    ...acknowledged(1, 'n2', 5800, 6700),
  ];

  it('do so while their spans of acknowledgements overlap', () => {
    assert.deepEqual(acknowledgementSpans(operations).get('n1'), [
      { fromMs: 0, toMs: 2700 },
      { fromMs: 6000, toMs: 6000 },
    ]);
    assert.deepEqual(dualWriters(operations), {
      ms: 700,
      pairs: { 'n1+n3': 700 },
      windows: [{ fromMs: 2000, toMs: 2700 }],
    });
  });

  it('count once for all pairs together', () => {
    const three = [
      ...acknowledged(0, 'n1', 0, 1000),
      ...acknowledged(1, 'n2', 0, 1000),
      ...acknowledged(2, 'n3', 400, 1200),
    ];
    const { ms, pairs } = dualWriters(three);
    assert.deepEqual([ms, pairs], [1000, { 'n1+n2': 1000, 'n1+n3': 600, 'n2+n3': 600 }]);
  });

  it('are sides of a partition where any node takes writes', () => {
    const groups = [['n1'], ['n2', 'n3']];
    const at = (fromMs: number, toMs: number) =>
      dualWriters(operations, { partitions: [{ fromMs, toMs, groups }] });
    assert.deepEqual(at(1000, 7000), {
      ms: 700,
      pairs: { 'n1+n2,n3': 700 },
      windows: [{ fromMs: 2000, toMs: 2700 }],
    });
    assert.equal(at(2800, 7000).ms, 0);
    // What was acknowledged when it began, came before it.
    assert.deepEqual([at(1799, 7000).ms, at(1800, 7000).ms], [700, 0]);
    assert.equal(at(2000, 2700).ms, 0);
    assert.equal(dualWriters(operations, { partitions: [] }).ms, 0);
  });
});

describe('leaders', () => {
  const roles: Roles = {
    n1: [
      { atMs: 0, role: 'leader', epoch: 1 },
      { atMs: 40, role: 'down', epoch: 1 },
    ],
    n2: [
      { atMs: 0, role: 'replica', epoch: 1 },
      { atMs: 10, role: 'leader', epoch: 2 },
      { atMs: 20, role: 'leader', epoch: 3 },
    ],
    n3: [
      { atMs: 0, role: 'leader', epoch: 1 },
      { atMs: 5, role: 'stalled', epoch: 1 },
    ],
  };

  it('lead from one change of their role to the next', () => {
    assert.deepEqual(leaderSpans(roles, 100), [
      { node: 'n1', fromMs: 0, toMs: 40, epoch: 1, open: false },
      { node: 'n3', fromMs: 0, toMs: 5, epoch: 1, open: false },
      { node: 'n2', fromMs: 10, toMs: 100, epoch: 2, open: true },
    ]);
  });

  it('are two at once while neither is blocked', () => {
    const windows = (...events: Parameters<typeof twoWritableLeaders>[1][number][]) =>
      twoWritableLeaders(roles, events, 100).map(({ nodes, fromMs, toMs }) => [...nodes, fromMs, toMs]);
    assert.deepEqual(windows(), [
      ['n1', 'n3', 0, 5],
      ['n1', 'n2', 10, 40],
    ]);
    const blocked = { atMs: 4, node: 'n1', kind: 'blocked', text: 'Writes wait.' } as const;
    const unblocked = { atMs: 30, node: 'n1', kind: 'unblocked', text: 'Writes go on.' } as const;
    assert.deepEqual(windows(blocked, unblocked), [
      ['n1', 'n3', 0, 4],
      ['n1', 'n2', 30, 40],
    ]);
    assert.deepEqual(windows(blocked), [['n1', 'n3', 0, 4]]);
    assert.deepEqual(windows(blocked, { ...blocked, atMs: 20 }, unblocked), windows(blocked, unblocked));
    assert.deepEqual(windows({ ...blocked, node: 'n3', atMs: 0 }), [['n1', 'n2', 10, 40]]);
  });
});

describe('takeover', () => {
  const operations = [
    ...acknowledged(0, 'n1', 900, 1800, 2700, 8000),
    ...acknowledged(1, 'n2', 4000, 5000),
    ...acknowledged(1, 'n3', 4500),
  ];

  it('tells when the old leader stopped while the fault lasted, and when another began', () => {
    assert.deepEqual(findTakeover(operations, 1000, 6000), {
      old: 'n1',
      oldLastAckMs: 2700,
      oldNeverStopped: false,
      newFirstAckMs: 4000,
      new: 'n2',
    });
  });

  it('knows a leader that went on all the time, and one that stopped at once', () => {
    assert.deepEqual(findTakeover(operations, 1000, 3000), {
      old: 'n1',
      oldLastAckMs: 2700,
      oldNeverStopped: true,
      newFirstAckMs: 4000,
      new: 'n2',
    });
    const { oldLastAckMs, oldNeverStopped } = findTakeover(operations, 2800, 6000);
    assert.deepEqual([oldLastAckMs, oldNeverStopped], [undefined, false]);
    assert.equal(findTakeover(operations, 1000, 2700).oldLastAckMs, 2700);
  });

  it('takes for the old leader whoever acknowledged last before the fault', () => {
    assert.equal(findTakeover(operations, 4100, 6000).old, 'n2');
    assert.equal(findTakeover(operations, 4600, 6000).old, 'n3');
    assert.equal(findTakeover(operations, 800, 6000).old, undefined);
  });

  it('takes the word of whoever knows who led', () => {
    assert.equal(findTakeover(operations, 1000, 6000, 'n2').newFirstAckMs, 1800);
  });
});
