import type { Cluster } from '../../../../cluster/model.js';
import { because } from '../../../kit/reasons.js';
import type { RaftConfig } from '../config.js';
import { type RaftGroup, raftMembers, settingsOf, takingPart } from '../prepare.js';

/**
 * A quorum queue of RabbitMQ (https://www.rabbitmq.com/docs/quorum-queues). Its leader sends no heartbeats: a detector per node looks every five
 * seconds who is silent, and a node whose connection was closed is gone at once
 * (https://github.com/rabbitmq/ra#raft-extensions-and-deviations). There is no check of the quorum: a leader that is cut off stays one and
 * confirms nothing.
 */
export function quorumQueueGroup(cluster: Cluster): RaftGroup | { readonly why: string } {
  const settings = settingsOf(cluster, 'rabbitmq');
  const queue = cluster.resources.find(
    ({ kind, settings: own }) => kind === 'queue' && own.rabbitmq?.text('queue-type') === 'quorum',
  );
  if (queue === undefined && settings?.text('default_queue_type') !== 'quorum')
    return { why: 'Of RabbitMQ only quorum queues can be simulated, and the files declare none.' };
  const size =
    queue?.settings.rabbitmq?.given('quorum-initial-group-size')?.effective ??
    settings?.number('quorum_queue.initial_cluster_size') ??
    3;
  const members = takingPart(cluster).slice(0, typeof size === 'number' && size > 0 ? size : 3);
  const config: RaftConfig = {
    system: 'the quorum queue',
    members: raftMembers(members),
    heartbeatMs: 1000,
    electionMs: [1500, 6500],
    retryMs: [500, 2000],
    closedMs: [100, 1000],
    preVote: true,
    forwards: true,
    reads: 'quorum',
    reconnectMs: [0, 3000],
    flushed: true,
    because: {
      election: because(cluster, 'rabbitmq', 'net_ticktime'),
      preVote: [],
      reads: [],
    },
  };
  return {
    members,
    program: 'rabbitmq',
    config,
    levels: [{ name: 'consume', linearizable: true, mode: 'quorum' }],
    limits: [
      'One queue is played, with publisher confirms; what cluster_partition_handling does with nodes is left out.',
    ],
  };
}
