import { CLAIM, checkClaim, commitSetting, dataMembers, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-replica-reads-latest',
  engines: ['postgres', 'mysql'],
  summary: 'A comment or document says that replicas always show the newest rows; they apply them later.',
  costs:
    'A synchronous standby of PostgreSQL has the commit on disk when it is acknowledged, and applies it afterwards: a query there may not see it yet. Only `remote_apply` waits for that, and only on the standbys that a commit waits for. Semi-synchronous MySQL waits for the relay log, not for its execution. Code that reads its own writes from a replica breaks now and then.',
  advice:
    'Send reads that must be current to the leader, or set `synchronous_commit = remote_apply` with every standby that is read from among those waited for; or say how old reads may be.',
  sources: [
    {
      title: 'PostgreSQL: synchronous_commit modes',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
    {
      title: 'MySQL: semisynchronous replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'postgresql.conf':
          "# The synchronous replica always shows the latest rows.\nsynchronous_standby_names = 'FIRST 2 (s1, s2)'\n",
      },
      'remote_apply',
    ),
    clusterExample(
      'postgres',
      {
        'postgresql.conf': "synchronous_standby_names = 's1,s2'\nsynchronous_commit = remote_apply\n",
        'docs/reads.md': 'Reads from the replicas are strongly consistent.\n',
      },
      '1 of 2',
    ),
    clusterExample(
      'mysql',
      {
        'README.md': '- Replicas never return stale data.\n',
        'db/mysql1/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\n',
        'db/mysql2/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
      },
      'relay log',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf':
        "# The replicas always show the latest rows.\nsynchronous_standby_names = 'FIRST 2 (s1, s2)'\nsynchronous_commit = remote_apply\n",
    }),
    clusterExample('postgres', {
      'postgresql.conf':
        "# Reads from replicas are not always consistent.\nsynchronous_standby_names = 's1, s2'\n",
    }),
    clusterExample('mysql', {
      'README.md': 'Replicas may return stale data.\n',
      'db/mysql1/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\n',
      'db/mysql2/my.cnf': '[mysqld]\nserver_id=2\nlog_bin=on\nread_only=1\n',
    }),
  ],
  check: checkClaim(
    'claim-replica-reads-latest',
    (cluster, claim) => {
      if (cluster.systems.has('galera') || cluster.systems.has('group-replication')) return undefined;
      const replicas = Math.max(dataMembers(cluster).length - 1, cluster.commit.of?.length ?? 0);
      if (replicas < 1) return undefined;
      const { commit } = cluster;
      if (cluster.systems.has('mysql') || cluster.systems.has('mariadb')) {
        return `${quoted(claim)}: replication here waits at most for the relay log of ${commit.count === 0 ? 'no replica' : commit.count === 1 ? 'one replica' : `${commit.count} replicas`}, never for the rows to be there. A read from a replica may miss an acknowledged write: read from the source where that matters.`;
      }
      if (commit.level === 'applied' && commit.count >= replicas) return undefined;
      const settings = cluster.settings.postgres;
      if (settings?.isHidden('synchronous_commit') || settings?.isHidden('synchronous_standby_names'))
        return undefined;
      if (commit.level === 'applied') {
        return `${quoted(claim)}: synchronous_commit = remote_apply waits for ${commit.count} of ${replicas} standbys; the others may be behind. Read from the leader where it must be current, or wait for all that are read from.`;
      }
      return `${quoted(claim)}: ${commit.count === 0 ? 'replication here is asynchronous' : 'an acknowledged commit is on the standby, and applied there later'}. Only synchronous_commit = remote_apply waits until queries see it, on the standbys waited for.`;
    },
    commitSetting,
  ),
});
