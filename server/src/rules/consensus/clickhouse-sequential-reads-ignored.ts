import { oneFile } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-sequential-reads-ignored',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['clickhouse'],
  summary: 'Sequential reads are asked for, and inserts do not allow them.',
  gains: 'Inserts with a quorum run at once.',
  costs:
    '`select_sequential_consistency` works only on inserts that come one after the other: with `insert_quorum_parallel`, on by default, or without `insert_quorum`, a read may miss what was acknowledged.',
  fineWhen: 'Nobody counts on it.',
  advice:
    'Set `insert_quorum` to a majority and `insert_quorum_parallel = 0`, or send reads to the replica that was written to.',
  sources: [
    {
      title: 'ClickHouse: insert_quorum',
      url: 'https://clickhouse.com/docs/reference/settings/session-settings/insert-quorum',
    },
    { title: 'ClickHouse: settings', url: 'https://clickhouse.com/docs/operations/settings/settings' },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <insert_quorum>auto</insert_quorum>\n      <select_sequential_consistency>1</select_sequential_consistency>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
      'insert_quorum_parallel',
    ),
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <select_sequential_consistency>1</select_sequential_consistency>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
      'insert_quorum',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <insert_quorum>auto</insert_quorum>\n      <insert_quorum_parallel>0</insert_quorum_parallel>\n      <select_sequential_consistency>1</select_sequential_consistency>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.clickhouse;
    const given = settings?.given('select_sequential_consistency');
    if (settings === undefined || given?.effective !== 1 || cluster.name === 'keeper') return;
    if (settings.isHidden('insert_quorum') || settings.isHidden('insert_quorum_parallel')) return;
    const quorum = settings.text('insert_quorum') ?? '0';
    const none = quorum !== 'auto' && !(Number(quorum) >= 2);
    if (!none && settings.flag('insert_quorum_parallel') === false) return;
    context.report({
      origin: given.written.origin,
      message: none
        ? 'select_sequential_consistency needs inserts with insert_quorum, which is off: a read may miss what was acknowledged. Set insert_quorum to auto and insert_quorum_parallel to 0.'
        : 'select_sequential_consistency does nothing while insert_quorum_parallel is on, its default: a read may miss what was acknowledged. Set insert_quorum_parallel to 0.',
    });
  },
});
