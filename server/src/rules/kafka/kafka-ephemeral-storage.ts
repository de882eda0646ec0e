import type { Origin } from '../../sql/reading.js';
import { clusterExample } from '../lib/cluster/example.js';
import { brokers, KAFKA_SOURCES } from '../lib/cluster/kafka.js';
import { isMeant, isTrialFile } from '../lib/cluster/test-files.js';
import type { Example } from '../rule.js';
import { defineRule } from '../rule.js';

const kafka = (replicas: number, storage: string): string =>
  `apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: events\nspec:\n  kafka:\n    replicas: ${replicas}\n    storage: ${storage}\n  zookeeper:\n    replicas: 3\n    storage: {type: persistent-claim, size: 10Gi}\n`;
const strimzi = (text: string, says?: string): Example =>
  clusterExample('kafka', { 'kafka.yaml': text }, says);
const DISK = '{type: persistent-claim, size: 100Gi}';

/** Brokers in one pool and controllers in another, each with a storage. */
const pools = (controllers: string, stores: string): string =>
  `apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: events\nspec:\n  kafka:\n    version: 4.0.0\n---\n${(
    [
      ['controller', controllers],
      ['broker', stores],
    ] as const
  )
    .map(
      ([role, storage]) =>
        `apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaNodePool\nmetadata:\n  name: ${role}\n  labels:\n    strimzi.io/cluster: events\nspec:\n  replicas: 3\n  roles: [${role}]\n  storage: ${storage}\n`,
    )
    .join('---\n')}`;

export default defineRule({
  id: 'kafka-ephemeral-storage',
  subject: 'kafka',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['kafka'],
  summary: 'Strimzi keeps the log of brokers or controllers in the pod.',
  gains: 'No volumes to ask for: the cluster starts anywhere.',
  costs:
    'An emptyDir is deleted with its pod. A broker that is moved, or drained with its machine, copies everything anew from the others; when those of one partition go together, in an outage of the zone or an update in haste, acknowledged messages are gone. Controllers lose their votes and with them what topics there are.',
  fineWhen: 'Trying things out; messages that can be made again.',
  advice:
    'Use `type: persistent-claim` (in `jbod` where several disks are meant), with `deleteClaim: false`.',
  sources: [KAFKA_SOURCES.strimziStorage],
  bad: [
    strimzi(kafka(3, '{type: ephemeral}'), 'the other brokers store'),
    strimzi(kafka(3, '{type: ephemeral}'), 'one is enough where topics have one replica'),
    strimzi(kafka(3, '{type: jbod, volumes: [{id: 0, type: ephemeral}]}'), 'with its pod'),
    strimzi(pools('{type: ephemeral}', DISK), 'controllers of its pool store'),
  ],
  good: [
    strimzi(kafka(3, DISK)),
    strimzi(pools(DISK, DISK)),
    strimzi(kafka(3, '{type: ephemeral}').replace('name: events', 'name: my-cluster')),
    // One broker is there to be tried out.
    strimzi(kafka(1, '{type: ephemeral}')),
  ],
  check(cluster, context) {
    if (cluster.members.filter(({ role }) => role === 'data').length < 2 || brokers(cluster).length < 2)
      return;
    for (const { id, settings, votes, role } of cluster.members) {
      const storage = settings.kafka?.raw('place.storage');
      if (storage === undefined) continue;
      const { origin } = storage;
      // `my-cluster` is what the examples of Strimzi call theirs.
      if (isTrialFile(origin, context.clusters) || isMeant(origin) || cluster.name === 'my-cluster') return;
      const what = role === 'data' ? 'messages' : 'votes and what topics there are';
      context.report({
        origin,
        message: `What ${id} and the other ${role === 'data' ? 'brokers' : 'controllers'}${isOfPool(origin) ? ' of its pool' : ''} store is deleted with its pod: when several go together, as with their zone, acknowledged ${what}${role === 'data' && votes > 0 ? ' and the metadata' : ''} are gone${role === 'data' ? '; one is enough where topics have one replica' : ''}. Use persistent-claim.`,
      });
      return;
    }
  },
});

/** True for a place in a manifest of a `KafkaNodePool`; the cluster itself stands in one of its own. */
function isOfPool({ unit, span }: Origin): boolean {
  const { text } = unit.piece;
  const start = text.lastIndexOf('\n---', span.start) + 1;
  return /^kind:[ \t]*KafkaNodePool\b/m.test(text.slice(start, span.start));
}
