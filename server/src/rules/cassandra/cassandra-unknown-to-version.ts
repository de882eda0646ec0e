import { NEW_IN_4_1 } from '../../cluster/systems/cassandra/parameters.js';
import { isAtLeast, isOlder, printVersion } from '../../cluster/version.js';
import { cameFrom, nodeFile, nodesOf, one } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-unknown-to-version',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['cassandra'],
  summary: 'A setting that the version does not know: the node does not start.',
  gains: 'None.',
  costs:
    'A node refuses a file with a name that it does not know. Names without units (`max_hint_window`) came with version 4.1; those of Thrift (`start_rpc`, `rpc_port`) went with 4.0.',
  fineWhen: 'Never.',
  advice: 'Use the names of the version that runs.',
  sources: [
    {
      title: 'Cassandra: what is new, and upgrading',
      url: 'https://github.com/apache/cassandra/blob/trunk/NEWS.txt',
    },
    {
      title: 'Cassandra: how the file is loaded',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/YamlConfigurationLoader.java',
    },
  ],
  bad: [
    ...one(
      {
        'conf/cassandra.yaml': `# Apache Cassandra 3.11\n${nodeFile('listen_address: 10.0.0.1\nmax_hint_window: 3h\n')}`,
      },
      '4.1',
    ),
    ...one(
      {
        'conf/cassandra.yaml': `# Apache Cassandra 4.1\n${nodeFile('listen_address: 10.0.0.1\nstart_rpc: false\n')}`,
      },
      'Thrift',
    ),
  ],
  good: [
    ...one({
      'conf/cassandra.yaml': `# Apache Cassandra 3.11\n${nodeFile('listen_address: 10.0.0.1\nstart_rpc: false\nmax_hint_window_in_ms: 10800000\n')}`,
    }),
    ...one({ 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nstart_rpc: false\n') }),
  ],
  check(cluster, context) {
    const version = cluster.versions.cassandra?.version;
    for (const { settings } of nodesOf(cluster)) {
      if (cameFrom(settings) !== 'file') continue;
      const newer = settings.written.find(({ key }) => NEW_IN_4_1.has(key));
      // A name of 4.1 in the file itself tells that the version is not older.
      const known = version ?? (newer === undefined ? undefined : [4, 1]);
      if (known === undefined) continue;
      if (newer !== undefined && isOlder(known, '4.1')) {
        context.report({
          origin: newer.keyOrigin,
          message: `${newer.key} is a name of version 4.1: Cassandra ${printVersion(known)} does not know it and does not start. Use the name with its unit.`,
        });
      }
      const gone = settings.written.find(
        ({ key }) => settings.table.find(key)?.removed === '4.0' && isAtLeast(known, '4.0'),
      );
      if (gone !== undefined) {
        context.report({
          origin: gone.keyOrigin,
          message: `${gone.key} went with Thrift in version 4.0: Cassandra ${version === undefined ? '4.1' : printVersion(known)} does not know it and does not start. Take it out, and the other settings of Thrift.`,
        });
      }
    }
  },
});
