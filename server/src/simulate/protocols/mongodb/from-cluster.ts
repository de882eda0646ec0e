import type { Cluster, Member } from '../../../cluster/model.js';
import { because } from '../../kit/reasons.js';
import type { MongoConfig, MongoMember } from './config.js';

/** What a replica set goes by. Defaults: https://www.mongodb.com/docs/manual/reference/replica-configuration/. */
export function configOf(cluster: Cluster): MongoConfig {
  const { members } = cluster;
  const settings = cluster.settings.mongodb;
  const catchUp = settings?.number('settings.catchUpTimeoutMillis') ?? -1;
  const takeover = settings?.number('settings.catchUpTakeoverDelayMillis') ?? 30_000;
  const journaled = settings?.flag('writeConcernMajorityJournalDefault') ?? true;
  const clients = cluster.clients.map(client => client.settings.mongodb);
  const asked = clients.find(each => each?.given('w') !== undefined)?.text('w');
  const preference = clients.map(each => each?.text('readPreference') ?? 'primary');
  const read =
    clients.find(each => each?.given('readConcernLevel') !== undefined)?.text('readConcernLevel') ??
    settings?.text('defaultReadConcern.level');
  const arbiters = members.filter(({ role }) => role === 'witness');
  return {
    members: members.map(memberOf),
    primary: firstPrimary(members),
    heartbeatMs: settings?.number('settings.heartbeatIntervalMillis') ?? 2_000,
    electionTimeoutMs: settings?.number('settings.electionTimeoutMillis') ?? 10_000,
    catchUpMs: catchUp < 0 ? Infinity : catchUp,
    ...(takeover < 0 ? {} : { catchUpTakeoverMs: takeover }),
    chaining: settings?.flag('settings.chainingAllowed') ?? true,
    write: writeOf(asked ?? settings?.text('defaultWriteConcern.w')),
    journaled,
    journalMs: members[0]?.settings.mongodb?.number('storage.journal.commitIntervalMs') ?? 100,
    read: read === 'majority' || read === 'linearizable' ? read : 'local',
    readsSecondaries: preference.some(each => each !== 'primary'),
    because: {
      election: because(cluster, 'mongodb', 'settings.electionTimeoutMillis'),
      write: because(cluster, 'mongodb', 'defaultWriteConcern.w'),
      catchUp: because(cluster, 'mongodb', 'settings.catchUpTimeoutMillis'),
      priority: members.flatMap(member =>
        member.settings.mongodb?.given('members.priority') === undefined
          ? []
          : because(member, 'mongodb', 'members.priority'),
      ),
      journal: because(cluster, 'mongodb', 'writeConcernMajorityJournalDefault'),
      arbiter: arbiters.flatMap(member => because(member, 'mongodb', 'members.arbiterOnly')),
    },
  };
}

function memberOf(member: Member): MongoMember {
  const arbiter = member.role === 'witness';
  const settings = member.settings.mongodb;
  return {
    name: member.id,
    arbiter,
    votes: member.votes > 0,
    priority: member.eligible ? (member.priority ?? 1) : 0,
    delayMs: settings?.number('members.secondaryDelaySecs') || settings?.number('members.slaveDelay') || 0,
  };
}

/** The one that the files name, else the first of those with the highest priority: it would take over anyway. */
function firstPrimary(members: readonly Member[]): number {
  const named = members.findIndex(({ leader, eligible }) => leader === true && eligible);
  if (named >= 0) return named;
  let best = 0;
  for (const [p, member] of members.entries()) {
    const current = members[best]!;
    if (!member.eligible) continue;
    if (!current.eligible || (member.priority ?? 1) > (current.priority ?? 1)) best = p;
  }
  return best;
}

/** `majority`, a number, or the name of a mode with tags, which is taken as a majority. */
function writeOf(text: string | undefined): MongoConfig['write'] {
  if (text === undefined) return 'majority';
  const count = Number(text);
  return Number.isInteger(count) ? count : 'majority';
}
