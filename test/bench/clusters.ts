/** Config files of clusters of any number of nodes, as people write them: for searches whose size depends on it. */
export type Files = Readonly<Record<string, string>>;

const hosts = (nodes: number): readonly number[] => Array.from({ length: nodes }, (_, i) => i + 1);
const address = (node: number): string => `10.0.0.${10 + node}`;

export function etcdFiles(nodes: number): Files {
  const initial = hosts(nodes)
    .map(n => `n${n}=http://${address(n)}:2380`)
    .join(',');
  return Object.fromEntries(
    hosts(nodes).map(n => [
      `n${n}/etcd.conf.yml`,
      `# etcd 3.5
name: n${n}
listen-client-urls: http://${address(n)}:2379
advertise-client-urls: http://${address(n)}:2379
listen-peer-urls: http://${address(n)}:2380
initial-advertise-peer-urls: http://${address(n)}:2380
initial-cluster: ${initial}
heartbeat-interval: 100
election-timeout: 1000
`,
    ]),
  );
}

/** Patroni with its etcd on three hosts of its own. */
export function patroniFiles(nodes: number, dcs = ''): Files {
  const files: Record<string, string> = {};
  const etcd = [31, 32, 33].map(n => `10.0.0.${n}`);
  const initial = etcd.map((ip, i) => `e${i + 1}=http://${ip}:2380`).join(',');
  for (const [i, ip] of etcd.entries())
    files[`e${i + 1}/etcd.conf.yml`] = `# etcd 3.5
name: e${i + 1}
advertise-client-urls: http://${ip}:2379
initial-advertise-peer-urls: http://${ip}:2380
initial-cluster: ${initial}
`;
  for (const n of hosts(nodes))
    files[`n${n}/patroni.yml`] = `# Patroni 3.3, PostgreSQL 16
scope: bench
name: n${n}
restapi:
  connect_address: ${address(n)}:8008
etcd3:
  hosts: [${etcd.map(ip => `'${ip}:2379'`).join(', ')}]
bootstrap:
  dcs:
    ttl: 30
    loop_wait: 10
    retry_timeout: 10
${dcs}    postgresql:
      use_pg_rewind: true
postgresql:
  connect_address: ${address(n)}:5432
`;
  return files;
}

export function sentinelFiles(nodes: number): Files {
  const files: Record<string, string> = {};
  for (const n of hosts(nodes)) {
    files[`n${n}/redis.conf`] = `port 6379
bind ${address(n)} 127.0.0.1
appendonly yes
${n === 1 ? '' : `replicaof ${address(1)} 6379\n`}`;
    files[`n${n}/sentinel.conf`] = `port 26379
bind ${address(n)} 127.0.0.1
sentinel monitor main ${address(1)} 6379 ${Math.floor(nodes / 2) + 1}
sentinel down-after-milliseconds main 5000
sentinel failover-timeout main 60000
`;
  }
  return files;
}
