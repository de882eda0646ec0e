import type { Cluster } from '../../cluster/model.js';
import { majority, tolerance } from '../../cluster/quorum.js';
import { oneFile, voters } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

/** The section of a server that uses Keepers. */
const client = (...hosts: readonly string[]): string =>
  `<clickhouse>\n  <remote_servers>\n    <all>\n      <shard>\n        <internal_replication>true</internal_replication>\n        <replica><host>a</host><port>9000</port></replica>\n        <replica><host>b</host><port>9000</port></replica>\n      </shard>\n    </all>\n  </remote_servers>\n  <zookeeper>\n${hosts.map(host => `    <node><host>${host}</host><port>9181</port></node>\n`).join('')}  </zookeeper>\n</clickhouse>\n`;

/** True where nothing else in the project tells how many Keepers there are. */
function isAlone(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  // Several lists of servers in one file have the same Keepers: the first one speaks.
  const first = clusters.find(
    each =>
      each.coordination?.origin.unit === cluster.coordination?.origin.unit &&
      each.coordination?.origin.span.start === cluster.coordination?.origin.span.start,
  );
  if (first !== undefined && first !== cluster) return false;
  return clusters.every(
    each =>
      each === cluster ||
      (each.system !== 'zookeeper' && (each.system !== 'clickhouse' || voters(each).length === 0)),
  );
}

export default defineRule({
  id: 'clickhouse-even-keepers',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['clickhouse'],
  summary: 'An even number of Keepers votes.',
  gains: 'One copy more of the metadata.',
  costs:
    'A majority of 4 is 3: one may be away, as with 3. With 2 both have to be there: without a majority replicated tables are read-only.',
  fineWhen: 'While a Keeper is exchanged.',
  advice: 'Run 3 or 5.',
  sources: [
    { title: 'ClickHouse Keeper', url: 'https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper' },
  ],
  bad: [
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
      'majority of 2',
    ),
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n      <server><id>4</id><hostname>k4</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
      'tolerate 1',
    ),
    // A server knows them as its clients do.
    oneFile('clickhouse', 'config.d/zookeeper.xml', client('k1', 'k2'), 'Two Keepers are named'),
  ],
  good: [
    oneFile('clickhouse', 'config.d/zookeeper.xml', client('k1', 'k2', 'k3')),
    oneFile('clickhouse', 'config.d/zookeeper.xml', client('k1')),
    // How many there are, another file tells.
    clusterExample('clickhouse', {
      'ch/config.d/zookeeper.xml': client('zk1', 'zk2'),
      'zk/zoo.cfg':
        'tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/var/lib/zookeeper\nclientPort=2181\nserver.1=zk1:2888:3888\nserver.2=zk2:2888:3888\nserver.3=zk3:2888:3888\n',
    }),
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n      <server><id>2</id><hostname>k2</hostname><port>9234</port></server>\n      <server><id>3</id><hostname>k3</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
    ),
    oneFile(
      'clickhouse',
      'keeper.xml',
      '<clickhouse>\n  <keeper_server>\n    <server_id>1</server_id>\n    <raft_configuration>\n      <server><id>1</id><hostname>k1</hostname><port>9234</port></server>\n    </raft_configuration>\n  </keeper_server>\n</clickhouse>\n',
    ),
  ],
  check(cluster, context) {
    const count = voters(cluster).length;
    const named = cluster.coordination;
    if (
      count === 0 &&
      named !== undefined &&
      new Set(named.addresses).size === 2 &&
      isAlone(cluster, context.clusters)
    )
      context.report({
        origin: named.origin,
        severity: 'info',
        message:
          'Two Keepers are named here. If there are no others, a majority of 2 is 2: the loss of either one makes all replicated tables read-only. Run 3, and name all of them.',
      });
    if (cluster.open || count === 0 || count % 2 === 1) return;
    context.report({
      origin: cluster.origin,
      severity: count === 2 ? 'warning' : 'info',
      message:
        count === 2
          ? 'Two Keepers: a majority of 2 is 2, so the loss of either one makes all replicated tables read-only. Run 3.'
          : `${count} Keepers tolerate ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'} (a majority is ${majority(count)}), as ${count - 1} do. Run ${count - 1} or ${count + 1}.`,
    });
  },
});
