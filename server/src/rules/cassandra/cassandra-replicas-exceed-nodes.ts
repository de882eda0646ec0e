import { majority } from '../../cluster/quorum.js';
import {
  ARCHITECTURE,
  centresOf,
  factorsOf,
  keyspacesOf,
  twins,
  twoCentres,
} from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const keyspace = (map: string): string =>
  `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`;

export default defineRule({
  id: 'cassandra-replicas-exceed-nodes',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'A keyspace asks for more replicas in a data centre than it has nodes.',
  gains: 'When nodes are added they take their share without a change of the keyspace, after a repair.',
  costs:
    'The quorum is counted from what was asked for, not from the nodes that are there. With three replicas on two nodes a quorum is both of them, so no node may be down; ALL is never reached.',
  fineWhen: 'The missing nodes join before the first write.',
  advice: 'Ask for as many replicas as there are nodes, or add nodes.',
  sources: [ARCHITECTURE],
  bad: twins({ ...twoCentres(), 'schema.cql': keyspace("'eu': 3, 'us': 1") }, 'quorum is 2'),
  good: [
    ...twins({ ...twoCentres(), 'schema.cql': keyspace("'eu': 2, 'us': 1") }),
    ...twins({ 'schema.cql': keyspace("'eu': 3") }),
  ],
  check(cluster, context) {
    const centres = cluster.open ? undefined : centresOf(cluster);
    if (centres === undefined) return;
    for (const each of keyspacesOf(cluster)) {
      for (const { dc, copies, origin } of factorsOf(cluster, each)) {
        const nodes = centres.get(dc);
        if (nodes === undefined || copies <= nodes) continue;
        const quorum = majority(copies);
        context.report({
          origin,
          message: `Keyspace ${each.name} asks for ${copies} replicas in ${dc}, which has ${nodes} ${nodes === 1 ? 'node' : 'nodes'}: a quorum is ${quorum}${quorum > nodes ? ', which is never reached' : quorum === nodes ? ', so no node may be down' : ''}, and ALL always fails. Add nodes or ask for ${nodes}.`,
        });
      }
    }
  },
});
