import { citusKind } from '../lib/citus.js';
import { isLogical, publicationsOf, publishes, tablesOf } from '../lib/cluster/crossing.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { hypertableOf } from '../lib/timescale.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'published-chunks',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary:
    'A hypertable of Timescale or a distributed table of Citus is published, whose rows stand in other tables.',
  gains: 'None where the rows do not arrive.',
  costs:
    'The rows of a hypertable are in chunks, those of a distributed table in shards on the workers. A publication of the table itself carries none of the chunks that are made later (Timescale before 2.25, and newer ones unless `timescaledb.enable_chunk_auto_publication` is on; several versions refuse the combination), and one on the coordinator none of the shards.',
  fineWhen: 'Chunks are added to the publication by other means, or the extension is told to do so.',
  advice: 'Use physical replication for such a database, or a tool that knows the extension.',
  sources: [
    {
      title: 'TimescaleDB: new chunks are not added to a publication',
      url: 'https://github.com/timescale/timescaledb/issues/8628',
    },
    {
      title: 'TimescaleDB: add new chunks to the publication of a hypertable',
      url: 'https://github.com/timescale/timescaledb/pull/9030',
    },
    {
      title: 'Citus: change data capture',
      url: 'https://docs.citusdata.com/en/stable/develop/integrations.html',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'schema.sql':
          "CREATE TABLE readings (at timestamptz NOT NULL, sensor int NOT NULL, value float8, PRIMARY KEY (sensor, at));\nSELECT create_hypertable('readings', 'at');\nCREATE PUBLICATION p FOR TABLE readings;\n",
      },
      'chunks',
    ),
    clusterExample(
      'postgres',
      {
        'schema.sql':
          "CREATE TABLE events (tenant int NOT NULL, id bigint NOT NULL, PRIMARY KEY (tenant, id));\nSELECT create_distributed_table('events', 'tenant');\nCREATE PUBLICATION p FOR ALL TABLES;\n",
      },
      'shards',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'schema.sql':
        "CREATE TABLE readings (at timestamptz NOT NULL, sensor int NOT NULL, PRIMARY KEY (sensor, at));\nCREATE TABLE sensors (id int PRIMARY KEY);\nSELECT create_hypertable('readings', 'at');\nCREATE PUBLICATION p FOR TABLE sensors;\n",
    }),
  ],
  check(cluster, context) {
    const publications = publicationsOf(cluster);
    for (const { table, catalog } of tablesOf(
      cluster,
      context,
      each => publicationsOf(each).length > 0,
      isLogical,
    )) {
      const hyper = hypertableOf(table) !== undefined;
      if (!hyper && citusKind(table).kind !== 'distributed') continue;
      const publication = publications.find(each => publishes(each, table));
      if (publication === undefined) continue;
      context.report({
        origin: publication.origin,
        message: hyper
          ? `${publication.name} publishes ${display(table, catalog)}, a hypertable: its rows are in chunks, and chunks made later are not published unless TimescaleDB is told to. The subscriber misses new rows: replicate physically, or add the chunks.`
          : `${publication.name} publishes ${display(table, catalog)}, a distributed table: its rows are in shards on the workers, which a publication on the coordinator does not carry. Replicate the nodes physically, or use the extension's change data capture.`,
        related: [{ origin: table.nameOrigin, message: 'The table.' }],
      });
    }
  },
});
