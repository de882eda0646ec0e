import { isAtLeast } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-two-nodes-pause',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['rabbitmq'],
  summary: 'With two nodes the one that is left stops.',
  gains: 'No two halves that both go on.',
  costs:
    '`pause_minority` stops a node that does not see more than half of the cluster. One of two is not more than half: when either is lost, the other stops as well, and in a partition both do.',
  fineWhen: 'No broker is better than two.',
  advice: 'Add a third node.',
  sources: [
    { title: 'RabbitMQ: network partitions', url: 'https://www.rabbitmq.com/docs/partitions' },
    { title: 'RabbitMQ: clustering', url: 'https://www.rabbitmq.com/docs/clustering' },
  ],
  bad: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\n' +
        'cluster_partition_handling = pause_minority\n',
      '2 nodes',
    ),
    oneFile(
      'rabbitmq',
      'rabbitmq.yaml',
      'apiVersion: rabbitmq.com/v1beta1\nkind: RabbitmqCluster\nmetadata:\n  name: mq\nspec:\n  replicas: 2\n',
      '2 nodes',
    ),
  ],
  good: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n' +
        'cluster_partition_handling = pause_minority\n',
    ),
  ],
  check(cluster, context) {
    const given = cluster.settings.rabbitmq?.given('cluster_partition_handling');
    const version = cluster.settings.rabbitmq?.version;
    if (version !== undefined && isAtLeast(version, '4.3')) return;
    if (given?.effective !== 'pause_minority' || cluster.open || cluster.members.length !== 2) return;
    context.report({
      origin: given.written.origin,
      message:
        'Of 2 nodes neither is more than half: with pause_minority the loss of either one stops the other as well, and a partition stops both. Add a third node.',
    });
  },
});
