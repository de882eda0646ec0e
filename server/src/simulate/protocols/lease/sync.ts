import { NO_SYNC } from '../../kit/postgres/index.js';
import { countBits, has } from '../../kit/sets.js';
import { goneMembers } from './member-keys.js';
import type { LeaseState } from './state.js';

/**
 * The sync state with which a new leader begins. With quorum commit it goes on with as many standbys as the quorum that elected it allows,
 * and leaves /sync as it is; else it writes itself there, without a standby: the next round finds some
 * (process_sync_replication_prepromote).
 */
export function takeSync(s: LeaseState, i: number): void {
  const { config, pg } = s;
  if (config.sync === 'off') return;
  if (config.sync === 'quorum' && s.syncLeader.get() !== 0) {
    const voters = s.syncSet.get();
    const others = voters & ~(1 << i);
    const count = countBits(voters) - s.syncQuorum.get() - (has(voters, i) ? 1 : 0);
    pg.setSync(i, count > 0 ? { method: 'any', count, members: listOf(s, others) } : NO_SYNC);
    return;
  }
  write(s, i, 0, 0);
  pg.setSync(i, config.strict ? waitForAny(s, i) : NO_SYNC);
}

/**
 * The leader chooses its synchronous standbys among those that are connected: first PostgreSQL is told, then, when they
 * have confirmed, the DCS; those that go leave the DCS first. So nobody is promoted who may miss a commit
 * (https://patroni.readthedocs.io/en/latest/replication_modes.html).
 */
export function manageSync(s: LeaseState, i: number): void {
  const { config, pg, w } = s;
  if (config.sync === 'off') return;
  if (config.sync === 'quorum' && s.syncLeader.get() !== i + 1) {
    const others = s.syncSet.get() & ~(1 << i);
    write(s, i, others, countBits(others) - Math.min(pg.state.count(i), countBits(others)));
    // Newly promoted, it gives its standbys a round to come before it does without them.
    return s.syncing.arm(s.agent(i), config.loopWaitMs);
  }
  if (s.syncLeader.get() !== i + 1) write(s, i, 0, 0);
  const current = s.syncSet.get();
  const active = activeOf(s, i);
  const picked = config.sync === 'quorum' ? active : pick(s, i, current, active);
  const told = pg.state.syncMembers.get(i);
  const count = config.sync === 'quorum' ? Math.min(config.nodeCount, countBits(picked)) : countBits(picked);
  if (picked === current && picked !== 0 && picked === told && pg.state.count(i) === count) return;
  if (picked === 0 && current === 0 && (config.strict || pg.state.method(i) === 'none')) return;
  if (config.sync === 'quorum' && picked !== 0) {
    // Until all is changed, a quorum must hold for the old standbys and for the new ones.
    const union = current | picked;
    write(s, i, union, countBits(union) - Math.min(pg.state.count(i), count));
  } else write(s, i, current & picked, 0);
  if (picked === 0) {
    if (w.told)
      w.say(
        config.strict ? 'blocked' : 'membership',
        i,
        config.strict
          ? `${s.name(i)} has no synchronous standby left: commits wait until there is one.`
          : `${s.name(i)} has no synchronous standby left and goes on without: what it acknowledges now is on no other node.`,
        ...(config.strict ? config.because.strict : config.because.sync),
      );
    pg.setSync(i, config.strict ? waitForAny(s, i) : NO_SYNC);
    return;
  }
  const members = listOf(s, picked);
  pg.setSync(i, { method: config.sync === 'quorum' ? 'any' : 'first', count, members });
  if (w.told && picked !== told)
    w.say(
      'membership',
      i,
      `${s.name(i)} makes ${pg.namesOf(picked)} its synchronous ${members.length > 1 ? 'standbys' : 'standby'}.`,
      ...config.because.sync,
    );
  s.syncing.arm(s.agent(i), 1_900, 2_400);
}

