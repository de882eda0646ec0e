import { isBinlogReplication, isOn, mysqlNodes, variable } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-semisync-channels',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql'],
  summary: 'A replica of several sources is to acknowledge: that works with the default channel alone.',
  gains: 'None.',
  costs:
    'MySQL allows semi-synchronous replication with one channel, the default one. With several, acknowledgements cannot be relied on.',
  fineWhen: 'Never.',
  advice: 'Let a replica with one source acknowledge, and gather several sources on another server.',
  sources: [
    {
      title: 'MySQL: installing semisynchronous replication, requirements',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync-installation.html',
    },
  ],
  bad: [
    replicated(
      ['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'],
      ['rpl_semi_sync_replica_enabled=1'],
      '2 channels',
      {
        change:
          "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_SSL=1 FOR CHANNEL 'a';\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='other', SOURCE_SSL=1 FOR CHANNEL 'b';",
      },
    ),
  ],
  good: [
    replicated(['log_bin=binlog', 'rpl_semi_sync_source_enabled=1'], ['rpl_semi_sync_replica_enabled=1']),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster)) return;
    for (const node of mysqlNodes(cluster)) {
      const enabled = variable(node, 'rpl_semi_sync_replica_enabled')?.written;
      if (
        node.flavour !== 'mysql' ||
        enabled === undefined ||
        isOn(node, 'rpl_semi_sync_replica_enabled') !== true
      )
        continue;
      const channels = new Set(
        node.mysqld.written.flatMap(({ key, raw }) => (key === 'change.channel' ? [String(raw)] : [])),
      );
      if (channels.size < 2) continue;
      context.report({
        origin: enabled.origin,
        message: `${sentence(node.name)} has ${channels.size} channels, and semi-synchronous replication works with the default channel alone: its acknowledgements cannot be relied on. Let a replica with one source acknowledge.`,
      });
    }
  },
});
