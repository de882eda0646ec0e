import { oneFile, valueFix } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-writes-to-all-replicas',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['clickhouse'],
  summary: 'A distributed table writes to every replica itself.',
  gains: 'No Keeper is needed.',
  costs:
    'With `internal_replication` off, the default, an insert into a distributed table goes to each replica of a shard apart. Replicated tables copy it among themselves as well: the work is done twice, and counts on doubles being passed over. With other tables a replica that missed a write stays different, and nobody notices.',
  fineWhen: 'The tables are not replicated, and differences do not matter.',
  advice: 'Set `<internal_replication>true</internal_replication>` in each shard, with replicated tables.',
  sources: [
    {
      title: 'ClickHouse: Distributed tables',
      url: 'https://clickhouse.com/docs/engines/table-engines/special/distributed',
    },
    {
      title: 'ClickHouse: data replication',
      url: 'https://clickhouse.com/docs/engines/table-engines/mergetree-family/replication',
    },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <zookeeper>\n    <node><host>k1</host><port>9181</port></node>\n  </zookeeper>\n</clickhouse>\n',
      'default',
    ),
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>false</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <zookeeper>\n    <node><host>k1</host><port>9181</port></node>\n  </zookeeper>\n</clickhouse>\n',
      'false',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <zookeeper>\n    <node><host>k1</host><port>9181</port></node>\n  </zookeeper>\n</clickhouse>\n',
    ),
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <replica><host>ch1</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    // Only where something copies the tables: a Keeper, or a replicated table.
    const replicated =
      cluster.coordination !== undefined ||
      cluster.resources.some(({ settings }) =>
        /^Replicated/i.test(String(settings.clickhouse?.raw('engine')?.raw ?? '')),
      );
    const shards = cluster.resources.filter(
      ({ kind, copies }) => kind === 'database' && (copies?.[''] ?? 0) > 1,
    );
    for (const { settings, origin } of shards) {
      const own = settings.clickhouse;
      if (
        own === undefined ||
        own.isHidden('internal_replication') ||
        own.flag('internal_replication') !== false
      )
        continue;
      const given = own.given('internal_replication');
      // Samples list hosts of the machine itself.
      if (
        cluster.members.every(({ addresses }) =>
          addresses.some(address => /^(?:localhost|127\.)/.test(address)),
        )
      )
        return;
      if (given === undefined && !replicated) return;
      const start = origin.span.start;
      context.report({
        origin: given?.written.origin ?? {
          unit: origin.unit,
          span: { start, end: Math.min(origin.span.end, start + 7) },
        },
        severity: replicated ? 'warning' : 'info',
        message: `Inserts into distributed tables of ${cluster.name} go to every replica apart (internal_replication is false${given === undefined ? ', the default' : ''}): replicated tables copy them again, others grow apart when one misses a write. Set it to true.`,
        fixes: () =>
          given === undefined
            ? []
            : [valueFix('Write to one replica, and let the tables copy', given.written, 'true')],
      });
      return;
    }
  },
});
