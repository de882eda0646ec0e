import { type LeaseState, PHASE } from './state.js';

/**
 * Each agent keeps a key of its own in the DCS, which ends with its lease when nobody renews it. Who has none is no member to the leader: it is
 * not chosen as a synchronous standby, however well its server streams (`pick_synchronous_standby` goes through the members), and
 * before Patroni 4.0 the leader drops its replication slot (https://patroni.readthedocs.io/en/latest/dynamic_configuration.html:
 * `member_slots_ttl`). Searches count in steps too long for that: there, everybody stays a member.
 */
export function watchMembers(s: LeaseState): void {
  for (let i = 0; i < s.n; i++) {
    // While the DCS has no leader no lease ends, and all begin anew with the next one.
    if (s.had.get() === 0) s.keyUntil.set(s.agent(i), 0);
    else if (!s.reaches(i) || !s.w.isUp(s.agent(i))) stopsRenewing(s, i);
  }
}

/** From its last round on its key lives for ttl: that was when the present wait began, or, where nothing tells, at most loop_wait ago. */
export function stopsRenewing(s: LeaseState, i: number): void {
  const { w, config } = s;
  const a = s.agent(i);
  if (!config.memberKeysEnd || w.options.unitMs !== 1 || s.keyUntil.get(a) !== 0) return;
  const [least, most] = config.service.expiryMs;
  const waits = s.phase.get(a) === PHASE.blocked;
  s.keyUntil.set(a, w.dueIn(Math.max(1, least - config.loopWaitMs), waits ? most - config.loopWaitMs : most));
}

/** A round of its loop: it is a member, from now on or still. */
export function renewMember(s: LeaseState, i: number): void {
  s.keyUntil.set(s.agent(i), 0);
}

/** The nodes that are no members any more. */
export function goneMembers(s: LeaseState): number {
  let gone = 0;
  for (let i = 0; i < s.n; i++) {
    const until = s.keyUntil.get(s.agent(i));
    if (until !== 0 && until <= s.w.now) gone |= 1 << i;
  }
  return gone;
}

/** The leader drops the slots of those that are no members and not connected, and makes those of the others. */
export function keepSlots(s: LeaseState, leader: number): void {
  if (!s.config.dropsSlots) return;
  const none = goneMembers(s) & ~s.pg.connected(leader);
  if (s.w.told && (none & ~s.noSlot.get()) !== 0)
    s.w.say(
      'membership',
      leader,
      `${s.name(leader)} drops the replication slots of ${s.pg.namesOf(none)}: without keys in ${s.config.service.name} they are no members.`,
      ...s.config.because.ttl,
    );
  if (none !== s.noSlot.get()) s.noSlot.set(0, none);
}
