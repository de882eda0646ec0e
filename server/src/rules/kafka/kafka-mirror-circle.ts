import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, programs } from '../lib/cluster/kafka.js';
import { flowsOf } from '../lib/cluster/kafka-mirror.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-mirror-circle',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'MirrorMaker copies both ways under the same names.',
  gains: 'Topics have one name on both sides.',
  costs:
    'With a policy that keeps names nothing tells a copied message from an original: what A gives to B comes back to A, and goes round for ever.',
  fineWhen: 'The two directions copy different topics.',
  advice: 'Use the default policy, which puts the source’s name before the topic, or copy one way.',
  sources: [KAFKA_SOURCES.mirror],
  bad: [
    clusterExample(
      'kafka',
      {
        'mm2.properties':
          'clusters = A, B\nA.bootstrap.servers = a1:9092\nB.bootstrap.servers = b1:9092\nA->B.enabled = true\nA->B.topics = .*\nB->A.enabled = true\nB->A.topics = .*\nreplication.policy.class=org.apache.kafka.connect.mirror.IdentityReplicationPolicy\n',
      },
      'for ever',
    ),
  ],
  good: [
    clusterExample('kafka', {
      'mm2.properties':
        'clusters = A, B\nA.bootstrap.servers = a1:9092\nB.bootstrap.servers = b1:9092\nA->B.enabled = true\nB->A.enabled = true\n',
    }),
  ],
  check(cluster, context) {
    for (const { settings } of programs(cluster, 'connect')) {
      const policy = settings.given('replication.policy.class');
      const flows = flowsOf(settings);
      const back = flows.find(({ from, to, topics }) =>
        flows.some(other => other.from === to && other.to === from && other.topics === topics),
      );
      if (
        back === undefined ||
        policy === undefined ||
        !/IdentityReplicationPolicy$/.test(String(policy.value))
      )
        continue;
      context.report({
        origin: policy.written.origin,
        message: `Topics keep their names in both directions between ${back.from} and ${back.to}: a copied message looks like an original and goes back and forth for ever. Use the default policy, or copy one way.`,
        fixes: () => {
          const edit = lineRemoved(policy.written);
          return edit === undefined ? [] : [{ title: 'Use the default policy', edits: [edit], safe: false }];
        },
      });
    }
  },
});
