/** Small clusters for the examples of rules on claims. */

type Files = Readonly<Record<string, string>>;

const PEERS = ['n1', 'n2', 'n3', 'n4'];

/** An etcd cluster of four. */
export const ETCD: Files = Object.fromEntries(
  PEERS.map(name => [
    `etcd/${name}/etcd.conf.yml`,
    `name: ${name}\ninitial-cluster: ${PEERS.map(each => `${each}=http://${each}:2380`).join(',')}\ninitial-advertise-peer-urls: http://${name}:2380\nadvertise-client-urls: http://${name}:2379\n`,
  ]),
);

/** An etcd cluster of three. */
export const ETCD_OF_THREE: Files = Object.fromEntries(
  PEERS.slice(0, 3).map(name => [
    `etcd/${name}/etcd.conf.yml`,
    `name: ${name}\ninitial-cluster: n1=http://n1:2380,n2=http://n2:2380,n3=http://n3:2380\ninitial-advertise-peer-urls: http://${name}:2380\nadvertise-client-urls: http://${name}:2379\nheartbeat-interval: 100\nelection-timeout: 1000\n`,
  ]),
);

/** A master, two replicas and five sentinels that mark it down by two. */
export const SENTINEL: Files = {
  'redis/r1/redis.conf': 'port 6379\n',
  'redis/r2/redis.conf': 'port 6379\nreplicaof r1 6379\n',
  'redis/r3/redis.conf': 'port 6379\nreplicaof r1 6379\n',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map(i => [
      `redis/s${i}/sentinel.conf`,
      `port 26379\nsentinel monitor main r1 6379 2\nsentinel down-after-milliseconds main 5000\nsentinel failover-timeout main 60000\n`,
    ]),
  ),
};

/** A Galera cluster of as many nodes. */
export function galeraOf(count: number): Files {
  const names = Array.from({ length: count }, (_, i) => `g${i + 1}`);
  return Object.fromEntries(
    names.map(name => [
      `galera/${name}/my.cnf`,
      `[mysqld]\nserver_id=${name.slice(1)}\nbinlog_format=ROW\nwsrep_on=ON\nwsrep_provider=/usr/lib/galera/libgalera_smm.so\nwsrep_cluster_name=shop\nwsrep_cluster_address=gcomm://${names.join(',')}\nwsrep_node_name=${name}\nwsrep_node_address=${name}\n`,
    ]),
  );
}

export const GALERA: Files = galeraOf(3);

/** A replica set of four voting members. */
export const MONGODB: Files = {
  'mongo/init-replica.js': `rs.initiate({ _id: 'rs0', members: [\n${[0, 1, 2, 3].map(i => `  { _id: ${i}, host: 'm${i}:27017' },`).join('\n')}\n] });\n`,
};

/** A ZooKeeper ensemble of four. */
export const ZOOKEEPER: Files = Object.fromEntries(
  PEERS.map(name => [
    `zk/${name}/zoo.cfg`,
    `tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/var/lib/zookeeper\nclientPort=2181\n${PEERS.map((each, i) => `server.${i + 1}=${each}:2888:3888\n`).join('')}`,
  ]),
);

/** Four servers of Consul. */
export const CONSUL: Files = Object.fromEntries(
  PEERS.map(name => [
    `consul/${name}/consul.json`,
    `{ "server": true, "node_name": "${name}", "datacenter": "dc1", "bootstrap_expect": 4, "retry_join": ["n1", "n2", "n3", "n4"] }\n`,
  ]),
);
