import { isAtLeast } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const three = {
  'rabbitmq.conf':
    'cluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\ncluster_formation.classic_config.nodes.3 = rabbit@c\ncluster_partition_handling = autoheal\n',
};
const mirrored = { 'policies.sh': '#!/bin/sh\nrabbitmqctl set_policy ha "^orders" \'{"ha-mode":"all"}\'\n' };

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
    '`autoheal` restarts all nodes of the side with fewer clients when the network is back: what they took meanwhile into mirrored classic queues is lost, confirmed or not. Mirrors are gone since 4.0, and nodes that keep their metadata in Khepri do not follow this setting at all.',
  fineWhen: 'Going on is worth more than messages; a single node; RabbitMQ 4.',
  advice: 'Use `pause_minority`, and quorum queues for what must stay.',
  sources: [
    { title: 'RabbitMQ: network partitions', url: 'https://www.rabbitmq.com/docs/partitions' },
    { title: 'RabbitMQ: metadata store', url: 'https://www.rabbitmq.com/docs/metadata-store' },
  ],
  bad: [clusterExample('rabbitmq', { ...three, ...mirrored }, 'confirmed')],
  good: [
    // Of queues that have one copy nothing is forgotten.
    clusterExample('rabbitmq', three),
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      'cluster_formation.peer_discovery_backend = consul\nlisteners.tcp.1 = 127.0.0.1:5672\ncluster_partition_handling = autoheal\n',
    ),
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
    if (given?.effective !== 'autoheal' || (version !== undefined && isAtLeast(version, '4.0'))) return;
    if (isAlone(given.written.origin.unit.piece.text)) return;
    // Other queues lose nothing by it.
    if (!cluster.resources.some(({ settings }) => settings.rabbitmq?.given('ha-mode') !== undefined)) return;
    context.report({
      origin: given.written.origin,
      message:
        'After a partition the side with fewer clients restarts: what it took into mirrored classic queues meanwhile is lost, though it was confirmed (up to 3.13). pause_minority stops the smaller side instead; quorum queues are not concerned.',
    });
  },
});

/** True where clients are listened to on the machine itself alone: no client of another node is cut off. */
function isAlone(text: string): boolean {
  const all = [...text.matchAll(/^[ \t]*listeners\.(?:tcp|ssl)\.\w+[ \t]*=[ \t]*(\S+)/gm)].map(
    ([, at]) => at!,
  );
  return all.length > 0 && all.every(at => /^(?:127\.|localhost|\[?::1)/.test(at));
}
