import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { Protocol } from '../../../../server/src/simulate/protocol.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';
import { claiming } from './claims.js';

const { settled: _settled, ...LOST } = propertyNamed('no-lost-write')!;
const modelNamed = (name: string) => modelOf(FAMILY_CLUSTERS.find(([each]) => each === name)![1]);

function search(
  prepared: Prepared,
  faults: number,
  kinds: readonly FaultKind[],
  maxStates: number,
  phases = 1,
) {
  const bounds = { faults, writes: 1, reads: 0, kinds, phases, epochs: 3 };
  return explore(prepared, bounds, { properties: [LOST], maxStates, perProperty: 1 });
}

/** The parts of a protocol that a test breaks. */
interface Breakable {
  state: {
    weightOf(set: number): number;
    isMajority(set: number, members: number): boolean;
    log: { isAtLeast(a: number, b: number): boolean; copy(from: number, to: number): void };
  };
}
const open = (protocol: Protocol) => protocol as unknown as Breakable;

describe('simulate: what one state tells of the fate of a write of Galera or Group Replication', () => {
  for (const [name, kinds, phases] of [
    ['Galera, 3', ['crash'], 1],
    ['Galera, 3', ['partition'], 2],
    ['Galera, 3', ['crash', 'pause'], 1],
    ['Group Replication, 3', ['crash'], 2],
    ['Group Replication, 3', ['partition'], 2],
    ['Group Replication, 3', ['pause'], 1],
  ] as const) {
    it(`stays true whatever follows: ${name}, ${kinds.join(', ')}`, () => {
      const { said, prepared } = claiming(modelNamed(name));
      assert.deepEqual(search(prepared, 2, kinds, 30_000, phases).violations, []);
      assert.equal(said.wrong, 0);
      assert.ok(Math.min(said.before, said.waiting, said.acknowledged) > 0, JSON.stringify(said));
    });
  }

  it('is said of no commit that a crash may undo', () => {
    const { said, prepared } = claiming(modelNamed('Galera, flush 0, 3'));
    assert.equal(search(prepared, 3, ['powerLoss'], 60_000).violations[0]?.faults, 2);
    assert.deepEqual([said.before, said.waiting, said.wrong], [0, 0, 0]);
  });

  it('is said of nothing that an operator may undo', () => {
    for (const name of ['Galera, 3', 'Group Replication, 3']) {
      const { said, prepared } = claiming(modelNamed(name));
      assert.ok(search(prepared, 2, ['partition', 'promote'], 60_000).violations.length > 0, name);
      assert.deepEqual([said.before, said.wrong], [0, 0], name);
    }
  });

  const broken: readonly (readonly [string, string, (protocol: Protocol) => void])[] = [
    [
      'Galera, 3',
      'a minority may be the primary component',
      p => (open(p).state.weightOf = set => (set === 0 ? 0 : 1)),
    ],
    ['Galera, 3', 'nothing is handed on before a view begins', p => (open(p).state.log.copy = () => {})],
    [
      'Group Replication, 3',
      'any two of three are no majority',
      p => (open(p).state.isMajority = () => true),
    ],
    [
      'Group Replication, 3',
      'ballots begin with the log of whoever is least far',
      p => {
        const { log } = open(p).state;
        const { isAtLeast } = log;
        log.isAtLeast = (a, b) => isAtLeast.call(log, b, a);
      },
    ],
  ];
  for (const [name, rule, change] of broken) {
    it(`would be found wrong: ${name}, ${rule}`, () => {
      const { said, prepared } = claiming(modelNamed(name), change);
      const kinds = name.startsWith('Galera')
        ? (['crash', 'partition', 'pause'] as const)
        : (['pause'] as const);
      const found = search(prepared, 2, kinds, 60_000);
      assert.ok(
        found.violations.length > 0 && said.wrong > 0,
        `${found.states} states, ${JSON.stringify(said)}`,
      );
    });
  }

  it('lets searches with three faults of any family come to an end', () => {
    for (const name of ['Galera, 3', 'Group Replication, 3']) {
      const bounds = { faults: 3, writes: 1, reads: 0, phases: 1, epochs: 3 };
      const found = explore(
        modelNamed(name),
        { ...bounds, kinds: ['crash', 'partition', 'pause'] },
        { properties: [propertyNamed('no-lost-write')!], maxStates: 60_000, perProperty: 1 },
      );
      assert.deepEqual([found.stopped, found.violations, found.completeFaults], [undefined, [], 3], name);
      assert.ok(found.reached.acknowledged);
    }
  });
});
