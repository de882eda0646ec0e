import { tablesOf } from '../lib/cluster/crossing.js';
import { STANDBY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'unlogged-beside-standby',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'An UNLOGGED table is held by a cluster that fails over to standbys, which do not have its rows.',
  gains: 'Writes skip the write-ahead log and are much quicker.',
  costs:
    'Nothing of the table is replicated: on a standby it cannot even be read, and after a failover it is empty, however synchronous the replication of everything else is.',
  fineWhen: 'What it holds can be made again: caches, sessions, imports on their way.',
  advice: 'Make it an ordinary table, or be sure that the program starts with an empty one after a failover.',
  sources: [
    {
      title: 'PostgreSQL: CREATE TABLE, UNLOGGED',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      { ...STANDBY, 'schema.sql': 'CREATE UNLOGGED TABLE carts (id bigint PRIMARY KEY);\n' },
      'failover',
    ),
  ],
  good: [
    clusterExample('postgres', { ...STANDBY, 'schema.sql': 'CREATE TABLE carts (id bigint PRIMARY KEY);\n' }),
    clusterExample('postgres', {
      'postgresql.conf': 'max_connections = 100\nwal_level = replica\n',
      'schema.sql': 'CREATE UNLOGGED TABLE carts (id bigint PRIMARY KEY);\n',
    }),
  ],
  check(cluster, context) {
    const replicated = (each: typeof cluster) =>
      each.systems.has('postgres') && each.links.some(({ kind }) => kind === 'physical');
    for (const { table, catalog } of tablesOf(cluster, context, replicated)) {
      if (!table.unlogged || table.schema === 'pg_temp') continue;
      const count = cluster.members.filter(({ role }) => role === 'data').length - 1;
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} is UNLOGGED, and the cluster has ${count} standby${count === 1 ? '' : 's'}: none of them has its rows, and after a failover it is empty. Make it an ordinary table, or let the program fill it again.`,
        related: [{ origin: cluster.origin, message: 'The cluster that holds it.' }],
      });
    }
  },
});
