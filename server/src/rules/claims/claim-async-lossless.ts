import { SENTINEL } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, dataMembers, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const PG = {
  'pg/primary/postgresql.conf': "cluster_name = 'a'\nsynchronous_standby_names = ''\nwal_level = replica\n",
  'pg/standby/postgresql.conf':
    "cluster_name = 'b'\nprimary_conninfo = 'host=primary port=5432 user=repl application_name=b'\n",
  'pg/standby/standby.signal': '',
};
const MYSQL = {
  'db/mysql-source/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\n',
  'db/mysql-replica/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
};

export default defineRule({
  ...CLAIM,
  id: 'claim-async-lossless',
  engines: ['postgres', 'mysql', 'redis'],
  summary: 'A comment or document promises that a failover loses nothing; replication is asynchronous.',
  costs:
    'The leader acknowledges a write before any other node has it. What had not arrived when the leader was lost is lost with it, and what it took while cut off is thrown away when it comes back.',
  advice:
    'Make commits wait (synchronous_standby_names, semi-synchronous replication), take another store where nothing may be lost, or say how much may be lost.',
  sources: [
    {
      title: 'PostgreSQL: asynchronous replication may lose data in a failover',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
    {
      title: 'Redis: replication, acknowledged writes may be lost',
      url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
    },
    {
      title: 'MySQL: replication is asynchronous',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      { ...PG, 'README.md': 'Failover to the standby without any data loss.\n' },
      'asynchronous',
    ),
    clusterExample(
      'mysql',
      { ...MYSQL, 'README.md': 'The replica takes over with zero data loss.\n' },
      'asynchronous',
    ),
    clusterExample(
      'redis',
      { ...SENTINEL, 'README.md': 'Sentinel promotes a replica: no data loss.\n' },
      'asynchronous',
    ),
  ],
  good: [
    clusterExample('postgres', {
      ...PG,
      'README.md': 'Use synchronous replication for a failover without data loss.\n',
    }),
    clusterExample('postgres', {
      ...PG,
      'pg/primary/postgresql.conf': "cluster_name = 'a'\nsynchronous_standby_names = 'b'\n",
      'README.md': 'Failover to the standby without any data loss.\n',
    }),
    clusterExample('mysql', { ...MYSQL, 'README.md': 'The replica may take over with a loss of data.\n' }),
    // What happened once, and what holds of copies that have everything, promise nothing.
    ...[
      'Checkpoint: the replica took over. Zero data loss!\n',
      '- **Zero data loss** after a failover to replicas that are caught up, with synced copies\n',
      '## Exercise 3: stop the master\n\nThe replica is promoted with zero data loss.\n',
    ].map(text => clusterExample('redis', { ...SENTINEL, 'README.md': text })),
    clusterExample('redis', {
      ...SENTINEL,
      'README.md': 'Sentinel cannot promise that there is no data loss.\n',
    }),
  ],
  check: checkClaim('claim-async-lossless', (cluster, claim) => {
    const { commit, systems } = cluster;
    if (
      ['cloudnativepg', 'galera', 'group-replication'].some(each =>
        (systems as ReadonlySet<string>).has(each),
      )
    )
      return undefined;
    // Said already in terms of Patroni.
    const { origin } = claim.words;
    if (
      cluster.claims?.some(
        ({ claim: { id, words } }) =>
          id === 'claim-patroni-copies' &&
          words.origin.span.start === origin.span.start &&
          words.origin.unit === origin.unit,
      )
    )
      return undefined;
    const postgres = cluster.settings.postgres;
    if (postgres?.isHidden('synchronous_standby_names') || postgres?.isHidden('synchronous_commit'))
      return undefined;
    if (cluster.settings.patroni?.isHidden('synchronous_mode')) return undefined;
    if (commit.count > 0 || dataMembers(cluster).length < 2) return undefined;
    return `${quoted(claim)}: replication here is asynchronous: a write is acknowledged before another node has it, and a failover loses what had not arrived. Make commits wait for a copy, or say how much may be lost.`;
  }),
});
