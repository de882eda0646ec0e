import { defineSystem } from '../../module.js';
import { versionUpTo } from '../../version.js';
import { assemble } from './assemble.js';
import { CQL } from './cql.js';
import type { CassandraData } from './data.js';
import { HOCON, SPRING, SPRING_PROPERTIES } from './driver.js';
import { guarantees } from './guarantees.js';
import { HELM, RESOURCES } from './operators.js';
import { CLIENT_PARAMETERS, SPRING_PARAMETERS } from './parameters/client.js';
import { RACKDC_PARAMETERS } from './parameters/rackdc.js';
import { SCHEMA_PARAMETERS } from './parameters/schema.js';
import { SCYLLA_PARAMETERS } from './parameters/scylla.js';
import { CASSANDRA_PARAMETERS } from './parameters.js';
import { RACKDC, TOPOLOGY } from './properties.js';
import { REAPER } from './repair.js';
import { SERVICES } from './services.js';
import { YAML } from './yaml.js';

/** Cassandra and ScyllaDB: leaderless rings whose keyspaces are replicated per data centre. */
export const CASSANDRA = defineSystem<CassandraData>({
  system: 'cassandra',
  also: ['scylla'],
  parameters: [
    CASSANDRA_PARAMETERS,
    SCYLLA_PARAMETERS,
    RACKDC_PARAMETERS,
    SCHEMA_PARAMETERS,
    CLIENT_PARAMETERS,
    SPRING_PARAMETERS,
  ],
  formats: [YAML, RACKDC, TOPOLOGY, HOCON, SPRING, SPRING_PROPERTIES, REAPER, RESOURCES, HELM],
  statements: [CQL],
  services: [SERVICES],
  images: {
    repository: /(?:^|\/)cassandra$/,
    versionOf: versionUpTo(5),
    packages:
      /(?:\bapache-cassandra-|\bcassandra_version["']?[ \t]*[:=][ \t]*["']?)(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/gi,
    withVersion: (data, version) =>
      data.kind === 'node' &&
      data.from === 'file' &&
      data.version === undefined &&
      !/scylla/i.test(data.uri.slice(data.uri.lastIndexOf('/')))
        ? { ...data, version }
        : data,
  },
  assemble,
  guarantees,
});
