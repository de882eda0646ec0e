import { ARCHITECTURE, factorsOf, keyspacesOf, levelsOf, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (map: string, level: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', ${map}};\n`,
  'application.conf': `datastax-java-driver.basic {\n  load-balancing-policy.local-datacenter = eu\n  request.serial-consistency = ${level}\n}\n`,
});

export default defineRule({
  id: 'cassandra-local-serial',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Conditional writes are decided within one data centre of several.',
  gains: 'A conditional write takes rounds inside the data centre only, and goes on without the others.',
  costs:
    'LOCAL_SERIAL asks a quorum of the local data centre. Two data centres decide on the same row independently: both may find their condition true, and the later timestamp wins. Uniqueness and locks hold within one data centre only.',
  fineWhen: 'All conditional writes of a row come from one data centre.',
  advice: 'Use SERIAL for conditional writes, or send all of them to one data centre.',
  sources: [
    ARCHITECTURE,
    {
      title: 'Cassandra: which replicas a level counts',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/ConsistencyLevel.java',
    },
  ],
  bad: twins(files("'eu': 3, 'us': 3", 'LOCAL_SERIAL'), 'eu and us'),
  good: [...twins(files("'eu': 3, 'us': 3", 'SERIAL')), ...twins(files("'eu': 3", 'LOCAL_SERIAL'))],
  check(cluster, context) {
    for (const { level, origin } of levelsOf(cluster, 'basic.request.serial-consistency')) {
      if (level !== 'LOCAL_SERIAL') continue;
      const keyspace = keyspacesOf(cluster).find(
        each => factorsOf(cluster, each).filter(({ copies }) => copies > 0).length > 1,
      );
      if (keyspace === undefined) continue;
      const centres = factorsOf(cluster, keyspace)
        .filter(({ copies }) => copies > 0)
        .map(({ dc }) => dc);
      context.report({
        origin,
        message: `LOCAL_SERIAL decides conditional writes in one data centre, but ${keyspace.name} is kept in ${centres.length === 2 ? centres.join(' and ') : `${centres.length} of them`}: IF conditions in two data centres can both hold for one row, and one write is lost. Use SERIAL.`,
        fixes: [{ title: 'Use SERIAL', edits: [replace(origin, 'SERIAL')], safe: false }],
      });
    }
  },
});
