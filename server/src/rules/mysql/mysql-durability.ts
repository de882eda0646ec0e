import { folderOfUri } from '../../cluster/folders.js';
import type { Cluster } from '../../cluster/model.js';
import type { Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  duration,
  isBinlogReplication,
  isReplica,
  isSource,
  mysqlNodes,
  setTo,
  writesBinlog,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-durability',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'A source that others follow does not flush its logs at each commit.',
  gains: 'Commits do not wait for the disk.',
  costs:
    'innodb_flush_log_at_trx_commit=0 loses up to a second of acknowledged commits when mysqld crashes, 0 and 2 when the machine does. With sync_binlog other than 1 the binary log loses its end, which replicas may have received already: they are then ahead of their source, and replication breaks or differs.',
  fineWhen: 'A replica that is never promoted, a bulk load, or data that can be made again.',
  advice: 'Set both to 1 on every server that takes writes or may come to.',
  sources: [
    {
      title: 'MySQL: settings for the most durable replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_sync_binlog',
    },
    {
      title: 'MySQL: innodb_flush_log_at_trx_commit',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit',
    },
    {
      title: 'MariaDB: innodb_flush_log_at_trx_commit',
      url: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_flush_log_at_trx_commit',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'innodb_flush_log_at_trx_commit=2', 'sync_binlog=0'],
      ['read_only=1'],
      'sync_binlog=0',
    ),
    replicated(
      ['log_bin=binlog', 'innodb_flush_log_at_trx_commit=0', 'sync_binlog=1'],
      ['read_only=1'],
      'mysqld',
      {
        system: 'mariadb',
      },
    ),
  ],
  good: [
    replicated(
      ['log_bin=binlog', 'innodb_flush_log_at_trx_commit=1', 'sync_binlog=1'],
      ['read_only=1', 'sync_binlog=0'],
    ),
    clusterExample('mysql', { 'my.cnf': '[mysqld]\ninnodb_flush_log_at_trx_commit=2\n' }),
    // Option files of one directory: what is read last counts.
    clusterExample('mysql', {
      'roles/db/templates/mysql-base.cnf.j2':
        '[mysqld]\nserver_id={{ id }}\nlog_bin=binlog\ninnodb_flush_log_at_trx_commit=2\n',
      'roles/db/templates/mysql-replication.cnf.j2':
        '[mysqld]\nserver_id={{ id }}\nlog_bin=binlog\ninnodb_flush_log_at_trx_commit=1\nsync_binlog=1\n',
    }),
  ],
  check(cluster, context) {
    // What is only tried out may lose a second.
    if (!isBinlogReplication(cluster) || cluster.trial !== undefined) return;
    for (const node of mysqlNodes(cluster)) {
      const { mysqld, name } = node;
      // A lone server may be anybody's own machine; one with a binary log is meant to be followed or restored.
      const counts =
        isSource(cluster, node) || (cluster.members.length === 1 && mysqld.given('log_bin') !== undefined);
      if (!counts || (isReplica(cluster, node) && !isSource(cluster, node)) || writesBinlog(node) === false)
        continue;
      const flush = mysqld.given('innodb_flush_log_at_trx_commit');
      const sync = mysqld.given('sync_binlog');
      const lossy = flush?.value === 0 || flush?.value === 2;
      const behind = typeof sync?.value === 'number' && sync.value !== 1;
      if (!lossy && !behind) continue;
      const at = (lossy ? flush : sync)!.written;
      // Its owner has weighed it.
      if (isExplained(at.origin, WEIGHED)) continue;
      if (cluster.members.length === 1 && isOverridden(at, context.clusters)) continue;
      const every = mysqld.number('innodb_flush_log_at_timeout') ?? 1000;
      const lost = lossy
        ? `innodb_flush_log_at_trx_commit=${String(flush.value)} loses up to ${duration(every)} of acknowledged commits when ${flush.value === 0 ? 'mysqld or the machine crashes' : 'the machine crashes'}`
        : '';
      const ahead = behind
        ? `sync_binlog=${String(sync.value)} loses the end of the binary log when the machine crashes, though replicas may have it: they are then ahead of ${name}`
        : '';
      context.report({
        origin: at.origin,
        ...(cluster.members.length === 1 ? { severity: 'info' as const } : {}),
        message: `${[lost, ahead].filter(each => each !== '').join('; ')}. Set ${lossy && behind ? 'both' : 'it'} to 1 where writes are acknowledged.`,
        fixes: [
          {
            title: lossy && behind ? 'Set both to 1' : `Set ${at.key} to 1`,
            edits: [
              ...(lossy ? setTo(flush.written, '1').edits : []),
              ...(behind ? setTo(sync.written, '1').edits : []),
            ],
            safe: false,
          },
        ],
        tradeOff: () => ({
          gains: [
            'One or two flushes fewer per group of commits: on slow disks most of the time of a commit.',
          ],
          costs: [`Up to ${duration(every)} of acknowledged commits in a crash of the machine.`],
          breakEven:
            'With a disk whose cache survives a loss of power, a flush costs little: there is nothing to gain.',
          advice: ['Commits in groups share flushes: measure with the clients that there are.'],
          numbers: [{ label: 'window', value: duration(every), from: 'innodb_flush_log_at_timeout' }],
        }),
      });
    }
  },
});

/** True where another option file of the same folder, which the server may read later, sets it to 1. */
function isOverridden(written: Written, clusters: readonly Cluster[]): boolean {
  const { uri } = written.origin.unit;
  return clusters.some(other =>
    mysqlNodes(other).some(({ mysqld }) =>
      mysqld.written.some(
        each =>
          each.key === written.key &&
          each.origin.unit.uri !== uri &&
          folderOfUri(each.origin.unit.uri) === folderOfUri(uri) &&
          String(each.raw) === '1',
      ),
    ),
  );
}

/** What a comment speaks of that tells what is won and lost: crashes, flushes, speed. */
const WEIGHED =
  /\bcrash|\bpower\b|\bflush|\bfsync|\bACID\b|\bdurab|\bloss\b|\blos[et]\b|\bfaster\b|\bperformance\b|[\u6389\u5d29\u4e22\u6301]/i;
