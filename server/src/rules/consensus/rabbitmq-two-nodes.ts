import { isAtLeast } from '../../cluster/version.js';
import { isOneComposition } from '../lib/cluster/compositions.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { isMeant, isTrialFile } from '../lib/cluster/test-files.js';
import type { Example } from '../rule.js';
import { defineRule } from '../rule.js';

const conf = (count: number, handling: string, says?: string): Example =>
  oneFile(
    'rabbitmq',
    'rabbitmq.conf',
    `${Array.from({ length: count }, (_, i) => `cluster_formation.classic_config.nodes.${i + 1} = rabbit@n${i + 1}\n`).join('')}cluster_partition_handling = ${handling}\n`,
    says,
  );

export default defineRule({
  id: 'rabbitmq-two-nodes',
  subject: 'consensus',
  since: '0.8.0',
  on: 'cluster',
  severity: 'info',
  engines: ['rabbitmq'],
  summary: 'A cluster of two nodes, of which neither is a majority.',
  gains: 'One machine less, and clients find a node while the other one restarts.',
  costs:
    'Quorum queues, streams and the store Khepri ask for more than half of the nodes, which of two is both: the loss of either one stops them. Classic queues go on, and in a partition on both sides, apart. RabbitMQ advises against two nodes for this.',
  fineWhen: 'What is lost with one node may be lost, and all queues are classic.',
  advice: 'Run three nodes.',
  sources: [
    { title: 'RabbitMQ: clustering, two nodes', url: 'https://www.rabbitmq.com/docs/clustering' },
    { title: 'RabbitMQ: quorum queues', url: 'https://www.rabbitmq.com/docs/quorum-queues' },
  ],
  bad: [conf(2, 'autoheal', 'majority of 2'), conf(2, 'ignore', 'majority of 2')],
  good: [
    conf(3, 'autoheal'),
    conf(1, 'ignore'),
    // That the other one stops then is said by itself.
    conf(2, 'pause_minority'),
  ],
  check(cluster, context) {
    if (cluster.open || cluster.members.length !== 2) return;
    const settings = cluster.settings.rabbitmq;
    const pauses = settings?.given('cluster_partition_handling')?.effective === 'pause_minority';
    // Since 4.3 that setting is gone, and another rule is silent.
    if (pauses && !(settings?.version !== undefined && isAtLeast(settings.version, '4.3'))) return;
    if (settings?.isHidden('cluster_partition_handling')) return;
    const { origin } = cluster.members[1]!;
    if (isTrialFile(origin, context.clusters) || isMeant(origin)) return;
    // On one machine it is a trial.
    if (isOneComposition(cluster, context.clusters)) return;
    context.report({
      origin,
      message:
        'Of 2 nodes neither is more than half, and a majority of 2 is 2: quorum queues and streams stop with either one, and classic queues go on apart on both sides of a partition. Run three nodes.',
    });
  },
});
