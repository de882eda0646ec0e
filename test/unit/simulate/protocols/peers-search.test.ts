import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { Play } from '../../../../server/src/simulate/explore/play.js';
import { PROPERTIES } from '../../../../server/src/simulate/explore/properties.js';
import { Stage } from '../../../../server/src/simulate/explore/stage.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { LEADERLESS } from '../../../../server/src/simulate/protocols/leaderless/index.js';
import { MULTI_LEADER } from '../../../../server/src/simulate/protocols/multi-leader/index.js';
import { OPERATION } from '../../../../server/src/simulate/world/operations.js';
import { Flag } from '../../../../server/src/simulate/world/world.js';
import { preparedIn } from './prepared-in.js';

const stores = (read: number, write: number) =>
  preparedIn(
    {
      's.faultline.yaml': `name: s\nprotocol: leaderless\nnodes:\n  - { name: a }\n  - { name: b }\n  - { name: c }\nclients:\n  - { name: app, readCopies: ${read}, writeCopies: ${write} }\n`,
    },
    LEADERLESS,
  );

const regions = () =>
  preparedIn(
    {
      'template.yaml':
        'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n',
    },
    MULTI_LEADER,
  );

const couchdb = () =>
  preparedIn(
    Object.fromEntries(
      [1, 2, 3].map(i => [
        `n${i}/local.ini`,
        '[couchdb]\nuuid = a\n[cluster]\nq = 2\nn = 3\nseedlist = couchdb@couch1,couchdb@couch2,couchdb@couch3\n',
      ]),
    ),
    LEADERLESS,
  );

/** Fewest faults that break a promise; undefined: none within the bounds do. */
function fewest(prepared: Prepared, property: string, writes: number, reads = 0): number | undefined {
  const kinds = ['crash', 'partition', 'pause'] as const;
  const bounds = { faults: 1, writes, reads, kinds, phases: 2, epochs: 3 };
  const found = explore(prepared, bounds, {
    properties: PROPERTIES.filter(({ name }) => name === property),
    maxStates: 200_000,
    perProperty: 1,
  });
  assert.equal(found.stopped, undefined);
  assert.ok(found.reached.acknowledged);
  assert.ok(new Stage(prepared, bounds).world.words < 600);
  return found.violations[0]?.faults;
}

describe('simulate: searches of leaderless and multi-leader clusters', () => {
  it('find that R + W > N loses and hides nothing, and that less does with one cut', () => {
    assert.equal(fewest(stores(1, 1), 'no-lost-write', 2), 1);
    assert.equal(fewest(stores(1, 1), 'no-conflict', 2), 1);
    assert.equal(fewest(stores(1, 1), 'no-stale-read', 1, 1), 1);
    assert.equal(fewest(stores(2, 2), 'no-lost-write', 2), undefined);
    assert.equal(fewest(stores(2, 2), 'no-conflict', 2), undefined);
    assert.equal(fewest(stores(2, 2), 'no-stale-read', 1, 1), undefined);
  });

  it('count no read of CouchDB as stale that misses what was answered with 202: its client was told', () => {
    const prepared = couchdb();
    const bounds = { faults: 1, writes: 1, reads: 1, kinds: ['partition'] as const, phases: 1, epochs: 3 };
    const found = explore(prepared, bounds, {
      properties: PROPERTIES.filter(({ name }) => name === 'no-stale-read'),
      maxStates: 100_000,
      perProperty: 20,
    });
    assert.ok(found.violations.length > 0, 'a minority goes on reading what the majority has replaced');
    for (const { trace } of found.violations) {
      const play = new Play(prepared, bounds);
      const isStale = (stage: Stage) => (stage.world.flags.get() & Flag.staleRead) !== 0;
      play.follow(trace, isStale);
      assert.ok(isStale(play.stage));
      assert.equal(play.stage.world.operations.status.get(0), OPERATION.acknowledged);
    }
  });

  it('find that regions that follow each other lose one of two writes without any fault', () => {
    assert.equal(fewest(regions(), 'no-lost-write', 2), 0);
    assert.equal(fewest(regions(), 'no-lost-write', 1), undefined);
  });
});
