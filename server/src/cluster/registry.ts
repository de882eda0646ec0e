import type { SystemModule } from './module.js';
import { CASSANDRA } from './systems/cassandra/index.js';
import { CLICKHOUSE } from './systems/clickhouse/index.js';
import { CLOUDNATIVEPG } from './systems/cloudnativepg/index.js';
import { COCKROACH } from './systems/cockroach/index.js';
import { CONSUL } from './systems/consul/index.js';
import { COUCHDB } from './systems/couchdb/index.js';
import { CRUNCHY } from './systems/crunchy/index.js';
import { DYNAMODB } from './systems/dynamodb/index.js';
import { ELASTICSEARCH } from './systems/elasticsearch/index.js';
import { ETCD } from './systems/etcd/index.js';
import { HAPROXY } from './systems/haproxy/index.js';
import { KAFKA } from './systems/kafka/index.js';
import { MAXSCALE } from './systems/maxscale/index.js';
import { MONGODB } from './systems/mongodb/index.js';
import { MYSQL_SYSTEM } from './systems/mysql/index.js';
import { MYSQLROUTER } from './systems/mysqlrouter/index.js';
import { NDB_SYSTEM } from './systems/ndb/index.js';
import { NEUTRAL } from './systems/neutral/index.js';
import { PATRONI_SYSTEM } from './systems/patroni/index.js';
import { PGBOUNCER } from './systems/pgbouncer/index.js';
import { POSTGRES } from './systems/postgres/index.js';
import { PROXYSQL } from './systems/proxysql/index.js';
import { RABBITMQ } from './systems/rabbitmq/index.js';
import { REDIS } from './systems/redis/index.js';
import { SPANNER } from './systems/spanner/index.js';
import { TIDB } from './systems/tidb/index.js';
import { YUGABYTE } from './systems/yugabyte/index.js';
import { ZALANDO } from './systems/zalando/index.js';
import { ZOOKEEPER } from './systems/zookeeper/index.js';

/** Every system that is read. Order does not matter, except that a file goes to every format that detects it. */
export const MODULES: readonly SystemModule[] = [
  CASSANDRA,
  COUCHDB,
  DYNAMODB,
  ELASTICSEARCH,
  ETCD,
  KAFKA,
  CONSUL,
  ZOOKEEPER,
  RABBITMQ,
  CLICKHOUSE,
  MONGODB,
  REDIS,
  NEUTRAL,
  COCKROACH,
  TIDB,
  YUGABYTE,
  SPANNER,
  MYSQL_SYSTEM,
  NDB_SYSTEM,
  PATRONI_SYSTEM,
  CLOUDNATIVEPG,
  CRUNCHY,
  ZALANDO,
  POSTGRES,
  HAPROXY,
  PGBOUNCER,
  PROXYSQL,
  MYSQLROUTER,
  MAXSCALE,
];
