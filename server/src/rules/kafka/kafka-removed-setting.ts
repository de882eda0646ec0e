import { isAtLeast, printVersion } from '../../cluster/version.js';

const NOW: Readonly<Record<string, string>> = {
  'delegation.token.master.key': 'delegation.token.secret.key',
};

import { shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, topics } from '../lib/cluster/kafka.js';
import { keyEdit, lineRemoved } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-removed-setting',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'warning',
  engines: ['kafka'],
  summary: 'A setting that this version of Kafka no longer has.',
  gains: 'None.',
  costs:
    'Kafka passes over what it does not know with a line in its log: what the setting was to do is not done.',
  fineWhen: 'An older version runs.',
  advice: 'Take it out, or use what took its place.',
  sources: [KAFKA_SOURCES.upgrade, KAFKA_SOURCES.broker],
  bad: [
    clusterExample(
      'kafka',
      {
        'server.properties':
          '# Kafka 4.0\nprocess.roles=broker,controller\nnode.id=1\nlog.message.format.version=2.8\n',
      },
      'log.message.format.version',
    ),
    clusterExample(
      'kafka',
      {
        'server.properties':
          '# Kafka 4.0\nprocess.roles=broker,controller\nnode.id=1\ndelegation.token.master.key=x\n',
      },
      'delegation.token.secret.key',
    ),
  ],
  good: [
    clusterExample('kafka', {
      'server.properties':
        '# Kafka 3.5\nprocess.roles=broker,controller\nnode.id=1\nlog.message.format.version=2.8\n',
    }),
    clusterExample('kafka', {
      'server.properties': 'process.roles=broker,controller\nnode.id=1\nlog.message.format.version=2.8\n',
    }),
  ],
  check(cluster, context) {
    const places = [
      ...shown(cluster).map(({ settings }) => settings),
      ...topics(cluster).map(({ settings }) => settings),
    ];
    for (const settings of places) {
      const { version } = settings;
      if (version === undefined) continue;
      for (const written of settings.written) {
        const parameter = settings.table.find(written.key);
        if (parameter?.removed === undefined || !isAtLeast(version, parameter.removed)) continue;
        if (/^zookeeper\./.test(parameter.name)) continue;
        const now = NOW[parameter.name];
        context.report({
          origin: written.keyOrigin,
          message: `Kafka ${printVersion(version)} passes over ${parameter.name}, which was removed in ${parameter.removed}. ${now === undefined ? 'Take it out.' : `It is called ${now} today.`}`,
          tag: 'deprecated',
          fixes: () => {
            if (!written.keyOrigin.unit.uri.endsWith('.properties')) return [];
            if (now !== undefined)
              return [{ title: `Call it ${now}`, edits: [keyEdit(written, now)], safe: true }];
            const edit = lineRemoved(written);
            return edit === undefined ? [] : [{ title: 'Take it out', edits: [edit], safe: true }];
          },
        });
      }
    }
  },
});
