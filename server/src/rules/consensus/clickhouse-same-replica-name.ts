import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'clickhouse-same-replica-name',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['clickhouse'],
  summary: 'All replicas of a table get one name.',
  gains: 'None.',
  costs:
    'A replicated table registers its path and replica name with the Keeper. Created on several servers with a name that is not a macro, all but the first fail: the replica exists already.',
  fineWhen: 'The statement is run on one server only.',
  advice: 'Write `{replica}` and set the macro on each server, or leave both arguments out.',
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
        'schema.sql':
          "-- dialect: clickhouse\nCREATE TABLE events ON CLUSTER main (id UInt64) ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/events', 'r1') ORDER BY id;\n",
      },
      'r1',
    ),
  ],
  good: [
    clusterExample('clickhouse', {
      'schema.sql':
        "-- dialect: clickhouse\nCREATE TABLE events ON CLUSTER main (id UInt64) ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/events', '{replica}') ORDER BY id;\n",
    }),
  ],
  check(cluster, context) {
    for (const { settings, name } of cluster.resources) {
      const replica = settings.clickhouse?.raw('engine.replica');
      if (
        replica === undefined ||
        settings.clickhouse?.raw('on.cluster') === undefined ||
        String(replica.raw).includes('{')
      )
        continue;
      context.report({
        origin: replica.origin,
        message: `${name} is made on every server of a cluster with the replica name ${replica.raw}: all but the first fail, because that replica exists. Write {replica}, and set the macro on each server.`,
      });
    }
  },
});
