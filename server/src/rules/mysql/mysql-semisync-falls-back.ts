import { duration, isBinlogReplication, isOn, mysqlNodes, variable } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

/** Waiting for a day is waiting for somebody. */
const FOR_EVER = 86_400_000;

export default defineRule({
  id: 'mysql-semisync-falls-back',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql', 'mariadb'],
  summary: 'Semi-synchronous replication goes over to asynchronous after a timeout, without an error.',
  gains: 'A replica that is away stops writes for the timeout once, not for ever.',
  costs:
    'After the timeout the source acknowledges commits that no replica has. When it is then lost, so are they: a replica away for longer than the timeout and then the loss of the source is enough.',
  fineWhen: 'Going on matters more than the last commits, and somebody watches the status variable.',
  advice:
    'Watch Rpl_semi_sync_source_status (…_master_status); where nothing may be lost, set the timeout so high that it never passes, with more replicas than are waited for.',
  sources: [
    {
      title: 'MySQL: semisynchronous replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync.html',
    },
    {
      title: 'MySQL: administrative interface for semisynchronous replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync-interface.html',
    },
    {
      title: 'MariaDB: semisynchronous replication',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'],
      ['rpl_semi_sync_replica_enabled=1'],
      '10 s',
    ),
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_master_enabled=1', 'rpl_semi_sync_master_timeout=500'],
      ['rpl_semi_sync_slave_enabled=1'],
      '500 ms',
      { system: 'mariadb' },
    ),
  ],
  good: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1', 'rpl_semi_sync_source_timeout=4294967295'],
      ['rpl_semi_sync_replica_enabled=1'],
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      const enabled = variable(node, 'rpl_semi_sync_source_enabled');
      const timeout = variable(node, 'rpl_semi_sync_source_timeout');
      if (isOn(node, 'rpl_semi_sync_source_enabled') !== true || enabled?.written === undefined) continue;
      if (cluster.members.length > 1 && node.member.leader === false) continue;
      const ms = timeout?.effective;
      if (typeof ms !== 'number' || ms >= FOR_EVER) continue;
      if (timeout?.written !== undefined && isExplained(timeout.written.origin, REASON)) continue;
      const short = ms <= 1000 && timeout?.written !== undefined;
      context.report({
        origin: timeout?.written?.origin ?? enabled.written.origin,
        ...(short ? { severity: 'warning' as const } : {}),
        message: `When no replica acknowledges for ${duration(ms)}, ${node.name} goes over to asynchronous replication without an error: from then on acknowledged commits are on it alone, and are lost with it${short ? '. One slow flush is enough for that' : ''}. Watch the status, or raise the timeout.`,
        tradeOff: () => ({
          gains: [`Writes stop for ${duration(ms)} at most when replicas are away.`],
          costs: [
            'Three events lose acknowledged commits: replicas are away for longer than that, clients write, the source is lost.',
          ],
          breakEven: 'Where a stop of writes costs more than the commits since the replica went away.',
          advice: ['With two replicas and a count of one, either may be away without waiting.'],
          numbers: [
            {
              label: 'timeout',
              value: duration(ms),
              from: timeout?.written === undefined ? 'the default' : 'the file',
            },
          ],
        }),
      });
    }
  },
});

/** What a comment speaks of that knows what comes then. */
const REASON = /\basync|\bfalls? ?back|\bdegrad|异步|回退|降级|асинхрон/i;
