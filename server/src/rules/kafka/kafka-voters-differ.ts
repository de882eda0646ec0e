import type { Settings } from '../../cluster/settings.js';
import { shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, kafkaExample, kafkaFiles } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'kafka-voters-differ',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['kafka'],
  summary: 'Nodes list different controllers.',
  gains: 'None.',
  costs:
    'Each node asks for votes among those it knows. With different lists of `controller.quorum.voters` two majorities may be counted, or none; a node that finds itself missing stops.',
  fineWhen:
    'While controllers are added with the quorum kept in the metadata (`controller.quorum.bootstrap.servers`).',
  advice: 'Write the same `controller.quorum.voters` on all brokers and controllers.',
  sources: [KAFKA_SOURCES.kraft],
  bad: [
    clusterExample(
      'kafka',
      {
        ...kafkaFiles(3),
        'n3/server.properties': kafkaFiles(3)['n3/server.properties']!.replace('1@kafka1:9093,', ''),
      },
      'node 3',
    ),
  ],
  good: [kafkaExample(3)],
  check(cluster, context) {
    const all = shown(cluster).filter(
      ({ settings }) =>
        settings.given('controller.quorum.voters') !== undefined &&
        !settings.isHidden('controller.quorum.voters'),
    );
    const listOf = (settings: Settings) =>
      [...settings.list('controller.quorum.voters')]
        .map(each => each.trim())
        .sort()
        .join(', ');
    const [first, ...rest] = all;
    if (first === undefined) return;
    const other = rest.find(({ settings }) => listOf(settings) !== listOf(first.settings));
    if (other === undefined) return;
    context.report({
      origin: other.settings.given('controller.quorum.voters')!.written.origin,
      message: `${other.member.id} and ${first.member.id} know different controllers: votes are counted by different lists, and a node that is missing in its own does not start. Write the same list on all nodes.`,
      related: [
        {
          origin: first.settings.given('controller.quorum.voters')!.written.origin,
          message: `The list of ${first.member.id}.`,
        },
      ],
    });
  },
});
