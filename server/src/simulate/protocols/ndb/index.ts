import type { Cluster, Member } from '../../../cluster/model.js';
import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { because } from '../../kit/reasons.js';
import { MAX_SET } from '../../kit/sets.js';
import type { NdbConfig } from './config.js';
import { Ndb } from './ndb.js';

/** Data nodes in node groups, and an arbitrator for halves. */
export const NDB: Family = {
  id: 'ndb',
  title: 'MySQL NDB Cluster',
  prepare: cluster => {
    if (cluster.system !== 'ndb') return undefined;
    const data = cluster.members.filter(({ role }) => role === 'data');
    const copies = cluster.settings.ndb?.number('NoOfReplicas') ?? 2;
    if (data.length === 0) return { why: 'The file tells no data nodes.' };
    if (data.length % copies !== 0)
      return { why: `${data.length} data nodes are no whole number of groups of ${copies}.` };
    const judges = arbitratorsOf(cluster);
    if (data.length + judges.length > MAX_SET)
      return { why: `More than ${MAX_SET} nodes cannot be simulated.` };
    const config = configOf(cluster, data, judges);
    const { hosts, processes } = layOut([
      ...data.map(member => ({ member, program: 'ndbmtd', serves: true })),
      ...judges.map(member => ({
        member,
        program: member.role === 'witness' ? 'ndb_mgmd' : 'mysqld',
        serves: false,
      })),
    ]);
    return {
      family: 'ndb',
      title: 'MySQL NDB Cluster',
      hosts,
      processes,
      create: world => new Ndb(world, config),
      searchUnitMs: Math.max(1, Math.round(config.heartbeatMs / 2)),
      readLevels: [{ name: 'committed', linearizable: true }],
      limits: [
        'Programs talk to the data nodes as if an SQL node stood beside each.',
        'Heartbeats go to all data nodes here, not round a ring.',
      ],
    };
  },
};

/** By rank: management nodes have 1 where nothing is said, SQL nodes 0. */
function arbitratorsOf(cluster: Cluster): readonly Member[] {
  const rank = ({ role, settings }: Member) =>
    settings.ndb?.number('ArbitrationRank') ?? (role === 'witness' ? 1 : 0);
  return cluster.members
    .filter(member => member.role !== 'data' && rank(member) > 0)
    .sort((a, b) => rank(a) - rank(b));
}

function configOf(cluster: Cluster, data: readonly Member[], judges: readonly Member[]): NdbConfig {
  const settings = cluster.settings.ndb;
  const copies = settings?.number('NoOfReplicas') ?? 2;
  const told = data.map(({ settings: own }) => own.ndb?.given('NodeGroup')?.effective);
  const groups = told.every(group => typeof group === 'number')
    ? ranked(told as readonly number[])
    : data.map((_, at) => Math.floor(at / copies));
  const arbitration = settings?.text('Arbitration');
  return {
    dataNodes: data.length,
    groups,
    arbitrators: judges.map((_, at) => data.length + at),
    arbitration:
      arbitration === 'Disabled' || arbitration === 'WaitExternal'
        ? arbitration
        : // Where all that could decide have rank 0 the kernel disables it (Qmgr).
          judges.length === 0 && cluster.members.some(({ role }) => role !== 'data')
          ? 'Disabled'
          : 'Default',
    arbitrationMs: settings?.number('ArbitrationTimeout') ?? 7500,
    heartbeatMs: settings?.number('HeartbeatIntervalDbDb') ?? 5000,
    checkpointMs: settings?.number('TimeBetweenGlobalCheckpoints') ?? 2000,
    restarts: settings?.flag('StopOnError') === false,
    because: {
      heartbeat: because(cluster, 'ndb', 'HeartbeatIntervalDbDb'),
      arbitration: because(cluster, 'ndb', 'Arbitration', 'ArbitrationTimeout'),
      groups: because(cluster, 'ndb', 'NoOfReplicas'),
      checkpoint: because(cluster, 'ndb', 'TimeBetweenGlobalCheckpoints'),
    },
  };
}

/** Numbers of groups as 0, 1, 2 …, whatever they are called. */
function ranked(groups: readonly number[]): number[] {
  const order = [...new Set(groups)].sort((a, b) => a - b);
  return groups.map(group => order.indexOf(group));
}
