import { CLAIM, checkClaim, commitSetting, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-waits-for-both',
  engines: ['postgres', 'mysql'],
  summary:
    'A comment or document says that commits wait for all replicas; the configuration waits for fewer.',
  costs:
    "`synchronous_standby_names = 's1,s2'` is the same as `FIRST 1 (s1, s2)`: the first of them that is connected is enough. Semi-synchronous MySQL waits for `rpl_semi_sync_source_wait_for_replica_count` replicas, one by default. Who loses the primary and that one replica loses acknowledged commits, though another replica is alive.",
  advice:
    'Write `FIRST 2 (s1, s2)` (then the loss of either stops writes), or say in the text that one of them is waited for.',
  sources: [
    {
      title: 'PostgreSQL: synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
    {
      title: 'MySQL: rpl_semi_sync_source_wait_for_replica_count',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-source.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      { 'postgresql.conf': "# A commit waits for both standbys.\nsynchronous_standby_names = 's1,s2'\n" },
      'waits for 1 of 2',
    ),
    clusterExample(
      'postgres',
      {
        'db/postgresql.conf': "synchronous_standby_names = 'ANY 1 (s1, s2, s3)'\n",
        'README.md': '# Database\n\nThe primary waits for all three replicas\nbefore it acknowledges.\n',
      },
      'waits for 1 of 3',
    ),
    clusterExample(
      'mysql',
      {
        'db/mysql-source/my.cnf':
          '[mysqld]\nserver_id=1\nlog_bin=on\n# Semi-synchronous: waits for all replicas.\nrpl_semi_sync_source_enabled=1\n',
        'db/mysql-replica1/my.cnf':
          '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\nrpl_semi_sync_replica_enabled=1\n',
        'db/mysql-replica2/my.cnf':
          '[mysqld]\nserver_id=3\nlog_bin=on\nread_only=1\nrpl_semi_sync_replica_enabled=1\n',
      },
      'waits for 1 of 2',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf':
        "# A commit waits for both standbys.\nsynchronous_standby_names = 'FIRST 2 (s1,s2)'\n",
    }),
    clusterExample('postgres', {
      'postgresql.conf':
        "# Does not wait for both standbys, one is enough.\nsynchronous_standby_names = 's1,s2'\n",
    }),
    clusterExample('mysql', {
      'db/mysql-source/my.cnf':
        '[mysqld]\nserver_id=1\nlog_bin=on\n# Waits for both replicas.\nrpl_semi_sync_source_enabled=1\nrpl_semi_sync_source_wait_for_replica_count=2\n',
      'db/mysql-replica1/my.cnf':
        '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\nrpl_semi_sync_replica_enabled=1\n',
      'db/mysql-replica2/my.cnf':
        '[mysqld]\nserver_id=3\nlog_bin=on\nread_only=1\nrpl_semi_sync_replica_enabled=1\n',
    }),
  ],
  check: checkClaim(
    'claim-waits-for-both',
    (cluster, claim) => {
      const { commit, members } = cluster;
      if (commit.count < 1 || (commit.method !== 'first' && commit.method !== 'any')) return undefined;
      const ids = new Set(members.map(({ id }) => id));
      const others = members.filter(({ role }) => role === 'data').length - 1;
      // Where every member may be leader, the leader is no candidate of its own.
      const listed =
        commit.of === undefined
          ? others
          : commit.of.length > others && commit.of.every(id => ids.has(id))
            ? others
            : commit.of.length;
      if (commit.count >= listed || (cluster.open && commit.of === undefined)) return undefined;
      return `${quoted(claim)}: a commit here waits for ${commit.count} of ${listed}, whichever ${commit.method === 'first' ? 'comes first in the list' : 'answers first'}. An acknowledged write may be missing on the others: ask for ${listed}, or change the sentence.`;
    },
    commitSetting,
  ),
});
