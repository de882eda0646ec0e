import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import type { Prepared } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import { GroupReplication } from './group.js';
import type { GroupConfig, GroupMember } from './group-config.js';

/** The members of a group of MySQL's Group Replication. */
export function prepareGroup(cluster: Cluster): Prepared | { readonly why: string } {
  const members = cluster.members.filter(({ role }) => role === 'data');
  if (members.length === 0) return { why: `The files tell of no member of ${cluster.name}.` };
  if (members.length > MAX_SET)
    return { why: `${cluster.name} has more than ${MAX_SET} members: too many to play.` };
  const config = configOf(cluster, members);
  const linearizable = config.members.every(({ before }) => before);
  return {
    family: 'virtual-synchrony',
    title: 'Group Replication',
    ...layOut(members.map(member => ({ member, program: 'mysqld', serves: true }))),
    create: world => new GroupReplication(world, config),
    searchUnitMs: 2_500,
    readLevels: [
      { name: linearizable ? 'BEFORE' : config.members[0]!.after ? 'AFTER' : 'EVENTUAL', linearizable },
    ],
    limits: [
      'Conflicts between rows that two members change at once are left out: each write is a row of its own.',
      'Members apply at once: a new primary has no backlog, and flow control slows nobody down.',
      'A view, and who orders transactions in it, is agreed in one step by those who hear each other.',
    ],
  };
}

function configOf(cluster: Cluster, members: readonly Member[]): GroupConfig {
  const settings = cluster.settings['group-replication'];
  const of = (...names: string[]) =>
    because(cluster, 'group-replication', ...names.map(name => `group_replication_${name}`));
  return {
    members: members.map(member => memberOf(member, cluster)),
    singlePrimary: settings?.flag('group_replication_single_primary_mode') !== false,
    suspectMs: 5_000,
    startMs: [1_000, 5_000],
    recoveryMs: [500, 3_000],
    rejoinMs: 300_000,
    because: {
      expel: of('member_expel_timeout'),
      unreachable: of('unreachable_majority_timeout'),
      exit: of('exit_state_action'),
      rejoin: of('autorejoin_tries'),
      consistency: of('consistency'),
      weight: of('member_weight'),
      flush: members.flatMap(member =>
        because(member, 'mysql', 'sync_binlog', 'innodb_flush_log_at_trx_commit'),
      ),
    },
  };
}

function memberOf(member: Member, cluster: Cluster): GroupMember {
  const own = member.settings['group-replication'] ?? cluster.settings['group-replication'];
  const number = (name: string, otherwise: number) => own?.number(`group_replication_${name}`) ?? otherwise;
  const consistency = own?.text('group_replication_consistency') ?? 'EVENTUAL';
  const exit = own?.text('group_replication_exit_state_action');
  return {
    name: member.id,
    weight: number('member_weight', 50),
    expelMs: number('member_expel_timeout', 5_000),
    unreachableMs: number('unreachable_majority_timeout', 0),
    exit: exit === 'ABORT_SERVER' || exit === 'OFFLINE_MODE' ? exit : 'READ_ONLY',
    rejoins: number('autorejoin_tries', 3),
    startsOnBoot: own?.flag('group_replication_start_on_boot') !== false,
    before: consistency === 'BEFORE' || consistency === 'BEFORE_AND_AFTER',
    after: consistency === 'AFTER' || consistency === 'BEFORE_AND_AFTER',
    durable: durableOf(member.settings.mysql),
  };
}

function durableOf(settings: Settings | undefined): GroupMember['durable'] {
  const flush = settings?.number('innodb_flush_log_at_trx_commit') ?? 1;
  if (flush === 0) return 'lazy';
  return flush === 2 || (settings?.number('sync_binlog') ?? 1) !== 1 ? 'machine' : 'each';
}
