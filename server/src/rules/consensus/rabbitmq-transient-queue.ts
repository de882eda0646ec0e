import { isAtLeast } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import type { Example } from '../rule.js';
import { defineRule } from '../rule.js';

const definitions = (queue: string, version: string, says?: string): Example =>
  oneFile(
    'rabbitmq',
    'definitions.json',
    `{"rabbit_version": "${version}", "vhosts": [{"name": "/"}], "queues": [{"name": "orders", "vhost": "/", ${queue}, "arguments": {}}]}\n`,
    says,
  );

export default defineRule({
  id: 'rabbitmq-transient-queue',
  subject: 'consensus',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['rabbitmq'],
  summary: 'A queue that several programs share is not durable.',
  gains: 'None in newer versions: persistence is a matter of each message.',
  costs:
    'When its node restarts the queue is gone with all messages in it, persistent ones and confirmed ones too, and what is published before somebody declares it again goes nowhere. Since 4.3 such a queue is refused unless it is permitted by a setting.',
  fineWhen: 'Its messages are worth nothing after a moment.',
  advice:
    'Declare it durable, best as a quorum queue; for answers and the like use exclusive queues, or a durable one with `x-expires`.',
  sources: [
    { title: 'RabbitMQ: queues, durability', url: 'https://www.rabbitmq.com/docs/queues#durability' },
    {
      title: 'RabbitMQ: list of deprecated features',
      url: 'https://www.rabbitmq.com/release-information/deprecated-features-list',
    },
    {
      title: 'RabbitMQ: release notes of 4.3.0',
      url: 'https://github.com/rabbitmq/rabbitmq-server/blob/main/release-notes/4.3.0.md',
    },
  ],
  bad: [
    definitions('"durable": false, "auto_delete": false', '3.12.0', 'restarts'),
    definitions('"durable": false, "auto_delete": false', '4.3.0', 'refused'),
  ],
  good: [
    definitions('"durable": true, "auto_delete": false', '3.12.0'),
    // It goes with its last consumer, and is meant to.
    definitions('"durable": false, "auto_delete": true', '3.12.0'),
  ],
  check(cluster, context) {
    const transient = cluster.resources.flatMap(({ kind, name, settings: { rabbitmq: own } }) => {
      const durable = own?.given('durable');
      if (kind !== 'queue' || durable?.effective !== false || own?.raw('auto_delete')?.raw === true)
        return [];
      return [{ name, origin: durable.written.origin, version: own?.version }];
    });
    const [first, ...others] = transient;
    if (first === undefined || isTrialFile(first.origin, context.clusters)) return;
    const refused = first.version !== undefined && isAtLeast(first.version, '4.3');
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    context.report({
      origin: first.origin,
      message: refused
        ? `Queue ${first.name}${more} is not durable: since 4.3 such a queue is refused unless deprecated_features.permit.transient_nonexcl_queues allows it. Declare it durable.`
        : `Queue ${first.name}${more} is not durable: when its node restarts it is gone with all its messages, persistent and confirmed ones too. Declare it durable.`,
    });
  },
});