/** Those that have confirmed what was committed before may be promoted from now on. */
export function finishSync(s: LeaseState, i: number): void {
  if (s.owner !== i || !s.reaches(i) || !s.pg.isPrimary(i)) return;
  const { state } = s.pg;
  const chosen = state.syncMembers.get(i);
  let confirmed = 0;
  for (let j = 0; j < s.n; j++) {
    if (!has(chosen, j) || !has(state.caughtUp.get(i), j)) continue;
    if (state.confirmed.get(state.pair(i, j)) >= state.applied.get(i)) confirmed |= 1 << j;
  }
  if (s.config.sync === 'quorum' && confirmed !== chosen) return s.syncing.arm(s.agent(i), 1_000);
  write(s, i, confirmed, quorumOf(s, confirmed));
}

/** All is well from the beginning: these are synchronous. */
export function beginSync(s: LeaseState, leader: number): void {
  if (s.config.sync === 'off') return;
  let active = 0;
  for (let j = 0; j < s.n; j++) if (j !== leader && s.node(j).maySync) active |= 1 << j;
  const size = countBits(active);
  const wanted = Math.min(s.config.nodeCount, size);
  let picked = active;
  if (s.config.sync === 'on' && wanted < size) {
    const first = s.w.choose(size);
    picked = 0;
    const all = listOf(s, active);
    for (let k = 0; k < wanted; k++) picked |= 1 << all[(first + k) % size]!;
  }
  write(s, leader, picked, s.config.sync === 'quorum' ? size - wanted : 0);
  if (picked === 0) return s.pg.setSync(leader, s.config.strict ? waitForAny(s, leader) : NO_SYNC);
  s.pg.setSync(leader, {
    method: s.config.sync === 'quorum' ? 'any' : 'first',
    count: wanted,
    members: listOf(s, picked),
  });
}

function write(s: LeaseState, leader: number, members: number, quorum: number): void {
  s.syncLeader.set(0, leader + 1);
  s.syncSet.set(0, members);
  s.syncQuorum.set(0, quorum);
}

/** Of so many voters, how many must not be ahead of a candidate: any set that acknowledged overlaps them. */
function quorumOf(s: LeaseState, voters: number): number {
  if (s.config.sync !== 'quorum') return 0;
  const size = countBits(voters);
  return size - Math.min(s.config.nodeCount, size);
}

function activeOf(s: LeaseState, i: number): number {
  const connected = s.pg.connected(i) & ~goneMembers(s);
  let active = 0;
  for (let j = 0; j < s.n; j++) if (j !== i && has(connected, j) && s.node(j).maySync) active |= 1 << j;
  return active;
}

/** Those that are chosen stay; the others by whether they may lead, and how far they are. */
function pick(s: LeaseState, i: number, current: number, active: number): number {
  let picked = 0;
  let left = s.config.nodeCount;
  while (left > 0) {
    let best = -1;
    for (let j = 0; j < s.n; j++) {
      if (j === i || !has(active, j) || has(picked, j)) continue;
      if (best < 0 || rank(s, j, current) > rank(s, best, current)) best = j;
    }
    if (best < 0) break;
    picked |= 1 << best;
    left--;
  }
  return picked;
}

function rank(s: LeaseState, j: number, current: number): number {
  return (
    (s.node(j).noFailover ? 0 : 2 ** 24) +
    (has(current, j) ? 2 ** 23 : 0) +
    Math.min(s.pg.received(j), 2 ** 22)
  );
}

/** `*`: whoever connects counts; since 4.1.4 a name that nobody has, so that nobody does before it was chosen. */
function waitForAny(s: LeaseState, i: number): Parameters<typeof s.pg.setSync>[1] {
  const others = s.config.strictTakesAny ? s.config.nodes.flatMap((_, j) => (j === i ? [] : [j])) : [];
  return { method: 'first', count: 1, members: others };
}

function listOf(s: LeaseState, set: number): number[] {
  return s.config.nodes.flatMap((_, j) => (has(set, j) ? [j] : []));
}
