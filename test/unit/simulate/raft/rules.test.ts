import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Payload } from '../../../../server/src/simulate/protocol.js';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import { group, PLAIN } from './groups.js';

const SAFETY = propertyNamed('protocol-safety')!;

/** What a message is, with some of its words others. */
const altered = (m: Payload, word: (i: number) => number): Payload => ({ from: m.from, kind: m.kind, word });

abstract class Altered extends Raft {
  protected nameOf(m: Payload): string {
    return this.w.mail.kinds[m.kind - 1]!.name;
  }
}

class Careless extends Altered {
  override deliver(to: number, m: Payload): void {
    const asks = this.nameOf(m) === 'request vote';
    super.deliver(to, asks ? altered(m, i => (i === 1 || i === 2 ? 99 : m.word(i))) : m);
  }
}

class Fickle extends Altered {
  override deliver(to: number, m: Payload): void {
    if (this.nameOf(m) === 'request vote' && m.word(3) !== 1 && !this.leads(to)) {
      this.votedFor.set(to, 0);
      this.known.set(to, 0);
    }
    super.deliver(to, m);
  }
}

class Forgetful extends Altered {
  override crashed(p: number, powerLoss: boolean): void {
    super.crashed(p, powerLoss);
    this.log.truncate(p, 0);
    for (const cells of [this.commit, this.term, this.votedFor]) cells.set(p, 0);
  }
}

class Obedient extends Altered {
  override deliver(to: number, m: Payload): void {
    const isOld = this.nameOf(m) === 'append entries' && m.word(0) < this.term.get(to);
    const term = this.term.get(to);
    super.deliver(to, isOld ? altered(m, i => (i === 0 ? term : m.word(i))) : m);
  }
}

/** Takes a refusal by somebody of a later term for a confirmation. */
class Deaf extends Altered {
  protected override onAppended(p: number, m: Payload): void {
    const own = [this.term.get(p), 1, this.log.end(p)];
    const isRefusal = this.leads(p) && m.word(0) > this.term.get(p);
    super.onAppended(p, isRefusal ? altered(m, i => own[i] ?? 0) : m);
  }
}

class Hasty extends Altered {
  protected override advance(p: number): void {
    const end = this.log.end(p);
    this.match.set(p * this.n + p, end);
    if (end > this.commit.get(p)) this.committed(p, end);
  }
}

/**
 * That nothing is lost is told from one state by the proofs of Raft, so that a search for it would not see rules that those proofs do not
 * hold of. The invariants are searched with nothing left out on that ground: whoever changes the rules by mistake is told by them.
 */
describe('simulate: rules of Raft that are broken', () => {
  const mutants: readonly (readonly [string, typeof Careless])[] = [
    ['votes are given without a look at logs', Careless],
    ['two votes are given in a term', Fickle],
    ['logs, votes and terms do not survive a crash', Forgetful],
    ['entries of old leaders are taken', Obedient],
    ['refusals count', Deaf],
    ['what the leader alone has is committed', Hasty],
  ];
  const config: RaftConfig = { ...PLAIN, preVote: false, stickyMs: undefined, checkQuorumMs: undefined };
  for (const [name, Mutant] of mutants) {
    it(`are told by its invariants: ${name}`, () => {
      const prepared = { ...group(config, world => new Mutant(world, config)), searchUnitMs: 500 };
      const bounds = {
        faults: 2,
        writes: 1,
        reads: 0,
        kinds: ['crash', 'partition'],
        phases: 1,
        epochs: 3,
      } as const;
      const { violations, states } = explore(prepared, bounds, {
        properties: [SAFETY],
        maxStates: 12_000,
        perProperty: 1,
      });
      assert.ok(violations.length > 0, `${states} states`);
    });
  }
});
