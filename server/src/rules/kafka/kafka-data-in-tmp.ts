import { brokers, KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
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
  ],
  good: [kafkaExample(3), kafkaExample(1, 'log.dirs=/tmp/kafka-logs\n')],
  check(cluster, context) {
    if (brokers(cluster).length < 2) return;
    const [first] = brokers(cluster).filter(
      ({ settings }) =>
        settings.given('log.dirs') !== undefined &&
        settings.list('log.dirs').some(folder => /^\/tmp\b/.test(folder.trim())),
    );
    const given = first?.settings.given('log.dirs');
    if (first === undefined || given === undefined) return;
    context.report({
      origin: given.written.origin,
      message: `${first.member.id} keeps its copies in ${first.settings
        .list('log.dirs')
        .find(folder => /^\/tmp\b/.test(folder.trim()))!
        .trim()}, which a restart of the machine may empty: acknowledged messages are gone with it. Use a folder of a disk.`,
    });
  },
});
