import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { type Property, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Payload, Protocol } from '../../../../server/src/simulate/protocol.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';

const { settled: _settled, ...LOST } = propertyNamed('no-lost-write')!;
const modelNamed = (name: string) => modelOf(FAMILY_CLUSTERS.find(([each]) => each === name)![1]);

/** Remembers that the only write was said to be kept if it is ever acknowledged; counts how often that was said of a write, or of none yet. */
function claiming(prepared: Prepared, change: (protocol: Protocol, world: World) => void = () => {}) {
  const said = { waiting: 0, before: 0, wrong: 0 };
  const create = (world: World) => {
    const claim = world.one('claim');
    const protocol = prepared.create(world);
    change(protocol, world);
    protocol.renumber = () => {
      const { operations } = world;
      if (claim.get() !== 0) {
        if (operations.isAcknowledged(0) && protocol.isLost(0)) said.wrong++;
        return;
      }
      const waits = operations.isWaiting(0);
      if (
        !(waits
          ? protocol.isSafe(0)
          : operations.status.get(0) === 0 && protocol.keepsWrites(Number.POSITIVE_INFINITY))
      )
        return;
      claim.set(0, 1);
      if (waits) said.waiting++;
      else said.before++;
    };
    return protocol;
  };
  return { said, prepared: { ...prepared, create } };
}

describe('simulate: what one state tells of the fate of a majority write of MongoDB', () => {
  function search(
    prepared: Prepared,
    kinds: readonly FaultKind[],
    maxStates: number,
    property: Property = LOST,
  ) {
    const bounds = { faults: 2, writes: 1, reads: 0, kinds, phases: 1, epochs: 3 };
    return explore(prepared, bounds, { properties: [property], maxStates, perProperty: 1 });
  }

  for (const kinds of [['crash'], ['partition']] as const) {
    it(`stays true whatever follows: ${kinds}`, () => {
      const { said, prepared } = claiming(modelNamed('MongoDB, majority, 3'));
      assert.deepEqual(search(prepared, kinds, 30_000).violations, []);
      assert.equal(said.wrong, 0);
      assert.ok(said.before > 0);
    });
  }

  it('is never said of a write that waits for less than a majority', () => {
    const { said, prepared } = claiming(modelNamed('MongoDB, w: 1, 3'));
    assert.equal(search(prepared, ['partition'], 30_000).violations[0]?.faults, 1);
    assert.deepEqual([said.before, said.wrong], [0, 0]);
  });

  it('would be found wrong where votes are given without a look at oplogs', () => {
    const { said, prepared } = claiming(modelNamed('MongoDB, majority, 3'), (protocol, world) => {
      const deliver = protocol.deliver.bind(protocol);
      protocol.deliver = (to: number, m: Payload) => {
        const asks = world.mail.kinds[m.kind - 1]!.name === 'request votes';
        const word = (i: number) => (i === 1 || i === 2 ? 99 : m.word(i));
        deliver(to, asks ? { from: m.from, kind: m.kind, word } : m);
      };
    });
    assert.equal(search(prepared, ['partition', 'promote'], 60_000).violations[0]?.faults, 2);
    assert.ok(said.wrong > 0);
  });

  it('lets a search with three faults of any family come to an end', () => {
    const prepared = modelNamed('MongoDB, majority, 3');
    const bounds = {
      faults: 3,
      writes: 1,
      reads: 0,
      kinds: ['crash', 'partition', 'pause'],
      phases: 1,
      epochs: 3,
      moments: 'rest',
    } as const;
    const properties = [propertyNamed('no-lost-write')!];
    const found = explore(prepared, bounds, { properties, maxStates: 5_000, perProperty: 1 });
    assert.deepEqual([found.stopped, found.violations, found.completeFaults], [undefined, [], 3]);
    assert.ok(found.reached.acknowledged && found.reached.failover);
  });
});
