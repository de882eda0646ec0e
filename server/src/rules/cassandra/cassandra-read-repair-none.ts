import { one, settingsOf } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const files = (option: string): Record<string, string> => ({
  'schema.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'eu': 3};\nCREATE TABLE shop.stock (id uuid PRIMARY KEY, left int) WITH read_repair = '${option}';\n`,
});

export default defineRule({
  id: 'cassandra-read-repair-none',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'Reads of a table do not mend replicas that differ.',
  gains:
    'A read never writes, and rows that one write changed in several columns or rows are seen together or not at all.',
  costs:
    'Of two quorum reads, one after the other, the second may return what was before the first: a write that reached one replica only is seen by the read that asks it, and not by the next.',
  fineWhen: 'Each row is read once, or readers may go back in time.',
  advice: 'Leave `BLOCKING`, which is the default, where a value that was seen must stay seen.',
  sources: [
    {
      title: 'Cassandra: read_repair',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/read_repair.html',
    },
  ],
  bad: one(files('NONE'), 'go back'),
  good: one(files('BLOCKING')),
  check(cluster, context) {
    for (const table of cluster.resources) {
      if (table.kind !== 'table') continue;
      const option = settingsOf(cluster, table)?.given('read_repair');
      if (option?.value !== 'NONE') continue;
      context.report({
        origin: option.written.origin,
        message: `Quorum reads of ${table.name} may go back in time: a value on one replica is seen by one read and not by the next, for reads do not mend the others. BLOCKING, the default, does.`,
      });
    }
  },
});
