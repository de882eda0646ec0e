import type { Cluster } from '../../../../cluster/model.js';
import { isAtLeast } from '../../../../cluster/version.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, raftMembers, settingsOf } from '../prepare.js';

/**
 * The controllers of Kafka. They fetch from their leader; one that could not for `controller.quorum.fetch.timeout.ms` stands for
 * election, and the leader resigns when no majority has fetched for one and a half of it
 * (https://cwiki.apache.org/confluence/display/KAFKA/KIP-595%3A+A+Raft+Protocol+for+the+Metadata+Quorum). Pre-vote since 4.0
 * (https://cwiki.apache.org/confluence/display/KAFKA/KIP-996%3A+Pre-Vote).
 */
export function kraftGroup(cluster: Cluster): RaftGroup | undefined {
  const members = cluster.members.filter(({ votes }) => votes > 0);
  if (members.length === 0) return undefined;
  const settings = settingsOf(cluster, 'kafka');
  const fetch = settings?.number('controller.quorum.fetch.timeout.ms') ?? 2000;
  const election = settings?.number('controller.quorum.election.timeout.ms') ?? 1000;
  const backoff = settings?.number('controller.quorum.election.backoff.max.ms') ?? 1000;
  const version = cluster.versions.kafka?.version;
  const config: RaftConfig = {
    system: 'KRaft',
    members: raftMembers(members),
    // A fetch that finds nothing is answered after 500 ms.
    heartbeatMs: 500,
    electionMs: [fetch, fetch + 500],
    retryMs: [election, election * 2 + backoff],
    preVote: version === undefined ? 'either' : isAtLeast(version, '4.0'),
    // Before pre-vote a later epoch always wins; with it, whoever has a leader says no.
    ...(version === undefined || !isAtLeast(version, '4.0') ? {} : { stickyMs: fetch }),
    checkQuorumMs: Math.round(fetch * 1.5),
    forwards: true,
    reads: 'leader',
    reconnectMs: [0, 2000],
    flushed: true,
    because: {
      election: because(
        cluster,
        'kafka',
        'controller.quorum.fetch.timeout.ms',
        'controller.quorum.election.timeout.ms',
      ),
      preVote: [],
      reads: [],
    },
  };
  return {
    members,
    program: 'controller',
    config,
    levels: [{ name: 'metadata', linearizable: false, mode: 'any' }],
    limits: ['Only the controllers take part: brokers and topics are left out.'],
  };
}
