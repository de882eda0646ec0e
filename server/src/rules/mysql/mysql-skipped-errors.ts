import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  isBinlogReplication,
  isOptionFile,
  isReplica,
  isSource,
  mysqlNodes,
  setTo,
  variable,
  withoutLine,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-skipped-errors',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'A replica passes over errors: it differs from its source, and nobody hears of it.',
  gains: 'Replication never stops.',
  costs:
    'Each error that is passed over is a row that is missing, or other, from then on. It is found when the replica has become the source.',
  fineWhen: 'For the minutes of a repair.',
  advice: 'Let it stop, find out why, and compare the tables (pt-table-checksum).',
  sources: [
    {
      title: 'MySQL: replica_skip_errors',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html#sysvar_replica_skip_errors',
    },
    {
      title: 'MySQL: replica_exec_mode',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html#sysvar_replica_exec_mode',
    },
    {
      title: 'MariaDB: slave_skip_errors',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#slave_skip_errors',
    },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replica_skip_errors=1062,1032'], '1062'),
    replicated(['log_bin=binlog'], ['read_only=1', 'slave_exec_mode=IDEMPOTENT'], 'IDEMPOTENT', {
      system: 'mariadb',
    }),
  ],
  good: [
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replica_skip_errors=OFF']),
    // An account or table that is there already.
    replicated(['log_bin=binlog'], ['super_read_only=1', 'replica_skip_errors=1396,1050']),
    clusterExample('mysql', {
      'master.cnf': '[mysqld]\nserver_id=1\nlog_bin=binlog\nslave_skip_errors=1062\n',
    }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    const copies: Copy[] = [];
    for (const node of mysqlNodes(cluster)) {
      // A source that follows nobody applies nothing.
      if (isSource(cluster, node) && !isReplica(cluster, node)) continue;
      if (!isReplica(cluster, node) && SOURCE.test(node.member.id)) continue;
      const skip = variable(node, 'replica_skip_errors');
      const text = typeof skip?.value === 'string' ? skip.value.toLowerCase() : 'off';
      if (skip?.written !== undefined && text !== 'off' && text !== '0' && text !== '') {
        const all = text === 'all' || text === 'ddl_exist_errors,all';
        // What is there already, or gone already, as a whole: no row differs by that alone.
        const ofRows = text.split(',').filter(code => !OF_WHOLE.has(code.trim()));
        if (ofRows.length === 0) continue;
        copies.push({
          kind: text,
          report: {
            origin: skip.written.origin,
            message: `${all ? 'Every error' : `${ofRows.length === 1 ? 'Error' : 'Errors'} ${ofRows.slice(0, 4).join(', ')}`} of replication ${all || ofRows.length === 1 ? 'is' : 'are'} passed over: each one leaves ${node.name} with other rows than its source, without a word. Let replication stop, and repair what differs.`,
            fixes: isOptionFile(skip.written.keyOrigin) ? [withoutLine(skip.written)] : [],
          },
        });
      }
      const mode = variable(node, 'replica_exec_mode');
      if (mode?.written !== undefined && mode.value === 'IDEMPOTENT') {
        copies.push({
          kind: 'mode',
          report: {
            origin: mode.written.origin,
            message: `IDEMPOTENT passes over rows that are missing or there already: ${node.name} hides that it differs from its source. Use STRICT, which stops there.`,
            fixes: [setTo(mode.written, 'STRICT')],
          },
        });
      }
    }
    reportCopies(context, copies);
  },
});

/** Errors of CREATE, ALTER and DROP, of databases, tables, columns, keys and accounts. */
const OF_WHOLE: ReadonlySet<string> = new Set(
  'ddl_exist_errors 1007 1008 1049 1050 1051 1060 1061 1091 1133 1304 1396 1410 1826'.split(' '),
);

/** Names of servers that others follow: `master1`, `mysql-master`. */
const SOURCE = /(?:^|[-_.])(?:master|primary|source)(?:[-_.\d#]|$)/i;
