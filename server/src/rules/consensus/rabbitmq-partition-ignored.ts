import { isAtLeast } from '../../cluster/version.js';
import { isOneComposition } from '../lib/cluster/compositions.js';
import { oneFile, valueFix } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-partition-ignored',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['rabbitmq'],
  summary: 'Both sides of a partition go on.',
  gains: 'No node stops because it lost sight of others.',
  costs:
    '`cluster_partition_handling = ignore`, the default, lets both sides change queues, bindings and users. When the network is back they do not become one by themselves: somebody stops one side, and what it did is lost. Quorum queues and streams are not concerned, they decide by majority. Since 4.3 the setting does nothing, and a majority decides on everything but classic queues.',
  fineWhen:
    'All nodes share a network that does not break, such as one rack; only quorum queues and streams are used.',
  advice: 'Use `pause_minority` with three or more nodes.',
  sources: [{ title: 'RabbitMQ: network partitions', url: 'https://www.rabbitmq.com/docs/partitions' }],
  bad: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n' +
        'cluster_partition_handling = ignore\n',
      'both sides',
    ),
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      '# RabbitMQ 3.13\n' +
        'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n' +
        '',
      'default',
    ),
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      '# RabbitMQ 3.13\ncluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\n',
      'a third node',
    ),
  ],
  good: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\n' +
        'cluster_partition_handling = pause_minority\n',
    ),
    oneFile('rabbitmq', 'rabbitmq.conf', 'heartbeat = 60\n'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.rabbitmq;
    if (
      settings === undefined ||
      settings.isHidden('cluster_partition_handling') ||
      settings.text('cluster_partition_handling') !== 'ignore'
    )
      return;
    // Since 4.2 a new cluster keeps its metadata by a majority, and since 4.3 every one does: there it does nothing.
    const { version } = settings;
    if (version !== undefined && isAtLeast(version, '4.2')) return;
    // Nodes of one machine do not lose each other.
    if (isOneComposition(cluster, context.clusters)) return;
    const given = settings.given('cluster_partition_handling');
    const several = cluster.members.length > 1;
    if (!several || (given === undefined && (cluster.open || version === undefined))) return;
    context.report({
      origin: given?.written.origin ?? cluster.origin,
      severity: given === undefined || version === undefined ? 'info' : 'warning',
      message: `${version === undefined ? 'Before 4.2, when' : 'When'} ${cluster.members.length} nodes lose each other both sides go on${given === undefined ? ' (cluster_partition_handling is ignore, the default)' : ''}: classic queues and bindings grow apart, and one side’s work is thrown away by hand. ${cluster.members.length > 2 ? 'Use pause_minority.' : 'Add a third node, and use pause_minority: with two it stops both.'}`,
      fixes: () =>
        given === undefined || cluster.members.length < 3
          ? []
          : [valueFix('Stop the smaller side', given.written, 'pause_minority')],
    });
  },
});
