import {
  ARCHITECTURE,
  allCentres,
  factorsOf,
  keyspacesOf,
  nodeFile,
  standsSomewhere,
  twins,
  twoCentres,
} from '../lib/cluster/cassandra.js';
import { clusterExample } from '../lib/cluster/example.js';
import { replace, textOf } from '../lib/edits.js';
import { listed } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const keyspace = (map: string): string =>
  `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`;

export default defineRule({
  id: 'cassandra-unknown-data-centre',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A keyspace asks for replicas in a data centre in which no node stands.',
  gains: 'None, unless nodes of that data centre join later.',
  costs:
    'No replica is placed there. Names are compared letter by letter, case included, with what the snitch of each node says; SimpleSnitch says `datacenter1` for all of them. Newer versions refuse the statement; older ones take it, and writes fail for want of replicas.',
  fineWhen: 'The nodes of that data centre are configured elsewhere.',
  advice: 'Use the names that `nodetool status` prints, and a snitch that knows data centres.',
  sources: [
    ARCHITECTURE,
    {
      title: 'Cassandra: the options of a strategy are compared with the data centres',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/locator/AbstractReplicationStrategy.java',
    },
  ],
  bad: [
    ...twins(
      {
        'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nendpoint_snitch: SimpleSnitch\n'),
        'schema.cql': keyspace("'eu': 3"),
      },
      'datacenter1',
    ),
    ...twins({ ...twoCentres(), 'schema.cql': keyspace("'EU': 2, 'us': 1") }, 'EU'),
  ],
  good: [
    ...twins({ ...twoCentres(), 'schema.cql': keyspace("'eu': 2, 'us': 1") }),
    ...twins({
      'conf/cassandra.yaml': nodeFile('endpoint_snitch: GossipingPropertyFileSnitch\n'),
      'schema.cql': keyspace("'eu': 3"),
    }),
    // The nodes of another cluster of the project stand there.
    clusterExample('cassandra', {
      'compose.yml':
        'services:\n  db:\n    image: cassandra:4.1\n    environment:\n      CASSANDRA_CLUSTER_NAME: demo\n',
      'dc.yaml':
        'apiVersion: cassandra.datastax.com/v1beta1\nkind: CassandraDatacenter\nmetadata:\n  name: eu\nspec:\n  clusterName: shop\n  serverType: cassandra\n  serverVersion: 4.1.3\n  size: 3\n',
      'schema.cql': keyspace("'eu': 3"),
    }),
  ],
  check(cluster, context) {
    const known = allCentres(cluster);
    if (known === undefined) return;
    for (const each of keyspacesOf(cluster)) {
      for (const { dc, copies, origin } of factorsOf(cluster, each)) {
        if (copies === 0 || dc === 'replication_factor' || known.includes(dc)) continue;
        // The schema may be meant for another cluster of the project.
        if (standsSomewhere(context.clusters, dc)) continue;
        const meant = known.find(name => name.toLowerCase() === dc.toLowerCase());
        context.report({
          origin,
          message: `Keyspace ${each.name} asks for ${copies} replicas in ${dc}, but the nodes stand in ${listed([...known])}: none is placed there, and newer versions refuse the statement.${meant ? ` Write ${meant}.` : ' Use the names that the snitch gives.'}`,
          fixes: meant
            ? [
                {
                  title: `Write ${meant}`,
                  edits: [replace(origin, textOf(origin).replace(dc, meant))],
                  safe: false,
                },
              ]
            : [],
        });
      }
    }
  },
});
