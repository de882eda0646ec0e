import type { Cluster } from '../../../cluster/model.js';
import type { System } from '../../../cluster/systems.js';
import type { Family } from '../../family.js';
import { prepareGroup, type RaftGroup } from './prepare.js';
import { cockroachGroup } from './systems/cockroach.js';
import { consulGroup } from './systems/consul.js';
import { etcdGroup } from './systems/etcd.js';
import { keeperGroup } from './systems/keeper.js';
import { neutralRaft } from './systems/neutral.js';
import { quorumQueueGroup } from './systems/quorum-queues.js';
import { tikvGroup } from './systems/tikv.js';
import { yugabyteGroup } from './systems/yugabyte.js';
import { zookeeperGroup } from './systems/zookeeper.js';

/** Replicated logs with an elected leader: services of their own, and one range or tablet of a database. */
export const RAFT: Family = {
  id: 'raft',
  title: 'Raft',
  prepare: cluster => {
    const group = raftGroupOf(cluster);
    if (group === undefined) return undefined;
    return 'why' in group ? group : prepareGroup(cluster, group);
  },
};

/** The group that a cluster is, or a sentence that says what is missing; undefined: it is none. */
export function raftGroupOf(cluster: Cluster): ReturnType<ToGroup> {
  return GROUPS[cluster.system]?.(cluster);
}

type ToGroup = (cluster: Cluster) => RaftGroup | { readonly why: string } | undefined;

const GROUPS: Partial<Readonly<Record<System, ToGroup>>> = {
  etcd: etcdGroup,
  consul: consulGroup,
  zookeeper: zookeeperGroup,
  clickhouse: keeperGroup,
  rabbitmq: quorumQueueGroup,
  cockroach: cockroachGroup,
  yugabyte: yugabyteGroup,
  tidb: tikvGroup,
  neutral: neutralRaft,
};
