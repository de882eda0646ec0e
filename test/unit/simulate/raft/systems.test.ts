import assert from 'node:assert/strict';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../../server/src/cluster/index.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { isPrepared } from '../../../../server/src/simulate/family.js';
import { RAFT } from '../../../../server/src/simulate/protocols/raft/index.js';
import { prepareGroup } from '../../../../server/src/simulate/protocols/raft/prepare.js';
import { kraftGroup } from '../../../../server/src/simulate/protocols/raft/systems/kraft.js';
import { run } from '../../../../server/src/simulate/run/run.js';
import { splitSql } from '../../../../server/src/text/splitter.js';
import { clustersOf, preparedFrom, scheduleOf } from '../read-cluster.js';
import { acknowledged, longestGap, readingAt, runs, staleReads } from './groups.js';

const ISOLATE = scheduleOf(
  80,
  [
    [
      10,
      {
        kind: 'partition',
        groups: [
          ['@primary', 'c1'],
          ['@rest', 'c2'],
        ],
      },
    ],
  ],
  [['@primary'], ['@rest']],
);

/** Least and most time without writes after the leader is cut off, in ms; and that nothing is lost. */
function outage(prepared: Prepared, count = 6): readonly [number, number] {
  const gaps = runs(prepared, ISOLATE, count).map(found => {
    assert.deepEqual(found.lost, []);
    assert.ok(acknowledged(found, 60, 80, 1) > 100, 'somebody leads again');
    assert.equal(acknowledged(found, 30, 80, 0), 0, 'and not on both sides');
    return longestGap(found, 10, 80);
  });
  return [Math.min(...gaps), Math.max(...gaps)];
}

function between([least, most]: readonly [number, number], from: number, to: number): void {
  assert.ok(least >= from && most <= to, `${least} to ${most}, expected within ${from} to ${to}`);
}

const zookeeper = (tick: number) =>
  preparedFrom(
    {
      'zoo.cfg': `tickTime=${tick}\ninitLimit=10\nsyncLimit=5\nclientPort=2181\nserver.1=a:2888:3888\nserver.2=b:2888:3888\nserver.3=c:2888:3888\n`,
    },
    RAFT,
  );

const cockroach = (nodes: readonly (readonly [region: string, zone: string])[], sql = '') => {
  const compose = `services:\n${nodes
    .map(
      ([region, zone], i) =>
        `  r${i + 1}:\n    image: cockroachdb/cockroach:v23.2.0\n    hostname: r${i + 1}\n    command: start --insecure --join=${nodes.map((_, n) => `r${n + 1}`).join(',')} --locality=region=${region},zone=${zone} --advertise-addr=r${i + 1}\n`,
    )
    .join('')}`;
  const uri = 'file:///w/regions.sql';
  const { clusters } = joinFragments(
    [
      ...readSource(new Source('file:///w/docker-compose.yml', compose), MODULES),
      ...splitSql(sql, 'cockroach').flatMap(piece =>
        readStatement({ uri, dialect: 'cockroach', piece, readings: [] }, MODULES),
      ),
    ],
    MODULES,
  );
  assert.equal(clusters.length, 1);
  const prepared = RAFT.prepare(clusters[0]!, clusters);
  assert.ok(isPrepared(prepared));
  return prepared;
};

