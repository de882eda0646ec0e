import type { Client, Cluster, Router } from '../../cluster/model.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { STANDBY } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  maxscale,
  maxscaleExample,
  proxysql,
  readersOfStandbys,
  readsReplicas,
} from '../lib/cluster/routers.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const haproxy =
  'frontend reads\n  mode tcp\n  bind *:5433\n  default_backend replicas\nbackend replicas\n  mode tcp\n  option httpchk GET /replica\n  server b b:5432 check port 8008\n  server a primary:5432 check port 8008\n';

const strong = (dialect: string) =>
  `-- dialect: ${dialect}\n-- faultline: consistency=strong\nCREATE TABLE accounts (id bigint PRIMARY KEY, balance numeric);\n`;
const split = (...more: readonly string[]) =>
  maxscale(['auto_failover=true'], ['router=readwritesplit', ...more]);

export default defineRule({
  id: 'strong-read-from-replica',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres', 'proxysql', 'maxscale'],
  summary: 'A table asks for strong consistency, and a router sends reads to replicas that may be behind.',
  gains: 'Replicas take reads off the leader.',
  costs:
    'A replica applies changes after the leader has acknowledged them, some milliseconds later or, under load, seconds. A program that reads there what it has just written may not find it.',
  fineWhen: 'The program sends reads of this table to the leader, and only others to the router.',
  advice:
    'Read this table through the port of the leader, or set `synchronous_commit = remote_apply` with every replica that is read from among those waited for.',
  sources: [
    {
      title: 'PostgreSQL: synchronous replication and what remote_apply adds',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        ...STANDBY,
        '.env':
          'READS=postgresql://app@primary,b/shop?target_session_attrs=prefer-standby&connect_timeout=3\n',
        'schema.sql': strong('postgres'),
      },
      'a program reads',
    ),
    proxysql({ lag: 5, files: { 'schema.sql': strong('mysql') } }, 'accounts'),
    maxscaleExample(
      { 'maxscale.cnf': split('causal_reads=local'), 'schema.sql': strong('mariadb') },
      'accounts',
    ),
    clusterExample(
      'postgres',
      {
        ...STANDBY,
        'pg/haproxy.cfg': haproxy,
        'schema.sql':
          '-- faultline: consistency=strong\nCREATE TABLE accounts (id bigint PRIMARY KEY, balance numeric);\n',
      },
      'accounts',
    ),
  ],
  good: [
    clusterExample('postgres', {
      ...STANDBY,
      '.env': 'READS=postgresql://app@primary,b/shop?target_session_attrs=primary&connect_timeout=3\n',
      'schema.sql': strong('postgres'),
    }),
    proxysql({ lag: 5, rules: [], files: { 'schema.sql': strong('mysql') }, groups: '' }),
    maxscaleExample({ 'maxscale.cnf': split('causal_reads=universal'), 'schema.sql': strong('mariadb') }),
    clusterExample('postgres', {
      ...STANDBY,
      'pg/haproxy.cfg': haproxy,
      'schema.sql':
        '-- faultline: consistency=eventual\nCREATE TABLE accounts (id bigint PRIMARY KEY, balance numeric);\n',
    }),
    clusterExample('postgres', {
      ...STANDBY,
      'schema.sql':
        '-- faultline: consistency=strong\nCREATE TABLE accounts (id bigint PRIMARY KEY, balance numeric);\n',
    }),
  ],
  check(cluster, context) {
    const reader = readerOf(cluster);
    for (const { table, facts, catalog } of tablesOf(
      cluster,
      context,
      each => readerOf(each) !== undefined,
    )) {
      if (facts.consistency?.value !== 'strong' || reader === undefined) continue;
      const who =
        'purpose' in reader ? `${reader.id} sends reads to replicas` : 'a program reads from standbys';
      context.report({
        origin: table.nameOrigin,
        message: `${display(table, catalog)} asks for strong consistency, and ${who}, which apply a write after it is acknowledged: a read there may miss it. Read it through the leader, or wait for remote_apply on all of them.`,
        related: [{ origin: reader.origin, message: 'Reads go to replicas here.' }],
      });
    }
  },
});

/** A router for reads, or a program with a connection string for them, where replicas may be behind. */
function readerOf(cluster: Cluster): Router | Client | undefined {
  const replicas = cluster.members.filter(({ role }) => role === 'data').length - 1;
  if (cluster.commit.level === 'applied' && cluster.commit.count >= replicas) return undefined;
  return cluster.routers.find(readsReplicas) ?? readersOfStandbys(cluster)[0];
}
