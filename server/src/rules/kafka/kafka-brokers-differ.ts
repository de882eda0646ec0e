import { brokers, KAFKA_SOURCES, kafkaExample } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-brokers-differ',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'Brokers have different rules for what is acknowledged.',
  gains: 'None that is known.',
  costs:
    'The leader of a partition goes by its own `min.insync.replicas` and `unclean.leader.election.enable`: what a write needs changes with the leader. Where eligible leader replicas are on (new clusters since 4.1) the value of a broker is not allowed at all.',
  fineWhen: 'While a value is being changed, one broker after another.',
  advice: 'Write the same on all brokers, or set it for the cluster with `kafka-configs --entity-default`.',
  sources: [KAFKA_SOURCES.configs, KAFKA_SOURCES.elr],
  bad: [
    kafkaExample(
      3,
      ['min.insync.replicas=2\n', 'min.insync.replicas=2\n', 'min.insync.replicas=1\n'],
      'node 3',
    ),
  ],
  good: [kafkaExample(3, 'min.insync.replicas=2\n')],
  check(cluster, context) {
    const all = brokers(cluster);
    for (const name of [
      'min.insync.replicas',
      'unclean.leader.election.enable',
      'default.replication.factor',
    ]) {
      if (all.some(({ settings }) => settings.isHidden(name))) continue;
      const [first, ...rest] = all;
      const other = rest.find(({ settings }) => settings.text(name) !== first?.settings.text(name));
      const given = other?.settings.given(name) ?? first?.settings.given(name);
      if (first === undefined || other === undefined || given === undefined) continue;
      context.report({
        origin: given.written.origin,
        message: `${name} is ${other.settings.text(name)} on ${other.member.id} and ${first.settings.text(name)} on ${first.member.id}: what a write needs changes with whoever leads. Write the same on all brokers.`,
      });
    }
  },
});
