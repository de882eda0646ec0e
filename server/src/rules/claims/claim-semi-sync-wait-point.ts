import { CLAIM, checkClaim, quoted, settingsOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const NAME = 'rpl_semi_sync_master_wait_point';

export default defineRule({
  ...CLAIM,
  id: 'claim-semi-sync-wait-point',
  engines: ['mariadb'],
  summary:
    'A comment or document says that semi-sync waits before the commit; MariaDB waits after it by default.',
  costs:
    'MySQL waits after writing the binary log and before the engine commits (AFTER_SYNC). MariaDB commits first and waits then (AFTER_COMMIT): other sessions may read a row that no replica has yet, and that is gone after a failover.',
  advice: 'Set `rpl_semi_sync_master_wait_point = AFTER_SYNC`, or say in the text what MariaDB does.',
  sources: [
    {
      title: 'MariaDB: rpl_semi_sync_master_wait_point',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/#rpl_semi_sync_master_wait_point',
    },
  ],
  bad: [
    clusterExample(
      'mariadb',
      {
        'my.cnf':
          '[mariadb]\nserver_id=1\nlog_bin=on\n# AFTER_SYNC is the default.\nrpl_semi_sync_master_enabled=1\n',
      },
      'AFTER_COMMIT',
    ),
  ],
  good: [
    clusterExample('mariadb', {
      'my.cnf':
        '[mariadb]\nserver_id=1\nlog_bin=on\n# AFTER_SYNC is the default in MySQL, not here.\nrpl_semi_sync_master_enabled=1\n',
    }),
    clusterExample('mariadb', {
      'my.cnf':
        '[mariadb]\nserver_id=1\nlog_bin=on\n# waits before the commit\nrpl_semi_sync_master_enabled=1\nrpl_semi_sync_master_wait_point=AFTER_SYNC\n',
    }),
  ],
  check: checkClaim('claim-semi-sync-wait-point', (cluster, claim) => {
    if (!cluster.systems.has('mariadb') || cluster.commit.count < 1) return undefined;
    const point = settingsOf(cluster, 'mariadb')?.get(NAME);
    if (String(point?.effective).toUpperCase() !== 'AFTER_COMMIT') return undefined;
    return `${quoted(claim)}: MariaDB goes by AFTER_COMMIT here${point?.from === 'default' ? ', its default' : ''}: it commits, then waits, and others read rows that no replica has. Set ${NAME} = AFTER_SYNC, or change the sentence.`;
  }),
});
