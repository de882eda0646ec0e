import { CLAIM, checkClaim, commitSetting, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

/** A timeout beyond this is meant to be for ever. */
const FOR_EVER = 86_400_000;

export default defineRule({
  ...CLAIM,
  id: 'claim-semi-sync-lossless',
  engines: ['mysql', 'mariadb'],
  summary:
    'A comment or document says that semi-synchronous replication loses nothing; after its timeout it is asynchronous.',
  costs:
    'When no replica answers within the timeout (10 s by default), the source goes on alone without telling the clients, and acknowledges commits that are nowhere else. If it is lost then, they are lost.',
  advice:
    'Set `rpl_semi_sync_source_timeout` so high that it never passes, and live with writes that wait; or say in the text after how long it goes on alone. Watch `Rpl_semi_sync_source_status`.',
  sources: [
    {
      title: 'MySQL: semisynchronous replication, timeout',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync.html',
    },
    {
      title: 'MariaDB: semisynchronous replication, timeout',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/',
    },
  ],
  bad: [
    clusterExample(
      'mysql',
      {
        'my.cnf':
          '[mysqld]\nserver_id=1\nlog_bin=on\n# Semi-sync, so there is no data loss on failover.\nrpl_semi_sync_source_enabled=1\nrpl_semi_sync_source_timeout=5000\n',
      },
      'after 5 s',
    ),
    clusterExample(
      'mariadb',
      {
        'README.md':
          'MariaDB runs with semi-synchronous replication: no committed transaction is ever lost.\n',
        'my.cnf': '[mariadb]\nserver_id=1\nlog_bin=on\nrpl_semi_sync_master_enabled=1\n',
      },
      'after 10 s',
    ),
  ],
  good: [
    clusterExample('mysql', {
      'my.cnf':
        '[mysqld]\nserver_id=1\nlog_bin=on\n# Semi-sync, so there is no data loss on failover.\nrpl_semi_sync_source_enabled=1\nrpl_semi_sync_source_timeout=1000000000\n',
    }),
    clusterExample('mysql', {
      'my.cnf':
        '[mysqld]\nserver_id=1\nlog_bin=on\n# Semi-sync does not mean no data loss: see the timeout.\nrpl_semi_sync_source_enabled=1\n',
    }),
    clusterExample('mariadb', {
      'README.md': 'Semi-sync loses no data unless it has timed out.\n',
      'my.cnf': '[mariadb]\nserver_id=1\nlog_bin=on\nrpl_semi_sync_master_enabled=1\n',
    }),
  ],
  check: checkClaim(
    'claim-semi-sync-lossless',
    (cluster, claim) => {
      const { commit } = cluster;
      if (cluster.systems.has('galera') || commit.count < 1 || !commit.degrades) return undefined;
      const after = commit.degradesAfterMs;
      if (after === undefined || after > FOR_EVER) return undefined;
      return `${quoted(claim)}: when no replica answers, the source goes on alone after ${after / 1000} s (the semi-sync timeout) and acknowledges commits that no other server has. Raise the timeout so that writes wait, or change the sentence.`;
    },
    commitSetting,
  ),
});
