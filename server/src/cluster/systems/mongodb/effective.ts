import type { Member } from '../../model.js';
import { majority } from '../../quorum.js';
import type { Effective, Settings } from '../../settings.js';
import { isAtLeast, isOlder } from '../../version.js';

/** Who votes, who can confirm writes, and what follows. */
export interface Votes {
  readonly voters: number;
  /** Voters that hold data: only they make up a majority of writes. */
  readonly dataVoters: number;
  readonly arbiters: number;
  /** Votes that an election needs. */
  readonly majority: number;
  /** Members that `w: "majority"` waits for, the primary included: that many, or all data-bearing voters if they are fewer. */
  readonly writeMajority: number;
  readonly electable: number;
}

export function votesOf(members: readonly Member[]): Votes {
  const voters = members.filter(({ votes }) => votes > 0);
  const dataVoters = voters.filter(({ role }) => role === 'data').length;
  return {
    voters: voters.length,
    dataVoters,
    arbiters: members.filter(({ role }) => role === 'witness').length,
    majority: majority(voters.length),
    writeMajority: Math.min(majority(voters.length), dataVoters),
    electable: members.filter(({ eligible }) => eligible).length,
  };
}

/**
 * The write concern of writes that name none: the one that the cluster was given, or the one that MongoDB works out.
 * Undefined where the files do not tell.
 */
export function defaultWriteConcern(
  settings: Settings,
  members: readonly Member[],
  open: boolean,
): Effective | undefined {
  if (settings.given('defaultWriteConcern.w') !== undefined) return undefined;
  const { version } = settings;
  const old = settings.given('settings.getLastErrorDefaults.w');
  if (!isAtLeast(version, '5.0')) {
    return old === undefined
      ? {
          value: '1',
          because: 'Before MongoDB 5.0 a write that names no write concern is acknowledged with w: 1.',
        }
      : { value: old.effective, because: 'settings.getLastErrorDefaults says so; MongoDB 5.0 removes it.' };
  }
  if (open) return undefined;
  const { arbiters, dataVoters, voters, majority: needed } = votesOf(members);
  const others = members.filter(({ role }) => role !== 'witness' && role !== 'learner').length;
  if (arbiters > 0 && Math.min(others, dataVoters) <= needed) {
    return {
      value: '1',
      because: `With ${arbiters === 1 ? 'an arbiter' : `${arbiters} arbiters`} and ${dataVoters} data-bearing of ${voters} voting members, not more than the majority of ${needed}, MongoDB makes w: 1 the default.`,
    };
  }
  return { value: 'majority', because: 'MongoDB makes w: "majority" the default from 5.0 on.' };
}

/** What members go by where it is not what is written. */
export function memberEffective(settings: Settings): Record<string, Effective> {
  const effective: Record<string, Effective> = {};
  if (settings.flag('members.arbiterOnly') === true)
    effective['members.priority'] = { value: 0, because: 'An arbiter is never primary.' };
  if (isAtLeast(settings.version, '6.1') && settings.flag('storage.journal.enabled') === false)
    effective['storage.journal.enabled'] = {
      value: true,
      because: 'From MongoDB 6.1 on there is always a journal.',
    };
  if (
    settings.given('security.keyFile') !== undefined &&
    settings.text('security.authorization') !== 'enabled'
  )
    effective['security.authorization'] = {
      value: 'enabled',
      because: 'A key file switches authorization on.',
    };
  return effective;
}

/** What the set as a whole goes by. */
export function setEffective(settings: Settings, overridesChaining: boolean): Record<string, Effective> {
  const effective: Record<string, Effective> = {};
  if (
    settings.flag('settings.chainingAllowed') === false &&
    !isOlder(settings.version, '5.0.2') &&
    !overridesChaining
  )
    effective['settings.chainingAllowed'] = {
      value: true,
      because: 'From MongoDB 5.0.2 on it is ignored, unless enableOverrideClusterChainingSetting is true.',
    };
  if (settings.number('settings.catchUpTimeoutMillis') === 0)
    effective['settings.catchUpTakeoverDelayMillis'] = {
      value: -1,
      because: 'A catch-up timeout of 0 switches takeovers off as well.',
    };
  return effective;
}