describe('simulate: systems that rest on Raft', () => {
  it('ZooKeeper notices silence after syncLimit ticks, and a closed connection at once', () => {
    between(outage(zookeeper(2000)), 9_500, 14_000);
    between(outage(zookeeper(1000)), 4_500, 9_000);
    const kill = scheduleOf(40, [[10, { kind: 'crash', hosts: ['@primary'] }]]);
    for (const found of runs(zookeeper(2000), kill)) assert.ok(longestGap(found, 10, 40) < 4_000);
  });

  it('ZooKeeper’s reads are old for no longer than a server keeps its leader', () => {
    const follower = scheduleOf(
      60,
      [
        [
          10,
          {
            kind: 'partition',
            groups: [
              ['@r1', 'c1'],
              ['@rest', 'c2'],
            ],
          },
        ],
      ],
      [['@r1'], ['@rest']],
    );
    const ages = runs(zookeeper(2000), follower).flatMap(({ operations }) =>
      operations.map(({ staleMs }) => staleMs ?? 0),
    );
    assert.ok(Math.max(...ages) > 1_000, 'the side that is cut off goes on reading');
    assert.ok(Math.max(...ages) < 16_000, `${Math.max(...ages)}`);
    for (const found of runs(readingAt(zookeeper(2000), 'sync and read'), follower, 3))
      assert.equal(staleReads(found), 0);
  });

  it('Keeper of ClickHouse elects within its bounds and reads locally by default', () => {
    const keeper = (more: string) =>
      preparedFrom(
        Object.fromEntries(
          [1, 2, 3].map(id => [
            `k${id}/keeper.xml`,
            `<clickhouse><keeper_server><tcp_port>9181</tcp_port><server_id>${id}</server_id><coordination_settings>${more}</coordination_settings><raft_configuration>${[1, 2, 3].map(i => `<server><id>${i}</id><hostname>k${i}</hostname><port>9234</port></server>`).join('')}</raft_configuration></keeper_server></clickhouse>`,
          ]),
        ),
        RAFT,
      );
    between(outage(keeper('<force_sync>true</force_sync>')), 950, 7_000);
    between(
      outage(
        keeper(
          '<election_timeout_lower_bound_ms>8000</election_timeout_lower_bound_ms><election_timeout_upper_bound_ms>10000</election_timeout_upper_bound_ms>',
        ),
      ),
      7_500,
      32_000,
    );
    assert.equal(keeper('').readLevels[0]!.linearizable, false);
    assert.equal(keeper('<quorum_reads>true</quorum_reads>').readLevels[0]!.linearizable, true);
  });

  it('a range of CockroachDB waits for the lease of the node that is gone', () => {
    const three = cockroach([
      ['eu', 'a'],
      ['eu', 'b'],
      ['eu', 'c'],
    ]);
    between(outage(three, 10), 2_500, 9_000);
    const most = outage(three, 10)[1];
    assert.ok(most > 4_000, `${most}`);
  });

  it('CockroachDB survives its home region with SURVIVE REGION FAILURE alone', () => {
    const nodes = ['eu', 'us', 'asia'].flatMap(region =>
      ['a', 'b', 'c'].map(zone => [region, zone] as const),
    );
    const dark = scheduleOf(60, [[10, { kind: 'siteLoss', site: 'eu' }]]);
    const database = (goal: string) =>
      cockroach(
        nodes,
        `CREATE DATABASE bank PRIMARY REGION "eu" REGIONS "eu", "us", "asia" SURVIVE ${goal} FAILURE;`,
      );
    assert.equal(database('REGION').processes.length, 5);
    for (const found of runs(database('REGION'), dark, 3)) {
      assert.ok(acknowledged(found, 30, 60) > 50);
      assert.deepEqual(found.lost, []);
    }
    assert.equal(database('ZONE').processes.length, 3);
    for (const found of runs(database('ZONE'), dark, 3)) assert.equal(acknowledged(found, 11, 60), 0);
  });

  it('a zone goes dark by its own name and by that of what it lies in', () => {
    const store = (i: number, zone: string, dc: string) =>
      `  - host: s${i}\n    config:\n      server.labels:\n        zone: ${zone}\n        dc: ${dc}\n`;
    const tikv = preparedFrom(
      {
        'topology.yaml': `pd_servers:\n  - host: p1\ntikv_servers:\n${store(1, 'north', 'a')}${store(2, 'north', 'b')}${store(3, 'south', 'c')}`,
      },
      RAFT,
    );
    const down = (site: string) =>
      run(tikv, scheduleOf(20, [[10, { kind: 'siteLoss', site }]]), { seed: 1 }).roles.filter(
        list => list.at(-1)!.role === 'down',
      ).length;
    assert.deepEqual([down('north'), down('north/b'), down('c'), down('west')], [2, 1, 1, 0]);
  });

  it('TiKV elects no store that is told to wait longer than all others', () => {
    const own =
      'config:\n      raftstore.raft-min-election-timeout-ticks: 1000\n      raftstore.raft-max-election-timeout-ticks: 1020';
    const tikv = preparedFrom(
      {
        'topology.yaml': `pd_servers:\n  - host: p1\ntikv_servers:\n  - host: s1\n    ${own}\n  - host: s2\n  - host: s3\n`,
      },
      RAFT,
    );
    const slow = tikv.processes.findIndex(({ name }) => name.includes('s1'));
    for (const found of runs(tikv, ISOLATE, 6)) {
      const later = found.roles[slow]!.filter(({ role, atMs }) => atMs > 0 && role === 'leader');
      assert.deepEqual(later, []);
    }
  });

  it('a tablet of YugabyteDB and a region of TiKV keep to their timeouts', () => {
    const yugabyte = preparedFrom(
      {
        'docker-compose.yml': `services:\n${[1, 2, 3]
          .map(
            i =>
              `  t${i}:\n    image: yugabytedb/yugabyte:2.20\n    hostname: t${i}\n    command: /home/yugabyte/bin/yb-tserver --tserver_master_addrs=m1:7100,m2:7100,m3:7100 --rpc_bind_addresses=t${i}:9100\n`,
          )
          .join('')}`,
      },
      RAFT,
    );
    between(outage(yugabyte), 2_900, 11_000);
    const tikv = preparedFrom(
      {
        'topology.yaml': `pd_servers:\n  - host: p1\ntikv_servers:\n  - host: s1\n  - host: s2\n  - host: s3\n  - host: s4\n`,
      },
      RAFT,
    );
    assert.equal(tikv.processes.length, 3);
    between(outage(tikv), 9_500, 45_000);
  });

  it('a quorum queue has three members where nothing else is said, and classic queues are not played', () => {
    const conf = [1, 2, 3, 4, 5]
      .map(i => `cluster_formation.classic_config.nodes.${i} = rabbit@h${i}\n`)
      .join('');
    const rabbit = (queue: string) =>
      clustersOf({
        'rabbitmq.conf': `cluster_formation.peer_discovery_backend = classic_config\n${conf}${queue}`,
      }).find(({ system }) => system === 'rabbitmq')!;
    const quorum = RAFT.prepare(rabbit('default_queue_type = quorum\n'), []);
    assert.ok(isPrepared(quorum));
    assert.equal(quorum.processes.length, 3);
    between(outage(quorum), 1_000, 14_000);
    const classic = RAFT.prepare(rabbit(''), []);
    assert.ok(classic !== undefined && 'why' in classic);
  });

  it('controllers of Kafka stand for election after their fetch timeout', () => {
    const files = Object.fromEntries(
      [1, 2, 3].map(i => [
        `c${i}/server.properties`,
        `# Kafka 4.0\nprocess.roles=controller\nnode.id=${i}\ncontroller.quorum.voters=1@c1:9093,2@c2:9093,3@c3:9093\nlisteners=CONTROLLER://c${i}:9093\n`,
      ]),
    );
    const cluster = clustersOf(files).find(({ system }) => system === 'kafka')!;
    const group = kraftGroup(cluster)!;
    const prepared = prepareGroup(cluster, group);
    assert.ok(isPrepared(prepared));
    between(outage(prepared), 1_900, 9_000);
  });
});
