import { isAtLeast } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-autoheal-loses',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['rabbitmq'],
  summary: 'After a partition the losing side restarts and forgets.',
  gains: 'Both sides go on, and become one again by themselves.',
  costs:
    '`autoheal` restarts all nodes of the side with fewer clients when the network is back: what they took meanwhile into classic queues is lost, confirmed or not.',
  fineWhen: 'Going on is worth more than messages.',
  advice: 'Use `pause_minority`, and quorum queues for what must stay.',
  sources: [{ title: 'RabbitMQ: network partitions', url: 'https://www.rabbitmq.com/docs/partitions' }],
  bad: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n' +
        'cluster_partition_handling = autoheal\n',
      'confirmed',
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
    if (given?.effective !== 'autoheal' || (version !== undefined && isAtLeast(version, '4.3'))) return;
    context.report({
      origin: given.written.origin,
      message:
        'After a partition the side with fewer clients restarts: what it took into classic queues meanwhile is lost, though it was confirmed. pause_minority stops the smaller side instead; quorum queues are not concerned.',
    });
  },
});
