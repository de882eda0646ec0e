import { isAtLeast, printVersion } from '../../cluster/version.js';
import { oneFile } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'rabbitmq-mirrored-queues',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['rabbitmq'],
  summary: 'A policy mirrors classic queues.',
  gains: 'Copies of queues, in versions that still have them.',
  costs:
    'Mirroring was deprecated and is gone since 4.0: such a policy does nothing there, and each classic queue has one copy. Before that a mirror that has not caught up is promoted after a failure by default, and messages that were confirmed are lost.',
  fineWhen: 'A 3.x cluster that moves to quorum queues before it is upgraded.',
  advice: 'Use quorum queues (`x-queue-type: quorum`): a majority has a message before it is confirmed.',
  sources: [
    { title: 'RabbitMQ 3.13: mirrored classic queues', url: 'https://www.rabbitmq.com/docs/3.13/ha' },
    {
      title: 'RabbitMQ: migrating mirrored queues to quorum queues',
      url: 'https://www.rabbitmq.com/docs/3.13/migrate-mcq-to-qq',
    },
    { title: 'RabbitMQ: quorum queues', url: 'https://www.rabbitmq.com/docs/quorum-queues' },
  ],
  bad: [
    oneFile(
      'rabbitmq',
      'definitions.json',
      '{ "rabbit_version": "4.0.2", "vhosts": [], "queues": [], "policies": [{ "name": "ha", "vhost": "/", "pattern": ".*", "definition": { "ha-mode": "all" } }] }\n',
      '4.0',
    ),
    oneFile(
      'rabbitmq',
      'definitions.json',
      '{ "rabbit_version": "3.12.1", "vhosts": [], "queues": [], "policies": [{ "name": "ha", "vhost": "/", "pattern": ".*", "definition": { "ha-mode": "exactly", "ha-params": 2 } }] }\n',
      'promoted',
    ),
    clusterExample(
      'rabbitmq',
      { 'policies.sh': '#!/bin/sh\nrabbitmqctl set_policy ha "^orders" \'{"ha-mode":"all"}\'\n' },
      'since 4.0',
    ),
    clusterExample(
      'rabbitmq',
      {
        'policies.sh':
          '#!/bin/sh\nrabbitmqctl set_policy -p shop ha "^orders" \'{"ha-mode":"all"}\' --priority 2\nrabbitmqctl set_policy -p shop ha-two "^mails" \'{"ha-mode":"all"}\'\n',
      },
      'policy ha mirrors',
    ),
  ],
  good: [
    oneFile(
      'rabbitmq',
      'definitions.json',
      '{ "rabbit_version": "4.0.2", "vhosts": [], "queues": [{ "name": "orders", "vhost": "/", "durable": true, "arguments": { "x-queue-type": "quorum" } }], "policies": [] }\n',
    ),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    for (const { settings, name } of cluster.resources) {
      const own = settings.rabbitmq;
      const given = own?.given('ha-mode');
      if (own === undefined || given === undefined) continue;
      // A file makes many alike: the first says it for all.
      const { uri } = given.written.origin.unit;
      if (said.has(uri)) continue;
      said.add(uri);
      const gone = own.version !== undefined && isAtLeast(own.version, '4.0');
      const unsynced = own.text('ha-promote-on-failure') !== 'when-synced';
      context.report({
        origin: given.written.origin,
        message: gone
          ? `RabbitMQ ${printVersion(own.version!)} mirrors no classic queues since 4.0: ${name} does nothing, and each of its queues has one copy. Use quorum queues.`
          : `${name} mirrors classic queues, which is gone since 4.0: there each has one copy.${unsynced ? ' Until then a mirror that has not caught up is promoted after a failure, and confirmed messages are lost.' : ''} Use quorum queues.`,
        tag: 'deprecated',
      });
    }
  },
});
