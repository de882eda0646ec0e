import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Payload, Protocol } from '../../../../server/src/simulate/protocol.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';
import { claiming } from '../protocols/claims.js';

const { settled: _settled, ...LOST } = propertyNamed('no-lost-write')!;
const modelNamed = (name: string) => modelOf(FAMILY_CLUSTERS.find(([each]) => each === name)![1]);

function search(prepared: Prepared, kinds: readonly FaultKind[], maxStates: number) {
  const bounds = { faults: 2, writes: 1, reads: 0, kinds, phases: 1, epochs: 3 };
  return explore(prepared, bounds, { properties: [LOST], maxStates, perProperty: 1 });
}

describe('simulate: what one state tells of the fate of a write of a Paxos group', () => {
  for (const name of ['Multi-Paxos, 3', 'Spanner'])
    for (const kinds of [['crash'], ['partition'], ['pause']] as const) {
      it(`stays true whatever follows: ${name}, ${kinds}`, () => {
        const { said, prepared } = claiming(modelNamed(name));
        assert.deepEqual(search(prepared, kinds, 40_000).violations, []);
        assert.equal(said.wrong, 0);
        assert.ok(Math.min(said.before, said.waiting) > 0, JSON.stringify(said));
      });
    }

  it('would be found wrong where promises do not tell what was accepted', () => {
    const forget = (protocol: Protocol, world: World) => {
      const deliver = protocol.deliver.bind(protocol);
      protocol.deliver = (to: number, m: Payload) => {
        const tells = world.mail.kinds[m.kind - 1]!.name === 'promise';
        const word = (i: number) => (i === 0 ? m.word(i) : 0);
        deliver(to, tells ? { from: m.from, kind: m.kind, word } : m);
      };
    };
    const { said, prepared } = claiming(modelNamed('Multi-Paxos, 3'), forget);
    assert.ok(search(prepared, ['partition', 'pause'], 60_000).violations.length > 0);
    assert.ok(said.wrong > 0);
  });
});
