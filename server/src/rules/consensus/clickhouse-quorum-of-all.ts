import { oneFile } from '../lib/cluster/consensus.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-quorum-of-all',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['clickhouse'],
  summary: 'An insert waits for every replica of a shard.',
  gains: 'Every acknowledged insert is on all replicas.',
  costs:
    'With `insert_quorum` as high as there are replicas no insert succeeds while one is away; above that none ever does.',
  fineWhen: 'No insert is better than one with a copy less.',
  advice: 'Keep three replicas and `insert_quorum = 2`, or `auto`.',
  sources: [
    {
      title: 'ClickHouse: insert_quorum',
      url: 'https://clickhouse.com/docs/reference/settings/session-settings/insert-quorum',
    },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <insert_quorum>2</insert_quorum>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
      '2 of 2',
    ),
  ],
  good: [
    oneFile(
      'clickhouse',
      'tests/insert-quorum/config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <insert_quorum>2</insert_quorum>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
    ),
    oneFile(
      'clickhouse',
      'config.xml',
      '<clickhouse>\n  <profiles>\n    <default>\n      <insert_quorum>0</insert_quorum>\n    </default>\n  </profiles>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    const given = cluster.settings.clickhouse?.given('insert_quorum');
    const wanted = Number(given?.effective);
    const copies = Math.min(
      ...cluster.resources.flatMap(({ kind, copies: own }) =>
        kind === 'database' && own !== undefined ? [own[''] ?? 0] : [],
      ),
    );
    if (
      given === undefined ||
      !(wanted >= 2) ||
      !Number.isFinite(copies) ||
      copies < 1 ||
      wanted < copies ||
      cluster.open
    )
      return;
    // Tests of the quorum have it on purpose.
    if (wanted === copies && isTrialFile(given.written.origin, context.clusters)) return;
    context.report({
      origin: given.written.origin,
      severity: wanted > copies ? 'error' : 'warning',
      message:
        wanted > copies
          ? `Inserts need ${wanted} replicas and a shard of ${cluster.name} has ${copies}: with this quorum none succeeds. Use ${Math.floor(copies / 2) + 1}, or add replicas.`
          : `Inserts need ${wanted} of ${copies} replicas: while one is away every insert fails after insert_quorum_timeout. Keep one replica more than the quorum.`,
    });
  },
});
