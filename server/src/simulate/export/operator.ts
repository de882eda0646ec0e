import type { Cluster } from '../../cluster/model.js';
import type { System } from '../../cluster/systems.js';
import type { Fault } from '../schedule/model.js';

type Action = Extract<
  Fault,
  { kind: 'promote' | 'cancelWaits' | 'removeMember' | 'addMember' | 'maintenance' }
>;

/**
 * The command by which an operator of the system does a thing, for a comment; a whole sentence where there is none. It
 * holds no name out of a file: those are quoted by whoever writes the comment.
 */
export function operatorCommand({ system, systems }: Cluster, action: Action): string {
  switch (action.kind) {
    case 'promote':
      return PROMOTE[system] ?? 'This system has no command that makes one host leader.';
    case 'cancelWaits': {
      const waits = (['postgres', 'mariadb', 'mysql', 'mongodb'] as const).find(each => systems.has(each));
      return waits === undefined ? 'Nothing waits here that could be cancelled alone.' : CANCEL[waits]!;
    }
    case 'removeMember':
      return MEMBERS[system]?.[0] ?? 'Stop what runs there and keep it from starting.';
    case 'addMember':
      return MEMBERS[system]?.[1] ?? 'Start what runs there, set up as a new member.';
    case 'maintenance': {
      const [on, off] = MAINTENANCE[system] ?? [];
      return (action.on ? on : off) ?? 'This system has no command that keeps its failover from acting.';
    }
  }
}

/** Where commands hold `HOST`, the host of the event is meant; `CLUSTER` is the name of the cluster. */
const PROMOTE: Partial<Record<System, string>> = {
  patroni: 'patronictl failover CLUSTER --candidate HOST --force',
  postgres: 'SELECT pg_promote()',
  repmgr: 'repmgr standby promote',
  pg_auto_failover: 'pg_autoctl perform promotion --name HOST',
  cloudnativepg: 'kubectl cnpg promote CLUSTER HOST',
  mysql: 'STOP REPLICA; RESET REPLICA ALL; SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF',
  mariadb: 'STOP ALL SLAVES; RESET SLAVE ALL; SET GLOBAL read_only = OFF',
  'group-replication': "SELECT group_replication_set_as_primary('server_uuid of HOST')",
  galera: "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'",
  orchestrator: 'orchestrator-client -c force-master-takeover -alias CLUSTER -d HOST',
  mha: 'masterha_master_switch --conf=FILE --master_state=dead --dead_master_host=OLD --new_master_host=HOST',
  redis: 'REPLICAOF NO ONE (Redis Cluster: CLUSTER FAILOVER TAKEOVER)',
  valkey: 'REPLICAOF NO ONE (a cluster: CLUSTER FAILOVER TAKEOVER)',
  sentinel: 'REPLICAOF NO ONE',
  mongodb: 'rs.reconfig(config, { force: true }), with the highest priority for HOST',
  etcd: 'etcdctl move-leader ID-OF-HOST',
  consul: 'consul operator raft transfer-leader -id=ID-OF-HOST',
  kafka:
    'kafka-leader-election.sh --bootstrap-server HOST:9092 --election-type UNCLEAN --topic TOPIC --partition N',
};

const CANCEL: Partial<Record<System, string>> = {
  postgres: "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
  mysql: 'SET GLOBAL rpl_semi_sync_source_enabled = OFF (before 8.0.26: rpl_semi_sync_master_enabled)',
  mariadb: 'SET GLOBAL rpl_semi_sync_master_enabled = OFF',
  mongodb: 'db.killOp(opid), for each write of db.currentOp() that waits for its concern',
};

const MEMBERS: Partial<Record<System, readonly [remove: string, add: string]>> = {
  patroni: ['systemctl stop patroni', 'systemctl start patroni'],
  repmgr: ['repmgr standby unregister', 'repmgr standby register'],
  pg_auto_failover: ['pg_autoctl drop node', 'pg_autoctl create postgres --monitor URI'],
  'group-replication': ['STOP GROUP_REPLICATION', 'START GROUP_REPLICATION'],
  galera: ['SHUTDOWN', 'systemctl start mariadb'],
  mongodb: ['rs.remove("HOST:27017")', 'rs.add("HOST:27017")'],
  etcd: ['etcdctl member remove ID-OF-HOST', 'etcdctl member add HOST --peer-urls=URL'],
  consul: ['consul operator raft remove-peer -id=ID-OF-HOST', 'consul join ADDRESS, on HOST'],
  cassandra: ['nodetool decommission', 'systemctl start cassandra, with auto_bootstrap'],
  scylla: ['nodetool decommission', 'systemctl start scylla-server'],
  cockroach: ['cockroach node decommission ID-OF-HOST', 'cockroach start --join=ADDRESSES'],
  rabbitmq: ['rabbitmqctl forget_cluster_node rabbit@HOST', 'rabbitmqctl join_cluster rabbit@OTHER'],
};

const MAINTENANCE: Partial<Record<System, readonly [on: string, off: string]>> = {
  patroni: ['patronictl pause --wait', 'patronictl resume --wait'],
  repmgr: ['repmgr service pause', 'repmgr service unpause'],
  pg_auto_failover: ['pg_autoctl enable maintenance', 'pg_autoctl disable maintenance'],
  orchestrator: [
    'orchestrator-client -c disable-global-recoveries',
    'orchestrator-client -c enable-global-recoveries',
  ],
  mha: ['masterha_stop --conf=FILE', 'masterha_manager --conf=FILE'],
};
