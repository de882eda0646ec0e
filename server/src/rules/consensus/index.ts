import type { Rule } from '../rule.js';
import clickhouseEvenKeepers from './clickhouse-even-keepers.js';
import clickhouseKeeperNoSync from './clickhouse-keeper-no-sync.js';
import clickhouseQuorumOfAll from './clickhouse-quorum-of-all.js';
import clickhouseSameMacros from './clickhouse-same-macros.js';
import clickhouseSameReplicaName from './clickhouse-same-replica-name.js';
import clickhouseSequentialReadsIgnored from './clickhouse-sequential-reads-ignored.js';
import clickhouseUnwaitedInserts from './clickhouse-unwaited-inserts.js';
import clickhouseWritesToAllReplicas from './clickhouse-writes-to-all-replicas.js';
import consensusDataInTmp from './consensus-data-in-tmp.js';
import consulBootstrapAndExpect from './consul-bootstrap-and-expect.js';
import consulBootstrapSeveral from './consul-bootstrap-several.js';
import consulDeadServersStay from './consul-dead-servers-stay.js';
import consulEvenServers from './consul-even-servers.js';
import consulExpectDiffers from './consul-expect-differs.js';
import consulGossipUnverified from './consul-gossip-unverified.js';
import consulNothingToJoin from './consul-nothing-to-join.js';
import consulOpenToAll from './consul-open-to-all.js';
import consulServerLeaves from './consul-server-leaves.js';
import consulSlowElections from './consul-slow-elections.js';
import consulStalePrimaryByDns from './consul-stale-primary-by-dns.js';
import consulTimesRefused from './consul-times-refused.js';
import etcdAdvertisesNowhere from './etcd-advertises-nowhere.js';
import etcdElectionTimeoutRefused from './etcd-election-timeout-refused.js';
import etcdEvenMembers from './etcd-even-members.js';
import etcdForceNewCluster from './etcd-force-new-cluster.js';
import etcdGrowsUntilFull from './etcd-grows-until-full.js';
import etcdMembersDisagree from './etcd-members-disagree.js';
import etcdNameNotListed from './etcd-name-not-listed.js';
import etcdNoFsync from './etcd-no-fsync.js';
import etcdOneMachine from './etcd-one-machine.js';
import etcdOpenToAll from './etcd-open-to-all.js';
import etcdPlainPeers from './etcd-plain-peers.js';
import etcdPreVoteOff from './etcd-pre-vote-off.js';
import etcdRemovedSetting from './etcd-removed-setting.js';
import etcdSecurityOutside from './etcd-security-outside.js';
import etcdSerializableRead from './etcd-serializable-read.js';
import etcdTightElectionTimeout from './etcd-tight-election-timeout.js';
import etcdTimersDiffer from './etcd-timers-differ.js';
import etcdTooManyMembers from './etcd-too-many-members.js';
import etcdTwoMembers from './etcd-two-members.js';
import etcdUnsafeReconfiguration from './etcd-unsafe-reconfiguration.js';
import rabbitmqAutohealLoses from './rabbitmq-autoheal-loses.js';
import rabbitmqEvenCopies from './rabbitmq-even-copies.js';
import rabbitmqMirroredQueues from './rabbitmq-mirrored-queues.js';
import rabbitmqPartitionIgnored from './rabbitmq-partition-ignored.js';
import rabbitmqPartitionSettingGone from './rabbitmq-partition-setting-gone.js';
import rabbitmqTransientQueue from './rabbitmq-transient-queue.js';
import rabbitmqTwoNodes from './rabbitmq-two-nodes.js';
import rabbitmqTwoNodesPause from './rabbitmq-two-nodes-pause.js';
import zookeeperAnyoneMayWrite from './zookeeper-anyone-may-write.js';
import zookeeperEvenEnsemble from './zookeeper-even-ensemble.js';
import zookeeperLimitsMissing from './zookeeper-limits-missing.js';
import zookeeperNeverPurged from './zookeeper-never-purged.js';
import zookeeperNoSync from './zookeeper-no-sync.js';
import zookeeperSessionBounds from './zookeeper-session-bounds.js';
import zookeeperWeightDecides from './zookeeper-weight-decides.js';

export const CONSENSUS: readonly Rule[] = [
  clickhouseEvenKeepers,
  clickhouseKeeperNoSync,
  clickhouseQuorumOfAll,
  clickhouseSameMacros,
  clickhouseSameReplicaName,
  clickhouseSequentialReadsIgnored,
  clickhouseUnwaitedInserts,
  clickhouseWritesToAllReplicas,
  consensusDataInTmp,
  consulBootstrapAndExpect,
  consulBootstrapSeveral,
  consulDeadServersStay,
  consulEvenServers,
  consulExpectDiffers,
  consulGossipUnverified,
  consulNothingToJoin,
  consulOpenToAll,
  consulServerLeaves,
  consulSlowElections,
  consulStalePrimaryByDns,
  consulTimesRefused,
  etcdAdvertisesNowhere,
  etcdElectionTimeoutRefused,
  etcdEvenMembers,
  etcdForceNewCluster,
  etcdGrowsUntilFull,
  etcdMembersDisagree,
  etcdNameNotListed,
  etcdNoFsync,
  etcdOneMachine,
  etcdOpenToAll,
  etcdPlainPeers,
  etcdPreVoteOff,
  etcdRemovedSetting,
  etcdSecurityOutside,
  etcdSerializableRead,
  etcdTightElectionTimeout,
  etcdTimersDiffer,
  etcdTooManyMembers,
  etcdTwoMembers,
  etcdUnsafeReconfiguration,
  rabbitmqAutohealLoses,
  rabbitmqEvenCopies,
  rabbitmqMirroredQueues,
  rabbitmqPartitionIgnored,
  rabbitmqPartitionSettingGone,
  rabbitmqTransientQueue,
  rabbitmqTwoNodes,
  rabbitmqTwoNodesPause,
  zookeeperAnyoneMayWrite,
  zookeeperEvenEnsemble,
  zookeeperLimitsMissing,
  zookeeperNeverPurged,
  zookeeperNoSync,
  zookeeperSessionBounds,
  zookeeperWeightDecides,
];
