import { clusterExample } from '../lib/cluster/example.js';
import { brokers, KAFKA_SOURCES, kafkaExample, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-data-in-tmp',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'The log stands in a folder that a restart may empty.',
  gains: 'None; the sample files have it.',
  costs:
    'Many systems empty `/tmp` at a start or after some days: the broker’s copies are gone, and with those of a majority of brokers acknowledged messages too.',
  fineWhen: 'Trying things out.',
  advice: 'Set `log.dirs` to a folder of a disk of its own.',
  sources: [KAFKA_SOURCES.broker],
  bad: [
    kafkaExample(3, 'log.dirs=/tmp/kafka-logs\n', '/tmp'),
    kafkaExample(3, ['log.dirs=/tmp/a,/data/b\n'], '/tmp/a'),
    clusterExample(
      'kafka',
      {
        'server.properties':
          'process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@k1:9093,2@k2:9093,3@k3:9093\nlisteners=PLAINTEXT://k1:9092,CONTROLLER://k1:9093\ncontroller.listener.names=CONTROLLER\nlog.dirs=/tmp/kraft-logs\n',
      },
      '/tmp',
    ),
  ],
  good: [
    kafkaExample(3),
    kafkaExample(1, 'log.dirs=/tmp/kafka-logs\n'),
    // A volume is mounted there.
    clusterExample('kafka', {
      'compose.yml': `services:\n${[1, 2]
        .map(
          n =>
            `  k${n}:\n    build: .\n    volumes:\n      - ./conf/b${n}.properties:/opt/kafka/server.properties\n      - logs${n}:/tmp/kafka-logs\n`,
        )
        .join('')}`,
      ...Object.fromEntries(
        [1, 2].map(n => [
          `conf/b${n}.properties`,
          `broker.id=${n}\nzookeeper.connect=zoo:2181\nlisteners=PLAINTEXT://:9092\nlog.dirs=/tmp/kafka-logs\n`,
        ]),
      ),
    }),
    clusterExample('kafka', {
      'compose.yml': `services:\n${[1, 2, 3]
        .map(
          n =>
            `  k${n}:\n    image: apache/kafka:3.9.0\n    environment:\n      KAFKA_NODE_ID: ${n}\n      KAFKA_PROCESS_ROLES: broker,controller\n      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@k1:9093,2@k2:9093,3@k3:9093\n      KAFKA_LOG_DIRS: /tmp/logs\n    volumes:\n      - data${n}:/tmp/logs\n`,
        )
        .join('')}`,
    }),
  ],
  check(cluster, context) {
    // One file of several brokers names the others as voters.
    const voters = cluster.members.filter(({ votes }) => votes > 0).length;
    if (brokers(cluster).length < 2 && voters < 2) return;
    const [first] = brokers(cluster).filter(
      ({ settings }) =>
        settings.given('log.dirs') !== undefined &&
        settings.list('log.dirs').some(folder => /^\/tmp\b/.test(folder.trim())),
    );
    const given = first?.settings.given('log.dirs');
    if (first === undefined || given === undefined) return;
    const folder = first.settings
      .list('log.dirs')
      .find(each => /^\/tmp\b/.test(each.trim()))!
      .trim();
    const { unit } = given.written.origin;
    // Made from a compose file, which is told of.
    if (/^[ \t]*kompose\.(?:cmd|version)[ \t]*:/m.test(unit.piece.text)) return;
    const inContainer = /\.ya?ml$/i.test(unit.uri);
    if (inContainer && isMounted(unit.piece.text, folder)) return;
    // The file of a container, with a volume at the folder or above it.
    const mounts = String(first.settings.raw('container.mounts')?.raw ?? '').split(',');
    if (mounts.some(each => each !== '' && `${folder}/`.startsWith(`${each.replace(/\/+$/, '')}/`))) return;
    context.report({
      origin: given.written.origin,
      ...(onOneMachine(cluster) ? { severity: 'info' as const } : {}),
      message: inContainer
        ? `${first.member.id} keeps its copies in ${folder} of its container, where nothing is mounted: a container that is made anew begins without them, and when all are, or where a topic has one copy, acknowledged messages are gone. Mount a volume there.`
        : `${first.member.id} keeps its copies in ${folder}, which a restart of the machine, or a new container, may empty: acknowledged messages are gone with it where a topic has one copy, or when it happens to all. Use a folder of a disk.`,
    });
  },
});

/** True where a file mounts something at the folder: `data:/tmp/kafka`, `mountPath: /tmp/kafka`. */
function isMounted(text: string, folder: string): boolean {
  const path = folder.replace(/\/+$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `(?:^[ \\t]*-[ \\t]*["']?[^#\\s]+:|(?:mountPath|target):[ \\t]*["']?)${path}(?![\\w-])`,
    'm',
  ).test(text);
}
