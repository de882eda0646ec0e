import { isAtLeast } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-partition-setting-gone',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['rabbitmq'],
  summary: 'Handling of partitions is set for a version that has none.',
  gains: 'None.',
  costs: 'Since 4.3 nodes keep their metadata by a majority alone: the settings are accepted and do nothing.',
  fineWhen: 'An older version runs.',
  advice: 'Take them out.',
  sources: [
    { title: 'RabbitMQ 4.3.0: release notes', url: 'https://github.com/rabbitmq/rabbitmq-server/releases' },
    { title: 'RabbitMQ: network partitions', url: 'https://www.rabbitmq.com/docs/partitions' },
  ],
  bad: [
    oneFile(
      'rabbitmq',
      'rabbitmq.conf',
      '# RabbitMQ 4.3\ncluster_partition_handling = autoheal\nheartbeat = 60\n',
      'does nothing',
    ),
  ],
  good: [
    oneFile('rabbitmq', 'rabbitmq.conf', '# RabbitMQ 4.2\ncluster_partition_handling = pause_minority\n'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.rabbitmq;
    const given = settings?.given('cluster_partition_handling');
    const version = settings?.version;
    // `4` may be any of them, and may stay an old one.
    if (version === undefined || version.length < 2 || given === undefined || !isAtLeast(version, '4.3'))
      return;
    // What an operator writes by itself is not in the file.
    const { unit, span } = given.written.keyOrigin;
    if (!unit.piece.text.startsWith('cluster_partition_handling', span.start)) return;
    context.report({
      origin: given.written.keyOrigin,
      message: `Since RabbitMQ 4.3 cluster_partition_handling = ${given.value} does nothing: the side with a majority goes on, and the other does not change anything. Take it out.`,
      tag: 'deprecated',
      fixes: () => {
        const edit = lineRemoved(given.written);
        return edit === undefined ? [] : [{ title: 'Take it out', edits: [edit], safe: true }];
      },
    });
  },
});
