import { brokers, KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-rack-unknown',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'Brokers do not say where they stand, though others do.',
  gains: 'None.',
  costs:
    'Copies are spread over racks only when every broker has `broker.rack`; with ZooKeeper making a topic fails where one has none, with KRaft those without count together as one more rack, so that copies may share a zone.',
  fineWhen: 'All brokers share a zone.',
  advice: 'Set `broker.rack` to the zone on every broker.',
  sources: [KAFKA_SOURCES.broker],
  bad: [kafkaExample(3, ['broker.rack=a\n', 'broker.rack=b\n', ''], 'node 3')],
  good: [kafkaExample(3, ['broker.rack=a\n', 'broker.rack=b\n', 'broker.rack=c\n']), kafkaExample(3)],
  check(cluster, context) {
    const all = brokers(cluster);
    const given = all.filter(({ settings }) => settings.given('broker.rack') !== undefined);
    const without = all.filter(({ settings }) => settings.given('broker.rack') === undefined);
    if (given.length === 0 || without.length === 0) return;
    context.report({
      origin: without[0]!.member.origin,
      message: `${without
        .map(({ member }) => member.id)
        .slice(0, 3)
        .join(
          ', ',
        )} say${without.length === 1 ? 's' : ''} no broker.rack while ${given.length} other${given.length === 1 ? ' does' : 's do'}: copies are spread over racks only where all brokers tell theirs.`,
    });
  },
});
