import assert from 'node:assert/strict';
import { withCoarse } from '../../../../server/src/simulate/explore/coarse.js';
import { type Exploration, explore } from '../../../../server/src/simulate/explore/explore.js';
import type { PropertyVerdict } from '../../../../server/src/simulate/explore/judge.js';
import type { Moments } from '../../../../server/src/simulate/explore/moments.js';
import { Play } from '../../../../server/src/simulate/explore/play.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import { ClusterSearch, searchCluster } from '../../../../server/src/simulate/explore/verdict.js';
import type { FaultKind } from '../../../../server/src/simulate/schedule/model.js';
import { FAMILY_CLUSTERS, modelOf } from '../../../bench/family-clusters.js';

const LOST = propertyNamed('no-lost-write')!;
const modelNamed = (name: string) => modelOf(FAMILY_CLUSTERS.find(([each]) => each === name)![1]);

function boundsOf(moments: Moments, kinds: readonly FaultKind[], faults = 2): Bounds {
  return { faults, kinds, writes: 1, reads: 0, phases: 1, epochs: 3, moments };
}

function search(name: string, bounds: Bounds): Exploration {
  return explore(modelNamed(name), bounds, { properties: [LOST], maxStates: 30_000, perProperty: 1 });
}

describe('searches at coarser moments', () => {
  const shapes: readonly (readonly [string, FaultKind, (number | undefined)[]])[] = [
    ['Kafka, unclean, 3', 'crash', [undefined, undefined, 2]],
    ['MongoDB, w: 1, 3', 'crash', [undefined, 1, 1]],
    ['MongoDB, w: 1, 3', 'partition', [1, 1, 1]],
    ['CloudNativePG, 3', 'partition', [1, 1, 1]],
    ['Redis Sentinel, 3', 'pause', [1, 1, 1]],
    ['NDB, 2 + management', 'crash', [undefined, undefined, 2]],
    ['Galera, 3', 'partition', [undefined, undefined, undefined]],
  ];
  for (const [name, kind, expected] of shapes) {
    it(`find what searches at finer ones find, or less: ${name}, ${kind}`, () => {
      const found = (['rest', 'writes', 'any'] as const).map(moments => {
        const bounds = boundsOf(moments, [kind], name.startsWith('Galera') ? 1 : 2);
        const exploration = search(name, bounds);
        assert.equal(exploration.stopped, undefined, moments);
        const [violation] = exploration.violations;
        if (violation !== undefined) {
          const play = new Play(modelNamed(name), bounds);
          play.follow(violation.trace, LOST.broken);
          assert.ok(LOST.broken(play.stage), moments);
        }
        return { faults: violation?.faults, states: exploration.states };
      });
      assert.deepEqual(
        found.map(({ faults }) => faults),
        expected,
      );
      if (expected[2] === undefined) assert.ok(found[0]!.states * 2 < found[2]!.states);
    });
  }

  for (const name of ['Multi-Paxos, 3', 'Spanner']) {
    it(`come to an end with three faults of any family: ${name}`, () => {
      const found = search(name, boundsOf('rest', ['crash', 'partition', 'pause'], 3));
      assert.deepEqual([found.stopped, found.violations, found.completeFaults], [undefined, [], 3]);
      assert.ok(found.reached.acknowledged && found.reached.failover);
    });
  }

  it('let the cluster come to rest before the next fault, and a client write when one strikes', () => {
    const name = 'CloudNativePG, 3';
    const bounds = boundsOf('rest', ['partition']);
    const { violations } = search(name, bounds);
    const play = new Play(modelNamed(name), bounds);
    const steps: string[] = [];
    play.follow(violations[0]!.trace, LOST.broken, text => steps.push(text));
    assert.match(steps[0]!, /network parts/);
    assert.match(steps[1]!, /client writes/);
  });
});

