import { nodesOf, one, placed } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const topology = { 'n1/cassandra-topology.properties': '10.0.0.1=eu:a\n10.0.0.9=old:a\ndefault=DC1:r1\n' };

export default defineRule({
  id: 'cassandra-both-place-files',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'A topology file beside GossipingPropertyFileSnitch.',
  gains: 'While nodes are moved from PropertyFileSnitch, both answer the same.',
  costs:
    'GossipingPropertyFileSnitch falls back to `cassandra-topology.properties` for nodes that it has heard nothing of, as long as the file lies there: a node that the file does not name, or names wrongly, is put into the default data centre, and replicas are chosen by that.',
  fineWhen: 'The move from PropertyFileSnitch is under way.',
  advice: 'Delete the topology file when all nodes use GossipingPropertyFileSnitch.',
  sources: [
    {
      title: 'Cassandra: GossipingPropertyFileSnitch',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/locator/GossipingPropertyFileSnitch.java',
    },
  ],
  bad: one({ ...placed('n1', '10.0.0.1', 'eu', 'a'), ...topology }, 'cassandra-topology.properties'),
  good: [
    ...one(placed('n1', '10.0.0.1', 'eu', 'a')),
    ...one(
      Object.fromEntries(
        Object.entries({ ...placed('n1', '10.0.0.1', 'eu', 'a'), ...topology }).map(([name, text]) => [
          name,
          text.replace('GossipingPropertyFileSnitch', 'PropertyFileSnitch'),
        ]),
      ),
    ),
  ],
  check(cluster, context) {
    const topologyFile = cluster.sources.find(uri =>
      /\/cassandra-topology\.properties[^/]*$/.test(`/${uri}`),
    );
    if (topologyFile === undefined) return;
    for (const { settings } of nodesOf(cluster)) {
      const snitch = settings.given('endpoint_snitch');
      if (!/(?:^|\.)GossipingPropertyFileSnitch$/.test(settings.text('endpoint_snitch') ?? '')) continue;
      if (snitch === undefined) continue;
      context.report({
        origin: snitch.written.origin,
        message:
          'This snitch falls back to the cassandra-topology.properties that lies beside it for nodes it has not heard of, and puts those the file does not name into its default data centre. Delete the file once no node uses PropertyFileSnitch.',
      });
      return;
    }
  },
});
