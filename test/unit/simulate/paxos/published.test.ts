import assert from 'node:assert/strict';
import { accepts, promises, supersedes } from '../../../../server/src/simulate/protocols/paxos/rules.js';

/**
 * The published specification of Paxos: acceptors, and one leader for each ballot that is not shown; whatever was sent stays sent.
 * Its states are counted here with our rules in place of its conditions. Ballots are one higher than there: 0 is none.
 */
interface State {
  readonly promised: readonly number[];
  readonly acceptedIn: readonly number[];
  readonly accepted: readonly number[];
  /** `1a b`, `1b a b acceptedIn accepted`, `2a b v`, `2b a b v`. */
  readonly sent: ReadonlySet<string>;
}

interface Count {
  readonly states: number;
  readonly depth: number;
}

function count(acceptors: number, ballots: number, values: number): Count {
  const start: State = {
    promised: new Array<number>(acceptors).fill(0),
    acceptedIn: new Array<number>(acceptors).fill(0),
    accepted: new Array<number>(acceptors).fill(0),
    sent: new Set(),
  };
  const seen = new Set([keyOf(start)]);
  let layer = [start];
  let depth = 1;
  while (layer.length > 0) {
    const next: State[] = [];
    for (const state of layer) {
      for (const each of successors(state, ballots, values)) {
        const key = keyOf(each);
        if (seen.has(key)) continue;
        seen.add(key);
        assertAgreement(each, acceptors);
        next.push(each);
      }
    }
    if (next.length > 0) depth++;
    layer = next;
  }
  return { states: seen.size, depth };
}

function keyOf({ promised, acceptedIn, accepted, sent }: State): string {
  return `${promised};${acceptedIn};${accepted};${[...sent].sort().join()}`;
}

function successors(state: State, ballots: number, values: number): State[] {
  const found: State[] = [];
  const { promised, acceptedIn, accepted, sent } = state;
  const send = (message: string, more: Partial<State> = {}) =>
    found.push({ ...state, ...more, sent: new Set([...sent, message]) });
  const set = (list: readonly number[], at: number, value: number) =>
    list.map((each, i) => (i === at ? value : each));
  for (let b = 1; b <= ballots; b++) {
    send(`1a ${b}`);
    for (let v = 1; v <= values; v++) if (mayPropose(state, b, v)) send(`2a ${b} ${v}`);
    for (let a = 0; a < promised.length; a++) {
      if (sent.has(`1a ${b}`) && promises(promised[a]!, b))
        send(`1b ${a} ${b} ${acceptedIn[a]} ${accepted[a]}`, { promised: set(promised, a, b) });
      for (let v = 1; v <= values; v++) {
        if (!sent.has(`2a ${b} ${v}`) || !accepts(promised[a]!, b)) continue;
        send(`2b ${a} ${b} ${v}`, {
          promised: set(promised, a, b),
          acceptedIn: set(acceptedIn, a, b),
          accepted: set(accepted, a, v),
        });
      }
    }
  }
  return found;
}

/** Nothing was proposed in the ballot, and some majority promised whose highest accepted value it is, or that has none. */
function mayPropose({ sent, promised }: State, ballot: number, value: number): boolean {
  for (const message of sent) if (message.startsWith(`2a ${ballot} `)) return false;
  const answers = [...sent].flatMap(message => {
    const [kind, a, b, inBallot, v] = message.split(' ');
    return kind === '1b' && Number(b) === ballot
      ? [{ acceptor: Number(a), inBallot: Number(inBallot), value: Number(v) }]
      : [];
  });
  const n = promised.length;
  for (let quorum = 0; quorum < 1 << n; quorum++) {
    const members = promised.flatMap((_, a) => ((quorum >> a) & 1 ? [a] : []));
    // The published model has the majorities of just enough.
    if (members.length !== (n >> 1) + 1) continue;
    const own = answers.filter(({ acceptor }) => members.includes(acceptor));
    if (!members.every(a => own.some(({ acceptor }) => acceptor === a))) continue;
    let best = 0;
    for (const { inBallot } of own) if (supersedes(best, inBallot)) best = inBallot;
    if (best === 0 || own.some(({ inBallot, value: v }) => inBallot === best && v === value)) return true;
  }
  return false;
}

function assertAgreement({ sent }: State, acceptors: number): void {
  const votes = new Map<string, number>();
  for (const message of sent) {
    const [kind, , b, v] = message.split(' ');
    if (kind === '2b') votes.set(`${b} ${v}`, (votes.get(`${b} ${v}`) ?? 0) + 1);
  }
  const chosen = [...votes].flatMap(([key, count_]) => (count_ > acceptors / 2 ? [key.split(' ')[1]] : []));
  assert.ok(new Set(chosen).size <= 1, 'agreement');
}

describe('simulate: the rules of Paxos', () => {
  /**
   * https://github.com/tlaplus/Examples, specifications/PaxosHowToWinATuringAward/manifest.json, MCPaxosTiny.cfg (3 acceptors, ballots
   * 0 and 1, 2 values): distinctStates 3921, stateDepth 17.
   */
  it('give as many states as TLC counts in the published specification', () => {
    assert.deepEqual(count(3, 2, 2), { states: 3921, depth: 17 });
  });
});
