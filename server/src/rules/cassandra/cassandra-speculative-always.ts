import { settingsOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (option: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\nCREATE TABLE shop.stock (id uuid PRIMARY KEY, left int) WITH speculative_retry = '${option}';\n`,
});

export default defineRule({
  id: 'cassandra-speculative-always',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'Every read of a table is sent to one replica more than it needs.',
  gains: 'A slow replica holds up no read.',
  costs:
    'Reads at LOCAL_ONE cost twice as much, at a quorum of three half as much again, all the time; when nodes are overloaded that makes it worse. It makes no read stronger: the level decides whose answers count.',
  fineWhen: 'The table is small and read at the lowest delay there is.',
  advice: 'Use `99PERCENTILE`, or a time.',
  sources: [
    {
      title: 'Cassandra: speculative_retry',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html',
    },
  ],
  bad: twins(files('ALWAYS'), '99PERCENTILE'),
  good: twins(files('99PERCENTILE')),
  check(cluster, context) {
    for (const table of cluster.resources) {
      if (table.kind !== 'table') continue;
      const option = settingsOf(cluster, table)?.given('speculative_retry');
      if (typeof option?.value !== 'string' || option.value.toUpperCase() !== 'ALWAYS') continue;
      context.report({
        origin: option.written.origin,
        message: `Every read of ${table.name} goes to one replica more than its level needs: at LOCAL_ONE that doubles the reads, and most when nodes are overloaded. Use 99PERCENTILE.`,
      });
    }
  },
});
