import { majority, tolerance } from '../../cluster/quorum.js';
import { oneFile, valueFix } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-even-copies',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['rabbitmq'],
  summary: 'A quorum queue with an even number of copies, or more than there are nodes.',
  gains: 'One copy more.',
  costs:
    'A majority of 4 is 3: one may be away, as with 3; a majority of 2 is 2. More copies than nodes are not made.',
  fineWhen: 'While nodes are exchanged.',
  advice: 'Use 3 or 5.',
  sources: [{ title: 'RabbitMQ: quorum queues', url: 'https://www.rabbitmq.com/docs/quorum-queues' }],
  bad: [
    oneFile(
      'rabbitmq',
      'definitions.json',
      '{ "rabbit_version": "4.0.2", "vhosts": [], "queues": [{ "name": "orders", "vhost": "/", "durable": true, "arguments": { "x-queue-type": "quorum", "x-quorum-initial-group-size": 2 } }], "policies": [] }\n',
      'majority of 2',
    ),
  ],
  good: [
    oneFile(
      'rabbitmq',
      'definitions.json',
      '{ "rabbit_version": "4.0.2", "vhosts": [], "queues": [{ "name": "orders", "vhost": "/", "durable": true, "arguments": { "x-queue-type": "quorum", "x-quorum-initial-group-size": 3 } }], "policies": [] }\n',
    ),
  ],
  check(cluster, context) {
    for (const { settings, name } of cluster.resources) {
      const given = settings.rabbitmq?.given('quorum-initial-group-size');
      const count = given?.effective;
      if (given === undefined || typeof count !== 'number' || count < 2 || count % 2 === 1) continue;
      context.report({
        origin: given.written.origin,
        severity: count === 2 ? 'warning' : 'info',
        message: `${name} has ${count} copies: a majority of ${count} is ${majority(count)}, so ${tolerance(count) === 0 ? 'none may be away' : `${tolerance(count)} may be away, as with ${count - 1}`}. Use ${count === 2 ? 3 : count - 1}.`,
        fixes: () => [
          valueFix(
            `Use ${count === 2 ? 3 : count - 1} copies`,
            given.written,
            String(count === 2 ? 3 : count - 1),
          ),
        ],
      });
    }
  },
});