describe('what is said of moments', () => {
  const kinds = ['crash', 'partition', 'pause'] as const;

  it('names those at which it holds, and how far the search came at any moment', () => {
    const verdict = searchCluster(modelNamed('Galera, 3'), {
      bounds: { faults: 3, phases: 1, kinds },
      properties: [LOST],
      maxStates: 3_000,
    });
    const [lost] = verdict.properties;
    assert.equal(lost!.verdict, 'unknown');
    assert.equal(lost!.holdsAt, 'rest');
    assert.match(
      lost!.searched,
      /^every schedule of up to 3 faults \(crash, partition, pause\) that strike at rest and 1 write, .*; at any moment, .*; then there were more states than it may look at$/,
    );
  });

  it('tells a counterexample at once, and that fewer faults may do until all schedules with fewer were tried', () => {
    const search = new ClusterSearch(modelNamed('CloudNativePG, 3'), {
      bounds: { faults: 2, phases: 1, kinds: ['partition'] },
      properties: [LOST],
    });
    const told: (boolean | undefined)[] = [];
    let done = false;
    while (!done) {
      done = search.advance(50);
      const [lost] = search.sofar();
      if (lost?.verdict === 'broken') told.push(lost.atMost);
      if (lost?.verdict === 'broken') assert.equal(lost.faults, 1);
    }
    assert.equal(told[0], true);
    assert.equal(told.at(-1), undefined);
    assert.equal(search.verdict().properties[0]!.counterexamples[0]!.faults, 1);
  });

  it('searches what two faults break at rest with one at any moment, and no further', () => {
    const { explorations, properties } = searchCluster(modelNamed('Patroni, quorum, 3'), {
      bounds: { faults: 3, phases: 1, kinds },
      properties: [LOST],
    });
    const [lost] = properties;
    assert.equal(lost!.verdict, 'broken');
    assert.equal(lost!.faults, 2);
    assert.equal(lost!.atMost, undefined);
    assert.match(
      lost!.searched,
      /; at any moment, every schedule of up to 1 fault \(.*\) and 1 write, [^;]*$/,
    );
    assert.deepEqual(
      lost!.searches?.map(({ moments }) => moments),
      ['rest', 'any'],
    );
    assert.deepEqual(
      lost!.searches!.map(({ states }) => states),
      explorations.map(({ states }) => states),
    );
    assert.equal(explorations[1]!.bounds.faults, 1);
    assert.equal(explorations[1]!.stopped, undefined);
  });

  it('looks at no finer ones than are asked for', () => {
    const { explorations, properties } = searchCluster(modelNamed('Galera, 3'), {
      bounds: { faults: 1, phases: 1, kinds, moments: 'rest' },
      properties: [LOST],
    });
    assert.deepEqual(
      explorations.map(({ bounds }) => bounds.moments),
      ['rest'],
    );
    assert.equal(properties[0]!.verdict, 'holds');
    assert.match(properties[0]!.searched, /that strike at rest/);
  });

  it('never calls kept or fewest what was not seen', () => {
    const about = { property: LOST, counterexamples: [], states: 1 };
    const fine = (faultsSeen: number): PropertyVerdict => ({
      ...about,
      verdict: 'unknown',
      searched: 'fine',
      faultsSeen,
      moments: 'any',
    });
    const broken: PropertyVerdict = {
      ...about,
      verdict: 'broken',
      faults: 3,
      searched: 'coarse',
      faultsSeen: 2,
      moments: 'rest',
    };
    assert.equal(withCoarse(fine(1), [broken], 3)?.atMost, true);
    assert.equal(withCoarse(fine(2), [broken], 3)?.atMost, undefined);
    assert.equal(withCoarse(fine(1), [broken], 3)?.faultsSeen, 1);
    const { faults: _faults, ...rest } = broken;
    const holds: PropertyVerdict = { ...rest, verdict: 'holds', faultsSeen: 3 };
    const writes: PropertyVerdict = { ...holds, moments: 'writes' };
    assert.deepEqual(
      [withCoarse(fine(1), [holds, writes], 3)?.verdict, withCoarse(fine(1), [holds, writes], 3)?.holdsAt],
      ['unknown', 'writes'],
    );
    assert.equal(withCoarse(undefined, [holds], 3)?.verdict, 'unknown');
    assert.equal(withCoarse(fine(1), [{ ...holds, vacuous: true }], 3)?.holdsAt, undefined);
    assert.equal(withCoarse({ ...fine(3), verdict: 'holds' }, [broken], 3)?.verdict, 'holds');
  });
});
