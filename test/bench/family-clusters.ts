import { joinFragments, MODULES, readSource, readStatement, Source } from '../../server/src/cluster/index.js';
import { prepare } from '../../server/src/simulate/families.js';
import { isPrepared, type Prepared } from '../../server/src/simulate/family.js';
import { splitSql } from '../../server/src/text/splitter.js';
import { etcdFiles, type Files, patroniFiles, sentinelFiles } from './clusters.js';

/** A cluster of each kind that a family can play, by name: of three nodes, some of five. */
export const FAMILY_CLUSTERS: readonly (readonly [name: string, files: Files])[] = [
  ['Patroni, asynchronous, 3', patroniFiles(3)],
  ['Patroni, synchronous_mode, 3', patroniFiles(3, '    synchronous_mode: true\n')],
  [
    'Patroni, synchronous_mode_strict, 3',
    patroniFiles(3, '    synchronous_mode: true\n    synchronous_mode_strict: true\n'),
  ],
  ['Patroni, quorum, 3', patroniFiles(3, '    synchronous_mode: quorum\n')],
  ['Patroni, failsafe, 3', patroniFiles(3, '    failsafe_mode: true\n')],
  ['CloudNativePG, 3', cnpg()],
  ['CloudNativePG, any 1, 3', cnpg('any', 1)],
  ['CloudNativePG, any 1 with failoverQuorum, 3', cnpg('any', 1, '  failoverQuorum: true\n')],
  ['CloudNativePG, any 2, 3', cnpg('any', 2)],
  ['repmgr, 3', repmgr()],
  ['pg_auto_failover, 3', autoFailover()],
  ['PostgreSQL, 3', postgres('')],
  ['PostgreSQL, ANY 1, 3', postgres("synchronous_standby_names = 'ANY 1 (s1,s2)'")],
  ['PostgreSQL, FIRST 2, 3', postgres("synchronous_standby_names = 'FIRST 2 (s1,s2)'")],
  ['MySQL, 3', mysql('', '')],
  [
    'MySQL, semi-synchronous, 3',
    mysql(
      'rpl_semi_sync_source_enabled=1',
      'rpl_semi_sync_replica_enabled=1\nrpl_semi_sync_source_enabled=1',
    ),
  ],
  ['Redis Sentinel, 3', sentinelFiles(3)],
  ['Redis Cluster, 3 + 3', redisCluster()],
  ['MongoDB, majority, 3', mongodb('')],
  ['MongoDB, w: 1, 3', mongodb('w=1')],
  ['Kafka, acks=all, 3', kafka('KAFKA_MIN_INSYNC_REPLICAS: 2')],
  ['Kafka, one in sync, 3', kafka('KAFKA_MIN_INSYNC_REPLICAS: 1')],
  ['Kafka, unclean, 3', kafka('KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE: "true"')],
  ['Elasticsearch, 3', elasticsearch()],
  ['Cassandra, ONE, 3', cassandra('ONE')],
  ['Cassandra, QUORUM, 3', cassandra('QUORUM')],
  ['CouchDB cluster, 3', couchdb()],
  [
    'Leaderless, one copy, 3',
    described('leaderless', 'copies: 3\nclients: [{ name: a, readCopies: 1, writeCopies: 1 }]\n'),
  ],
  [
    'Leaderless, quorum, 3',
    described('leaderless', 'copies: 3\nclients: [{ name: a, readCopies: 2, writeCopies: 2 }]\n'),
  ],
  ['Multi-leader, 3', described('multi-leader')],
  ['DynamoDB, 3', dynamodb()],
  ['Galera, 3', galera('')],
  ['Galera, flush 0, 3', galera('innodb_flush_log_at_trx_commit=0\n')],
  ['Group Replication, 3', groupReplication()],
  ['Raft (etcd), 3', etcdFiles(3)],
  ['Raft (TiDB), 3', tidb()],
  ['Raft (ZooKeeper), 3', zookeeper()],
  ['Raft, described, 3', described('raft', 'failover: { detection: 3s, takeover: 1s }\n')],
  ['Multi-Paxos, 3', described('paxos')],
  ['NDB, 2 + management', ndb(2)],
  ['NDB, 4 + management', ndb(4)],
  ['Spanner', spanner()],
  ['Patroni, asynchronous, 5', patroniFiles(5)],
  ['Patroni, synchronous_mode, 5', patroniFiles(5, '    synchronous_mode: true\n')],
  ['Redis Sentinel, 5', sentinelFiles(5)],
  ['Raft (etcd), 5', etcdFiles(5)],
];

