import type { Rule } from '../rule.js';
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
import etcdTightElectionTimeout from './etcd-tight-election-timeout.js';
import etcdTimersDiffer from './etcd-timers-differ.js';
import etcdTooManyMembers from './etcd-too-many-members.js';
import etcdTwoMembers from './etcd-two-members.js';
import etcdUnsafeReconfiguration from './etcd-unsafe-reconfiguration.js';

export const CONSENSUS: readonly Rule[] = [
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
  etcdTightElectionTimeout,
  etcdTimersDiffer,
  etcdTooManyMembers,
  etcdTwoMembers,
  etcdUnsafeReconfiguration,
];
