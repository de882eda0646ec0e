import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { Play } from '../../../../server/src/simulate/explore/play.js';
import { type Property, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import { OPERATION } from '../../../../server/src/simulate/world/operations.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';

const LOST = propertyNamed('no-lost-write')!;
const { settled: _settled, ...restless } = LOST;

const modelNamed = (name: string) => modelOf(FAMILY_CLUSTERS.find(([each]) => each === name)![1]);
const boundsOf = (faults: number, kinds: readonly FaultKind[]): Bounds => ({
  faults,
  kinds,
  writes: 1,
  reads: 0,
  phases: 1,
  epochs: 3,
});

describe('a write that is said to be beyond danger', () => {
  const shapes: readonly (readonly [string, readonly FaultKind[], number])[] = [
    ['Kafka, unclean, 3', ['crash'], 2],
    ['Kafka, unclean, 3', ['crash', 'powerLoss'], 2],
    ['Elasticsearch, 3', ['pause'], 2],
    ['Group Replication, 3', ['partition', 'promote'], 2],
    ['MongoDB, w: 1, 3', ['crash', 'partition'], 1],
    ['MongoDB, w: 1, 3', ['partition', 'promote'], 1],
    ['Cassandra, ONE, 3', ['powerLoss'], 3],
    ['PostgreSQL, 3', ['powerLoss', 'promote'], 2],
    ['Galera, flush 0, 3', ['powerLoss'], 3],
  ];
  for (const [name, kinds, faults] of shapes) {
    it(`is never lost: ${name}, ${kinds.join(', ')}`, () => {
      const prepared = modelNamed(name);
      const bounds = boundsOf(faults, kinds);
      const { violations } = explore(prepared, bounds, {
        properties: [restless],
        maxStates: 32_000,
        perProperty: 8,
      });
      assert.ok(violations.length > 0, 'some way to lose a write was found');
      for (const { trace } of violations) {
        const play = new Play(prepared, bounds);
        const { protocol, world } = play.stage;
        play.follow(trace, LOST.broken, text => {
          const status = world.operations.status.get(0);
          if (status !== OPERATION.waiting && !world.operations.isAcknowledged(0)) return;
          assert.ok(!protocol.isSafe(0), `${text}: ${play.steps.length} of ${trace.length}`);
        });
        assert.ok(LOST.broken(play.stage));
      }
    });
  }
});

describe('searches of families that leave out more', () => {
  const fewest = (name: string, property: Property, bounds: Bounds, reduced: boolean) => {
    const found = explore(modelNamed(name), bounds, {
      properties: [property],
      maxStates: 30_000,
      perProperty: 1,
      reduced,
    });
    assert.equal(found.stopped, undefined, `${name}: ${found.states} states`);
    return { states: found.states, faults: found.violations[0]?.faults };
  };
  const shapes: readonly (readonly [string, readonly FaultKind[], number, number | undefined])[] = [
    ['Kafka, unclean, 3', ['crash'], 2, 2],
    ['Kafka, acks=all, 3', ['pause'], 1, undefined],
    ['Elasticsearch, 3', ['crash', 'partition', 'pause'], 1, undefined],
    ['Group Replication, 3', ['crash'], 2, undefined],
    ['Group Replication, 3', ['partition'], 1, undefined],
    ['MongoDB, w: 1, 3', ['crash'], 1, 1],
    ['MongoDB, majority, 3', ['pause'], 1, undefined],
    ['Cassandra, ONE, 3', ['powerLoss'], 3, 3],
    ['Cassandra, ONE, 3', ['crash', 'partition'], 1, undefined],
  ];
  for (const [name, kinds, faults, expected] of shapes) {
    it(`say the same of ${name}: ${kinds.join(', ')}`, () => {
      const bounds = boundsOf(faults, kinds);
      const less = fewest(name, LOST, bounds, true);
      const all = fewest(name, restless, bounds, false);
      assert.equal(less.faults, expected);
      assert.equal(all.faults, expected);
      assert.ok(less.states < all.states, `${less.states} of ${all.states} states`);
    });
  }
});