/** The first of the clusters that some files come to which can be played. */
export function modelOf(files: Files): Prepared {
  const fragments = Object.entries(files).flatMap(([path, text]) => {
    const uri = `file:///bench/${path}`;
    return path.endsWith('.cql')
      ? splitSql(text, 'cql').flatMap(piece =>
          readStatement({ uri, dialect: 'cql', piece, readings: [] }, MODULES),
        )
      : readSource(new Source(uri, text), MODULES);
  });
  const { clusters } = joinFragments(fragments, MODULES);
  // The service that keeps a lock is a cluster too, of those that go by it.
  const order = [...clusters].sort((a, b) => Number(a.system === 'etcd') - Number(b.system === 'etcd'));
  let why = 'no cluster';
  for (const cluster of order) {
    const prepared = prepare(cluster, clusters);
    if (isPrepared(prepared)) return prepared;
    why = prepared.why;
  }
  throw new Error(`${Object.keys(files).join(', ')}: ${why}`);
}

function cnpg(method?: string, number?: number, more = ''): Files {
  const synchronous =
    method === undefined
      ? ''
      : `  postgresql:\n    synchronous:\n      method: ${method}\n      number: ${number}\n${more.replace(/^/gm, '    ').trimEnd()}\n`;
  return {
    'cluster.yaml': `apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: pg\nspec:\n  instances: 3\n${synchronous}  storage:\n    size: 1Gi\n`,
  };
}

function postgres(primary: string): Files {
  return {
    'n1/postgresql.conf': `# PostgreSQL 16\nwal_level = replica\nlisten_addresses = '*'\n${primary}\n`,
    ...Object.fromEntries(
      [1, 2].flatMap(i => [
        [
          `n${i + 1}/postgresql.conf`,
          `# PostgreSQL 16\nwal_level = replica\nprimary_conninfo = 'host=n1 application_name=s${i}'\n`,
        ],
        [`n${i + 1}/standby.signal`, ''],
      ]),
    ),
  };
}

function repmgr(): Files {
  const files: Record<string, string> = {};
  for (const n of [1, 2, 3]) {
    files[`db/n${n}/postgresql.conf`] =
      `listen_addresses = '*'\nwal_level = replica\n${n === 1 ? '' : "primary_conninfo = 'host=10.0.0.1 application_name=n'\n"}`;
    if (n > 1) files[`db/n${n}/standby.signal`] = '';
    files[`db/n${n}/repmgr.conf`] =
      `node_id=${n}\nnode_name='n${n}'\nconninfo='host=10.0.0.${n} connect_timeout=2'\nfailover='automatic'\npromote_command='repmgr standby promote'\nfollow_command='repmgr standby follow'\n`;
  }
  return files;
}

function autoFailover(): Files {
  const service = (name: string, command: string) =>
    `  ${name}:\n    image: citusdata/pg_auto_failover\n    command: pg_autoctl create ${command} --run\n`;
  return {
    'compose.yml': `services:\n${service('monitor', 'monitor')}${['n1', 'n2', 'n3']
      .map(name => service(name, `postgres --name ${name} --monitor postgres://x@monitor/pg_auto_failover`))
      .join('')}`,
  };
}

function mysql(source: string, replica: string): Files {
  const files: Record<string, string> = {
    'n1/my.cnf': `[mysqld]\nserver_id=1\nlog_bin=ON\nsync_binlog=1\n${source}\n`,
    'mha/app1.cnf':
      '[server default]\nuser=u\nping_interval=3\n[server1]\nhostname=n1\n[server2]\nhostname=n2\n[server3]\nhostname=n3\n',
  };
  for (const i of [2, 3])
    files[`n${i}/my.cnf`] = `[mysqld]\nserver_id=${i}\nlog_bin=ON\nsync_binlog=1\nread_only=ON\n${replica}\n`;
  return files;
}

function redisCluster(): Files {
  const nodes = [1, 2, 3, 4, 5, 6];
  return {
    'create.sh': `redis-cli --cluster create ${nodes.map(i => `10.0.0.${i}:6379`).join(' ')} --cluster-replicas 1\n`,
    ...Object.fromEntries(
      nodes.map(i => [
        `n${i}/redis.conf`,
        `bind 10.0.0.${i}\nport 6379\ncluster-enabled yes\ncluster-node-timeout 5000\n`,
      ]),
    ),
  };
}

function mongodb(uri: string): Files {
  return {
    'rs.js':
      'rs.initiate({ _id: "shop", members: [{ _id: 0, host: "a:27017" }, { _id: 1, host: "b:27017" }, { _id: 2, host: "c:27017" }] });\n',
    ...(uri === ''
      ? {}
      : { '.env': `MONGO_URL=mongodb://a:27017,b:27017,c:27017/app?replicaSet=shop&${uri}\n` }),
  };
}

