import { CODE, CONFIGURATION, eachWritten, isTrial, nodeFile, one } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (on: boolean): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.5\nauto_bootstrap: ${on}\n`),
});

export default defineRule({
  id: 'cassandra-auto-bootstrap-off',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'A new node takes its ranges over without their data.',
  gains: 'The node is there at once; a new cluster or data centre starts without streaming.',
  costs:
    'From the moment on at which it joins, the node is a replica of rows that it does not have. Two such nodes of three make a quorum that finds nothing, and a repair or rebuild is needed before reads are right.',
  fineWhen:
    'A new data centre is added and rebuilt before a client or keyspace uses it, or the cluster is made.',
  advice: 'Take the line out once the cluster or data centre stands.',
  sources: [CONFIGURATION, CODE],
  bad: one(files(false), 'does not have'),
  good: one(files(true)),
  check(cluster, context) {
    if (isTrial(cluster)) return;
    eachWritten(cluster, 'auto_bootstrap', ({ value, written }) => {
      if (value !== false) return;
      context.report({
        origin: written.origin,
        message:
          'A node that joins with this becomes a replica of rows that it does not have: reads miss them until a repair or rebuild. Use it only for a new cluster or data centre, and take it out afterwards.',
      });
    });
  },
});
