import { countBits } from '../../kit/sets.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import { majorityOf } from './membership.js';
import type { Raft } from './raft.js';

/** What an operator does to a group: false where it means nothing. */
export function command(raft: Raft, world: World, fault: Fault, process: number): boolean {
  switch (fault.kind) {
    case 'addMember':
    case 'removeMember':
      return changeMembers(raft, world, fault, process);
    case 'promote':
      return transfer(raft, world, process);
    default:
      return false;
  }
}

/**
 * The leader hands over to a voter that has the whole log (section 3.10 of https://github.com/ongardie/dissertation): told to stand at
 * once, it asks for votes that a lease does not keep back.
 */
function transfer(raft: Raft, world: World, process: number): boolean {
  const leader = latestLeader(raft, world);
  if (leader < 0 || leader === process || !raft.members.isVoter(process)) return false;
  if (!raft.hasAll(leader, process)) {
    say(
      raft,
      world,
      leader,
      `${world.nameOf(process)} is behind, so that the leader does not hand over to it.`,
    );
    return true;
  }
  raft.post(leader, process, raft.standNow, raft.term.get(leader));
  return true;
}

type MemberFault = Extract<Fault, { kind: 'addMember' | 'removeMember' }>;

/**
 * `addMember` and `removeMember`: one change at a time, made by the leader as an entry of the log. A process of -1 is a
 * member that no file speaks of: added, it counts and never answers. False: the group knows no such command.
 */
function changeMembers(raft: Raft, world: World, fault: MemberFault, process: number): boolean {
  if (raft.config.membership === undefined) return false;
  const leader = latestLeader(raft, world);
  const { host } = fault;
  if (leader < 0) {
    say(
      raft,
      world,
      -1,
      `${host} cannot be ${fault.kind === 'addMember' ? 'added' : 'removed'}: there is no leader.`,
    );
    return true;
  }
  const voters = raft.members.voters(leader);
  const bit = bitOf(raft, fault.kind, process, voters);
  if (bit < 0) return false;
  const after = fault.kind === 'addMember' ? voters | (1 << bit) : voters & ~(1 << bit);
  if (after === voters || after === 0) return false;
  if (raft.members.isPending(leader, raft.commit.get(leader))) {
    say(raft, world, leader, `The change of ${host} is refused: another change is not committed yet.`);
    return true;
  }
  if (raft.config.membership.strict && isRisky(world, leader, voters, after)) {
    say(
      raft,
      world,
      leader,
      `The change of ${host} is refused: not every member is well, and it could cost the majority.`,
    );
    return true;
  }
  const epoch = raft.term.get(leader);
  const index = raft.log.end(leader) + 1;
  if (!raft.members.note(epoch, index, after)) return false;
  raft.log.append(leader, epoch);
  raft.sendNew(leader, index);
  const answers = reachable(world, leader, after);
  const { system } = raft.config;
  say(
    raft,
    world,
    leader,
    fault.kind === 'addMember'
      ? `${host} is being added to ${system}: ${majorityOf(after)} of ${countBits(after)} are a majority then, and ${countBits(answers)} answer.`
      : `${host} is being removed from ${system}: ${majorityOf(after)} of ${countBits(after)} are a majority then.`,
  );
  return true;
}

/** The one of the highest term that is up. */
function latestLeader(raft: Raft, world: World): number {
  let found = -1;
  for (let p = 0; p < raft.processes; p++) {
    if (!raft.leads(p) || !world.isUp(p)) continue;
    if (found < 0 || raft.term.get(p) > raft.term.get(found)) found = p;
  }
  return found;
}

function bitOf(raft: Raft, kind: string, process: number, voters: number): number {
  if (process >= 0) return process;
  if (kind === 'addMember') return raft.members.spare(voters);
  for (let bit = 29; bit >= raft.processes; bit--) if ((voters & (1 << bit)) !== 0) return bit;
  return -1;
}

/**
 * etcd refuses to add a member while one that votes is not connected, and to remove one where too few of the rest are
 * (https://etcd.io/docs/v3.5/faq/, "member add before remove").
 */
function isRisky(world: World, leader: number, voters: number, after: number): boolean {
  const answers = reachable(world, leader, voters);
  if ((after & ~voters) !== 0) return answers !== voters;
  return countBits(answers & after) < majorityOf(after);
}

function reachable(world: World, leader: number, voters: number): number {
  let set = 0;
  for (let q = 0; q < world.processes.length; q++) {
    if ((voters & (1 << q)) !== 0 && (q === leader || world.talks(leader, q))) set |= 1 << q;
  }
  return set;
}

function say(raft: Raft, world: World, p: number, text: string): void {
  if (world.told) world.say('membership', p, text, ...(raft.config.because.membership ?? []));
}
