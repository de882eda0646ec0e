import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-same-macros',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['clickhouse'],
  summary: 'Two servers have the same replica macro.',
  gains: 'None.',
  costs:
    'Replicas of a shard are told apart by `{replica}`. With one value for both the second server cannot make its tables, or takes the place of the first.',
  fineWhen: 'The two are in different shards, and the path holds `{shard}`.',
  advice: 'Give each server its own `<replica>`.',
  sources: [
    {
      title: 'ClickHouse: data replication',
      url: 'https://clickhouse.com/docs/engines/table-engines/mergetree-family/replication',
    },
  ],
  bad: [
    clusterExample(
      'clickhouse',
      {
        'ch1/config.xml':
          '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <macros><shard>1</shard><replica>r1</replica></macros>\n</clickhouse>\n',
        'ch2/config.xml':
          '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <macros><shard>1</shard><replica>r1</replica></macros>\n</clickhouse>\n',
      },
      'r1',
    ),
  ],
  good: [
    clusterExample('clickhouse', {
      'ch/remote.xml':
        '<clickhouse><remote_servers><c><shard><replica><host>s1</host><port>9000</port></replica><replica><host>s2</host><port>9000</port></replica></shard></c></remote_servers></clickhouse>\n',
      'ch/macros.xml': '<clickhouse><macros><shard>1</shard><replica>a</replica></macros></clickhouse>\n',
      'ch/setup.sh':
        '#!/bin/bash\n# on s1\ntee /etc/clickhouse-server/config.d/macros.xml <<EOF\n<clickhouse>\n  <macros><shard>1</shard><replica>a</replica></macros>\n</clickhouse>\nEOF\n# on s2\ntee /etc/clickhouse-server/config.d/macros.xml <<EOF\n<clickhouse>\n  <macros><shard>1</shard><replica>b</replica></macros>\n</clickhouse>\nEOF\n',
    }),
    // Two examples, each with the files of its servers.
    clusterExample(
      'clickhouse',
      Object.fromEntries(
        ['one', 'two'].flatMap(folder =>
          ['s1', 's2'].map(name => [
            `${folder}/${name}.xml`,
            `<clickhouse><remote_servers><c><shard><replica><host>s1</host><port>9000</port></replica><replica><host>s2</host><port>9000</port></replica></shard></c></remote_servers><macros><shard>1</shard><replica>${name}</replica></macros></clickhouse>`,
          ]),
        ),
      ),
    ),
    clusterExample('clickhouse', {
      'ch1/config.xml':
        '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <macros><shard>1</shard><replica>r1</replica></macros>\n</clickhouse>\n',
      'ch2/config.xml':
        '<clickhouse>\n  <remote_servers>\n    <main>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>ch1</host><port>9000</port></replica>\n        <replica><host>ch2</host><port>9000</port></replica>\n      </shard>\n    </main>\n  </remote_servers>\n  <macros><shard>1</shard><replica>r2</replica></macros>\n</clickhouse>\n',
    }),
  ],
  check(cluster, context) {
    const seen = new Map<string, string>();
    // Every config of the cluster stands in its settings: several hold the macros of several servers.
    for (const written of cluster.settings.clickhouse?.written ?? []) {
      if (written.key !== 'macros.replica' || written.raw === undefined) continue;
      const { unit } = written.origin;
      const shard =
        cluster.settings.clickhouse!.written.find(
          ({ key, origin }) => key === 'macros.shard' && origin.unit.uri === unit.uri,
        )?.raw ?? '';
      const key = `${String(shard)} ${String(written.raw)}`;
      const other = seen.get(key);
      if (other === undefined) seen.set(key, unit.uri);
      // A script that writes the files, and a file beside it that is one of them, speak of one server.
      else if (other !== unit.uri && isScript(other) === isScript(unit.uri))
        context.report({
          origin: written.origin,
          message: `Another server of ${cluster.name} is replica ${written.raw} of shard ${shard || '(none)'} as well: the second one cannot make its tables. Give each server its own replica macro.`,
        });
    }
  },
});

function isScript(uri: string): boolean {
  return /\.(?:sh|bash|ps1|py)(?:#|$)/.test(uri);
}
