import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Bounds } from '../../../../server/src/simulate/explore/stage.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { group, PLAIN } from './groups.js';

const SAFETY = propertyNamed('protocol-safety')!;
const LOST = propertyNamed('no-lost-write')!;
const NONE = 0;
const KEPT = 1;
const PASSED_OVER = 2;
const KEPT_ONCE_ACKNOWLEDGED = 3;

/** Remembers what was once said of the only write, and calls it a broken invariant when it is no longer so. */
class Claiming extends Raft {
  private readonly claim = this.w.one('claim');
  claims = { kept: 0, passedOver: 0, before: 0 };

  constructor(world: World, config: RaftConfig, noted: (raft: Claiming) => void) {
    super(world, config);
    noted(this);
  }

  override broken(): readonly string[] {
    const { operations } = this.w;
    const waits = operations.isWaiting(0);
    const done = operations.isAcknowledged(0);
    const claimed = this.claim.get();
    if (claimed === KEPT && (!this.isSafe(0) || this.isLost(0))) return ['what was kept is kept'];
    if (claimed === PASSED_OVER && (done || (waits && !this.isForlorn(0))))
      return ['what was passed over is not acknowledged'];
    if (claimed !== NONE && done && this.isLost(0)) return ['what is acknowledged later is kept'];
    if (claimed === KEPT || claimed === PASSED_OVER) return [];
    if (done && this.isSafe(0)) {
      this.claim.set(0, KEPT);
      this.claims.kept++;
    } else if (claimed === NONE && (waits ? this.isSafe(0) : !done && this.keepsWrites())) {
      this.claim.set(0, KEPT_ONCE_ACKNOWLEDGED);
      this.claims.before++;
    } else if (waits && operations.index.get(0) !== 0 && this.isForlorn(0)) {
      this.claim.set(0, PASSED_OVER);
      this.claims.passedOver++;
    }
    return [];
  }
}

/** Says so of groups whose logs do not survive, where it is wrong. */
class Rash extends Claiming {
  override keepsWrites(): boolean {
    return true;
  }
}

const SHAPES: readonly (readonly [string, Partial<RaftConfig>])[] = [
  ['pre-vote and a check of the quorum', {}],
  ['neither of them', { preVote: false, stickyMs: undefined, checkQuorumMs: undefined }],
  ['ticks that stand still and connections that take time', { ticks: true, reconnectMs: [0, 1100] }],
  ['a lease that blocks', { leaseMs: 900, lease: { wallClock: false, stepsDown: true, blocks: true } }],
];

describe('simulate: what one state tells of the fate of an entry of Raft', () => {
  const claims = { kept: 0, passedOver: 0, before: 0 };

  function search(config: RaftConfig, more: Partial<Bounds>, maxStates = 4_000, Kind = Claiming) {
    let raft: Claiming | undefined;
    const prepared: Prepared = {
      ...group(config, world => new Kind(world, config, made => (raft = made))),
      searchUnitMs: more.anyTiming === true ? 0 : 500,
    };
    const bounds = { faults: 2, writes: 1, reads: 0, kinds: [], phases: 1, epochs: 3, ...more };
    const found = explore(prepared, bounds, {
      properties: [SAFETY],
      maxStates,
      perProperty: 1,
      reduced: false,
    });
    claims.kept += raft!.claims.kept;
    claims.passedOver += raft!.claims.passedOver;
    claims.before += raft!.claims.before;
    return found;
  }

  for (const [name, more] of SHAPES) {
    it(`stays true whatever follows: ${name}`, () => {
      for (const kinds of [['crash'], ['partition'], ['pause'], ['cut']] as const)
        for (const phases of [1, 2])
          assert.deepEqual(
            search({ ...PLAIN, ...more }, { kinds, phases }).violations,
            [],
            `${kinds} ${phases}`,
          );
    });
  }

  it('stays true in any timing', () => {
    assert.deepEqual(search(PLAIN, { anyTiming: true, faults: 1, kinds: ['crash'] }, 20_000).violations, []);
  });

  it('was said often of each kind', () => {
    assert.ok(claims.kept > 500 && claims.passedOver > 100 && claims.before > 10, JSON.stringify(claims));
  });

  it('would be found wrong where it is', () => {
    const config = { ...PLAIN, members: PLAIN.members.slice(0, 2), flushed: false };
    const [violation] = search(config, { kinds: ['powerLoss'] }, 60_000, Rash).violations;
    assert.equal(violation?.faults, 2);
  });

  it('is not said where logs do not survive', () => {
    const config = { ...PLAIN, members: PLAIN.members.slice(0, 2), flushed: false };
    const lost = (reduced: boolean) =>
      explore(
        { ...group(config), searchUnitMs: 500 },
        { faults: 2, writes: 1, reads: 0, kinds: ['powerLoss'], phases: 1, epochs: 3 },
        { properties: [LOST], maxStates: 60_000, perProperty: 1, reduced },
      ).violations[0]?.faults;
    assert.equal(lost(true), 2);
    assert.equal(lost(false), 2);
  });
});
