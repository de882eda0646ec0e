import { clusterExample } from '../lib/cluster/example.js';
import { brokers, KAFKA_SOURCES, kafkaExample, kafkaFiles, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

const advertised = (host: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(kafkaFiles(3)).map(([name, text]) => [
      name,
      `${text.replace('listeners=SSL', 'listeners=PLAINTEXT')}advertised.listeners=PLAINTEXT://${host}:9092\n`,
    ]),
  );

export default defineRule({
  id: 'kafka-plaintext',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'A broker speaks without encryption at an address of the internet.',
  gains: 'Less work for processors; consumers are served without copying.',
  costs:
    'Messages and passwords cross the network as they are, and whoever reaches a port reads and writes every topic unless an authorizer is set.',
  fineWhen: 'The network is nobody else’s.',
  advice:
    'Use `SASL_SSL` or `SSL` with client certificates for listeners that others reach, and set `authorizer.class.name`.',
  sources: [KAFKA_SOURCES.broker],
  bad: [
    clusterExample('kafka', advertised('203.0.113.7'), '203.0.113.7'),
    // One broker that others reach.
    clusterExample(
      'kafka',
      {
        'b1.properties':
          'broker.id=1\nzookeeper.connect=zoo:2181\nlisteners=PLAINTEXT://:9092\nadvertised.listeners=PLAINTEXT://203.0.113.7:9092\n',
      },
      'internet',
    ),
  ],
  good: [
    kafkaExample(3),
    kafkaExample(1, 'listeners=PLAINTEXT://:9092\n'),
    clusterExample('kafka', advertised('10.0.0.7')),
    clusterExample('kafka', advertised('kafka-1')),
  ],
  check(cluster, context) {
    if (onOneMachine(cluster)) return;
    for (const { member, settings } of brokers(cluster)) {
      if (!member.origin.unit.uri.endsWith('.properties')) continue;
      if (settings.given('listener.security.protocol.map') !== undefined) continue;
      if (settings.given('authorizer.class.name') !== undefined) continue;
      for (const name of ['advertised.listeners', 'listeners']) {
        const given = settings.given(name);
        if (given === undefined || settings.isHidden(name)) continue;
        const open = settings.list(name).find(each => isPublic(each.trim()));
        if (open === undefined) continue;
        context.report({
          origin: given.written.origin,
          message: `${open.trim()} is an address that the internet routes: messages cross the network as they are, and with no authorizer whoever reaches the port reads and writes every topic. Use SSL or SASL_SSL, and set authorizer.class.name.`,
        });
        return;
      }
    }
  },
});

/** True for a plain listener at an address that the internet routes; inside a network it may be nobody else’s. */
function isPublic(listener: string): boolean {
  const host = /^PLAINTEXT:\/\/([^:/]+):\d+$/.exec(listener)?.[1];
  if (host === undefined) return false;
  if (/\.compute(?:-1)?\.amazonaws\.com$|\.cloudapp\.azure\.com$/i.test(host)) return true;
  const [a, b, ...more] = host.split('.').map(Number);
  if (
    a === undefined ||
    b === undefined ||
    more.length !== 2 ||
    [a, b, ...more].some(part => !(part >= 0 && part < 256))
  )
    return false;
  // What RFC 6890 keeps from the internet, but for what documents use.
  return !(
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
