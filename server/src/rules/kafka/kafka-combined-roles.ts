import type { Origin } from '../../sql/reading.js';
import { shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { KAFKA_SOURCES, kafkaExample, kafkaFiles, onOneMachine } from '../lib/cluster/kafka.js';
import { defineRule } from '../rule.js';

function fileOf({ unit: { uri } }: Origin): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

export default defineRule({
  id: 'kafka-combined-roles',
  subject: 'kafka',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['kafka'],
  summary: 'Brokers are controllers as well.',
  gains: 'Fewer processes and machines.',
  costs:
    'The controller shares memory, disk and garbage collection with a broker under load, and neither can be restarted or scaled without the other. The project calls combined mode unfit for critical deployments.',
  fineWhen: 'Small clusters that may stop for a while; development, such as all nodes in one compose file.',
  advice: 'Run three processes with `process.roles=controller` of their own.',
  sources: [KAFKA_SOURCES.kraft],
  bad: [kafkaExample(3, '', '3 nodes')],
  good: [
    kafkaExample(1),
    clusterExample('kafka', kafkaFiles(3, '', 'controller')),
    clusterExample('kafka', {
      'pool.yaml':
        'apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaNodePool\nmetadata:\n  name: dual-role\n  labels:\n    strimzi.io/cluster: main\nspec:\n  replicas: 3\n  roles: [controller, broker]\n  storage:\n    type: persistent-claim\n    size: 10Gi\n',
    }),
  ],
  check(cluster, context) {
    const both = shown(cluster).filter(({ member }) => member.role === 'data' && member.votes > 0);
    const given = both[0]?.settings.given('process.roles');
    if (both.length < 2 || given === undefined) return;
    // Processes that share a machine are a trial, or small.
    if (onOneMachine(cluster)) return;
    // What is called so has been decided.
    if (both.every(({ member }) => /dual|combined|mixed/i.test(`${member.id} ${fileOf(member.origin)}`)))
      return;
    context.report({
      origin: given.written.origin,
      message: `${both.length} nodes are broker and controller in one: load on a broker delays the controller, a restart takes both, and the project advises against it for critical clusters. Give three controllers processes of their own.`,
    });
  },
});
