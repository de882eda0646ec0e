import type { Settings } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { brokers, KAFKA_SOURCES, kafkaExample, kafkaFiles, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-plaintext',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'Brokers of several machines speak without encryption.',
  gains: 'Less work for processors; consumers are served without copying.',
  costs:
    'Messages and passwords cross the network as they are, and whoever reaches a port reads and writes every topic unless an authorizer is set.',
  fineWhen: 'The network is nobody else’s.',
  advice:
    'Use `SASL_SSL` or `SSL` with client certificates for listeners that others reach, and set `authorizer.class.name`.',
  sources: [KAFKA_SOURCES.broker],
  bad: [
    clusterExample(
      'kafka',
      Object.fromEntries(
        Object.entries(kafkaFiles(3)).map(([name, text]) => [
          name,
          text.replace('listeners=SSL', 'listeners=PLAINTEXT'),
        ]),
      ),
      'PLAINTEXT',
    ),
    // One broker that other machines reach.
    clusterExample(
      'kafka',
      {
        'compose.yml':
          'services:\n  k1:\n    build: .\n    ports: ["9092:9092"]\n    volumes:\n      - ./b1.properties:/opt/kafka/server.properties\n',
        'b1.properties':
          'broker.id=1\nzookeeper.connect=zoo:2181\nlisteners=PLAINTEXT://:9092\nadvertised.listeners=PLAINTEXT://10.0.0.7:9092\n',
      },
      'PLAINTEXT',
    ),
  ],
  good: [kafkaExample(3), kafkaExample(1, 'listeners=PLAINTEXT://:9092\n')],
  check(cluster, context) {
    const all = brokers(cluster).filter(({ member }) => member.origin.unit.uri.endsWith('.properties'));
    if ((all.length < 2 || onOneMachine(cluster)) && !all.some(isOffered)) return;
    const first = all.find(
      ({ settings }) =>
        settings.given('listeners') !== undefined &&
        !settings.isHidden('listeners') &&
        settings.given('listener.security.protocol.map') === undefined,
    );
    const given = first?.settings.given('listeners');
    if (first === undefined || given === undefined) return;
    const open = first.settings
      .list('listeners')
      .find(each => /^PLAINTEXT:\/\/(?!localhost|127\.)/.test(each.trim()));
    if (open === undefined || first.settings.given('authorizer.class.name') !== undefined) return;
    context.report({
      origin: given.written.origin,
      message: `${open.trim()}: messages cross the network as they are, and with no authorizer whoever reaches the port reads and writes every topic. Use SSL or SASL_SSL, and set authorizer.class.name.`,
    });
  },
});

/** A lone broker that a compose file starts, and that tells others an address beyond its machine. */
function isOffered({ settings }: { readonly settings: Settings }): boolean {
  return (
    settings.raw('container.mounts') !== undefined &&
    settings
      .list('advertised.listeners')
      .some(each => /^PLAINTEXT:\/\/(?!127\.|0\.0\.0\.0)[^:/]*\.[^:/]+/.test(each.trim()))
  );
}
