import { oneFile, valueFix } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-unwaited-inserts',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'Inserts are acknowledged before anything is written.',
  gains: 'The program goes on at once.',
  costs:
    'With `async_insert` the server gathers inserts; with `wait_for_async_insert = 0` it answers before the batch is written: errors are never told, and a crash loses what was gathered.',
  fineWhen: 'The data may have gaps.',
  advice: 'Leave `wait_for_async_insert` at 1.',
  sources: [
    {
      title: 'ClickHouse: asynchronous inserts',
      url: 'https://clickhouse.com/docs/optimize/asynchronous-inserts',
    },
    { title: 'ClickHouse: settings', url: 'https://clickhouse.com/docs/operations/settings/settings' },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <async_insert>1</async_insert>\n      <wait_for_async_insert>0</wait_for_async_insert>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
      'memory',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <async_insert>1</async_insert>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.clickhouse;
    const given = settings?.given('wait_for_async_insert');
    if (given?.effective !== false || settings?.flag('async_insert') !== true || cluster.name === 'keeper')
      return;
    context.report({
      origin: given.written.origin,
      message:
        'Inserts are acknowledged while they are in memory: a crash loses them, and no program hears of errors of a batch. Leave wait_for_async_insert at 1.',
      fixes: () => [valueFix('Wait until the batch is written', given.written, '1')],
    });
  },
});
