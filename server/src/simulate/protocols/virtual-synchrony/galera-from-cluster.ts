import type { Cluster, Member } from '../../../cluster/model.js';
import type { Settings } from '../../../cluster/settings.js';
import { called } from '../../../cluster/systems.js';
import type { Prepared } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import { Galera } from './galera.js';
import type { GaleraConfig, GaleraMember } from './galera-config.js';

/** The nodes and arbitrators of a Galera cluster. */
export function prepareGalera(cluster: Cluster): Prepared | { readonly why: string } {
  const members = cluster.members.filter(({ role }) => role === 'data' || role === 'witness');
  if (!members.some(({ role }) => role === 'data'))
    return { why: `The files tell of no node of ${called(cluster)}.` };
  if (members.length > MAX_SET)
    return { why: `${cluster.name} has more than ${MAX_SET} members: too many to play.` };
  const config = configOf(cluster, members);
  const layout = layOut(
    members.map(member => ({
      member,
      program: member.role === 'witness' ? 'garbd' : 'mysqld',
      serves: member.role === 'data',
    })),
  );
  const waits = config.members.every(({ data, waitsToRead }) => !data || waitsToRead);
  return {
    family: 'virtual-synchrony',
    title: 'Galera',
    ...layout,
    create: world => new Galera(world, config),
    searchUnitMs: Math.max(500, Math.round(config.suspectMs / 2)),
    readLevels: [{ name: waits ? 'wsrep_sync_wait' : 'any node', linearizable: waits }],
    limits: [
      'Conflicts between rows that two nodes change at once are left out: each write is a row of its own.',
      'Flow control (gcs.fc_limit) does not slow anybody down: every node applies at once.',
      'A node that comes back receives what it missed within seconds, however much that is.',
      'Members agree on a view in one step, once all of them hear each other.',
    ],
  };
}

function configOf(cluster: Cluster, members: readonly Member[]): GaleraConfig {
  const settings = cluster.settings.galera;
  const of = (...names: string[]) => because(cluster, 'galera', ...names);
  const ms = (name: string, otherwise: number) => settings?.number(name) ?? otherwise;
  return {
    members: members.map(member => memberOf(member, cluster)),
    keepaliveMs: ms('evs.keepalive_period', 1_000),
    suspectMs: ms('evs.suspect_timeout', 5_000),
    checkMs: ms('evs.inactive_check_period', 500),
    joinRetransMs: ms('evs.join_retrans_period', 1_000),
    installMs: ms('evs.install_timeout', ms('evs.inactive_timeout', 15_000) / 2),
    peerMs: ms('gmcast.peer_timeout', 3_000),
    reconnectMs: [100, 1_000],
    startMs: [1_000, 5_000],
    transferMs: [50, 600],
    because: {
      suspect: of('evs.suspect_timeout', 'evs.inactive_check_period', 'evs.join_retrans_period'),
      weight: of('pc.weight'),
      ignore: of('pc.ignore_sb', 'pc.ignore_quorum'),
      flush: members.flatMap(member =>
        because(
          member,
          member.settings.mariadb === undefined ? 'mysql' : 'mariadb',
          'innodb_flush_log_at_trx_commit',
        ),
      ),
      recovery: of('pc.recovery'),
      reads: of('wsrep_sync_wait'),
    },
  };
}

function memberOf(member: Member, cluster: Cluster): GaleraMember {
  const own = member.settings.galera ?? cluster.settings.galera;
  return {
    name: member.id,
    weight: member.votes,
    data: member.role === 'data',
    recovers: own?.flag('pc.recovery') ?? true,
    ignoresSplit: own?.flag('pc.ignore_sb') === true,
    ignoresQuorum: own?.flag('pc.ignore_quorum') === true,
    flush: flushOf(member.settings.mariadb ?? member.settings.mysql),
    waitsToRead: ((own?.number('wsrep_sync_wait') ?? 0) & 1) === 1,
    dirtyReads: own?.flag('wsrep_dirty_reads') === true,
  };
}

function flushOf(settings: Settings | undefined): 0 | 1 | 2 {
  const text = settings?.text('innodb_flush_log_at_trx_commit');
  return text === '0' ? 0 : text === '2' ? 2 : 1;
}