function kafka(setting: string): Files {
  const service = (i: number) =>
    `  k${i}:\n    image: apache/kafka:3.9.0\n    environment:\n${[
      `KAFKA_NODE_ID: ${i}`,
      'KAFKA_PROCESS_ROLES: broker,controller',
      'KAFKA_CONTROLLER_QUORUM_VOTERS: 1@k1:9093,2@k2:9093,3@k3:9093',
      'KAFKA_DEFAULT_REPLICATION_FACTOR: 3',
      setting,
    ]
      .map(line => `      ${line}\n`)
      .join('')}`;
  return { 'docker-compose.yml': `services:\n${[1, 2, 3].map(service).join('')}` };
}

function elasticsearch(): Files {
  const names = ['e1', 'e2', 'e3'];
  const service = (name: string) =>
    `  ${name}:\n    image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0\n    environment:\n      - node.name=${name}\n      - cluster.name=logs\n      - discovery.seed_hosts=${names.join(',')}\n`;
  return {
    'docker-compose.yml': `services:\n${names.map(service).join('')}`,
    'index.json': JSON.stringify({
      settings: { number_of_shards: 1, number_of_replicas: 1 },
      mappings: { properties: { a: { type: 'keyword' } } },
    }),
  };
}

function cassandra(level: string): Files {
  const files: Record<string, string> = {
    'schema.cql':
      "CREATE KEYSPACE app WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};\nCREATE TABLE app.t (id int PRIMARY KEY, v int);\n",
    'application.conf': `datastax-java-driver {\n  basic.contact-points = ["10.0.0.1:9042"]\n  basic.request.consistency = ${level}\n}\n`,
  };
  for (const i of [1, 2, 3]) {
    files[`n${i}/cassandra.yaml`] =
      `cluster_name: app\nlisten_address: 10.0.0.${i}\nendpoint_snitch: GossipingPropertyFileSnitch\nseed_provider:\n  - class_name: org.apache.cassandra.locator.SimpleSeedProvider\n    parameters:\n      - seeds: "10.0.0.1"\n`;
    files[`n${i}/cassandra-rackdc.properties`] = `dc=dc1\nrack=r${i}\n`;
  }
  return files;
}

function couchdb(): Files {
  return Object.fromEntries(
    [1, 2, 3].map(i => [
      `couch${i}/local.ini`,
      '[couchdb]\nuuid = a\n[cluster]\nq = 2\nn = 3\nseedlist = couchdb@couch1,couchdb@couch2,couchdb@couch3\n',
    ]),
  );
}

function dynamodb(): Files {
  return {
    'template.yaml':
      'Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n        - Region: us-west-2\n',
  };
}

function galera(more: string): Files {
  return Object.fromEntries(
    [1, 2, 3].map(i => [
      `n${i}/my.cnf`,
      `[mysqld]\n# MariaDB 10.11\nwsrep_on=ON\nwsrep_cluster_name=c\nwsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2,10.0.0.3\nwsrep_node_address=10.0.0.${i}\nwsrep_node_name=n${i}\n${more}`,
    ]),
  );
}

function groupReplication(): Files {
  return Object.fromEntries(
    [1, 2, 3].map(i => [
      `n${i}/my.cnf`,
      `[mysqld]\n# MySQL 8.0.36\nserver_id=${i}\nreport_host=n${i}\nplugin_load_add=group_replication.so\ngroup_replication_group_name="aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"\ngroup_replication_local_address="n${i}:33061"\ngroup_replication_group_seeds="n1:33061,n2:33061,n3:33061"\n`,
    ]),
  );
}

function tidb(): Files {
  return {
    'topology.yaml': `server_configs:\n  pd:\n    replication.max-replicas: 3\npd_servers:\n  - host: 10.0.1.1\ntidb_servers:\n  - host: 10.0.2.1\ntikv_servers:\n${[1, 2, 3].map(i => `  - host: 10.0.3.${i}\n    config:\n      server.labels: { zone: z${i}, host: k${i} }\n`).join('')}`,
  };
}

function zookeeper(): Files {
  return {
    'zoo.cfg': `tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/data\nclientPort=2181\n${[1, 2, 3].map(i => `server.${i}=10.0.0.${i}:2888:3888\n`).join('')}`,
  };
}

function ndb(nodes: number): Files {
  return {
    'ndb/config.ini': `[ndbd default]\nNoOfReplicas=2\nHeartbeatIntervalDbDb=1500\n[ndb_mgmd]\nNodeId=49\nHostName=m\n${Array.from({ length: nodes }, (_, i) => `[ndbd]\nNodeId=${i + 1}\nHostName=d${i + 1}\n`).join('')}`,
  };
}

function spanner(): Files {
  return {
    'main.tf':
      'resource "google_spanner_instance" "orders" {\n  name = "orders"\n  config = "regional-europe-west1"\n  display_name = "orders"\n  num_nodes = 1\n}\n',
  };
}

function described(protocol: string, more = ''): Files {
  return {
    'cluster.faultline.yaml': `name: orders\nprotocol: ${protocol}\nnodes: [{ name: n1, zone: a }, { name: n2, zone: b }, { name: n3, zone: c }]\n${more}`,
  };
}
