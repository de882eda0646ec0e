import {
  isBinlogReplication,
  isOn,
  isReplica,
  isSource,
  mysqlNodes,
  variable,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-semisync-one-side',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'Semi-synchronous replication is switched on at one side only, and so does nothing.',
  gains: 'None.',
  costs:
    'A source with no semi-synchronous replica waits out its timeout once and then replicates asynchronously. A replica that would acknowledge is never asked.',
  fineWhen: 'The other side is switched on at runtime by a tool.',
  advice:
    'Switch it on at the source and at every replica that is to acknowledge; on both sides where roles change.',
  sources: [
    {
      title: 'MySQL: configuring semisynchronous replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync-installation.html',
    },
    {
      title: 'MariaDB: semisynchronous replication',
      url: 'https://mariadb.com/kb/en/semisynchronous-replication/',
    },
  ],
  bad: [
    replicated(['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'], ['read_only=1'], 'no replica'),
    replicated(['log_bin=binlog'], ['rpl_semi_sync_slave_enabled=1'], 'never asked', { system: 'mariadb' }),
  ],
  good: [
    replicated(['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'], ['rpl_semi_sync_replica_enabled=1']),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster) || cluster.open) return;
    const nodes = mysqlNodes(cluster);
    const sources = nodes.filter(node => isSource(cluster, node));
    const replicas = nodes.filter(node => isReplica(cluster, node));
    if (sources.length === 0 || replicas.length === 0 || nodes.length !== cluster.members.length) return;
    const unknown = (name: string) => nodes.some(node => isOn(node, name) === undefined);
    if (unknown('rpl_semi_sync_source_enabled') || unknown('rpl_semi_sync_replica_enabled')) return;
    const asking = sources.filter(node => isOn(node, 'rpl_semi_sync_source_enabled') === true);
    const answering = replicas.filter(node => isOn(node, 'rpl_semi_sync_replica_enabled') === true);
    if (asking.length > 0 && answering.length === 0) {
      const at = variable(asking[0]!, 'rpl_semi_sync_source_enabled')?.written;
      if (at === undefined) return;
      context.report({
        origin: at.origin,
        message: `${sentence(asking[0]!.name)} waits for a semi-synchronous replica, and no replica that is shown here is one: after one timeout it replicates asynchronously. Switch rpl_semi_sync_${asking[0]!.flavour === 'mariadb' ? 'slave' : 'replica'}_enabled on at the replicas.`,
      });
    } else if (asking.length === 0 && answering.length > 0) {
      const at = variable(answering[0]!, 'rpl_semi_sync_replica_enabled')?.written;
      if (at === undefined) return;
      context.report({
        origin: at.origin,
        message: `${sentence(answering[0]!.name)} would acknowledge what it receives, and is never asked: the source ${sources[0]!.name} has semi-synchronous replication off, so commits wait for nobody. Switch it on there as well.`,
      });
    }
  },
});
