import { isAtLeast } from '../../cluster/version.js';
import {
  isBinlogReplication,
  isOptionFile,
  isReplica,
  knowsDefaults,
  mysqlNodes,
  setTo,
  variable,
  withLine,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-commit-order',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql'],
  summary: 'A replica applies in parallel and commits in another order than its source.',
  gains: 'Appliers wait for no one.',
  costs:
    'Readers of the replica see a later transaction without an earlier one, a state that the source never had. After a crash there are gaps in what was applied, and without GTIDs the position says nothing.',
  fineWhen: 'Transactions of different databases that have nothing to do with each other.',
  advice: 'Set `replica_preserve_commit_order=ON`, the default since 8.0.27.',
  sources: [
    {
      title: 'MySQL: replication and transaction inconsistencies',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-features-transaction-inconsistencies.html',
    },
    {
      title: 'MySQL: replica_preserve_commit_order',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html#sysvar_replica_preserve_commit_order',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog'],
      ['super_read_only=1', 'replica_parallel_workers=8', 'replica_preserve_commit_order=OFF'],
      '8 threads',
    ),
    replicated(
      ['log_bin=binlog'],
      ['super_read_only=1', 'slave_parallel_type=LOGICAL_CLOCK', 'slave_parallel_workers=4'],
      '4 threads',
      { version: '5.7.44' },
    ),
  ],
  good: [
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replica_parallel_workers=8']),
    replicated(
      ['log_bin=binlog'],
      ['super_read_only=1', 'replica_parallel_workers=0', 'replica_preserve_commit_order=OFF'],
    ),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      if (node.flavour !== 'mysql' || !isReplica(cluster, node)) continue;
      const workers = variable(node, 'replica_parallel_workers');
      const order = variable(node, 'replica_preserve_commit_order');
      const threads = workers?.effective;
      if (typeof threads !== 'number' || threads < 2 || order?.effective !== false) continue;
      if (workers?.written === undefined && order.written === undefined) continue;
      if (order.written === undefined && !knowsDefaults(node)) continue;
      const at = order.written ?? workers!.written!;
      const modern = node.version === undefined || isAtLeast(node.version, '8.0.26');
      const line = `${modern ? 'replica' : 'slave'}_preserve_commit_order=ON`;
      context.report({
        origin: at.origin,
        message: `${sentence(node.name)} applies with ${threads} threads and commits out of order: readers see a later transaction without an earlier one, and a crash leaves gaps. Set ${line}.`,
        fixes:
          order.written !== undefined
            ? [setTo(order.written, 'ON')]
            : isOptionFile(at.keyOrigin)
              ? [withLine(at, line)]
              : [],
      });
    }
  },
});
