import { strict as assert } from 'node:assert';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

describe('files of pg_autoctl', () => {
  const node = (name: string, host: string) =>
    `[pg_autoctl]\nrole = keeper\nmonitor = postgres://autoctl_node@mon.example:5432/pg_auto_failover?sslmode=require\nformation = default\ngroup = 0\nname = ${name}\n${host}\nnodekind = standalone\n\n[postgresql]\npgdata = /data/pg\nport = 5432\n\n[timeout]\nnetwork_partition_timeout = 15\nprepare_promotion_catchup = 10\n`;
  const files = {
    'ha/node_1/pg_autoctl.cfg': node('node_1', 'hostname = a.example'),
    'ha/node_2/pg_autoctl.cfg': node('node_2', 'nodename = b.example'),
    'ha/monitor/pg_autoctl.cfg':
      '[pg_autoctl]\nrole = monitor\nhostname = mon.example\n\n[postgresql]\npgdata = /data/monitor\n',
  };

  it('are the nodes of one monitor', () => {
    const cluster = clusterIn(files);
    assert.equal(cluster.system, 'pg_auto_failover');
    assert.equal(cluster.name, 'ha');
    assert.deepEqual(
      cluster.members.map(({ id, role, votes, addresses }) => [id, role, votes, addresses.join()]),
      [
        ['node_1', 'data', 0, 'a.example'],
        ['node_2', 'data', 0, 'b.example'],
        ['mon.example', 'witness', 1, 'mon.example'],
      ],
    );
    const own = cluster.members[0]!.settings.pg_auto_failover!;
    assert.equal(own.number('timeout.network_partition_timeout'), 15_000);
    assert.equal(textAt(own.given('timeout.network_partition_timeout')!.written.origin), '15');
    assert.equal(own.number('timeout.prepare_promotion_walreceiver'), 5000);
    assert.equal(cluster.members[1]!.settings.pg_auto_failover!.text('hostname'), 'b.example');
    assert.deepEqual(cluster.missing, []);
  });

  it('miss a monitor that no file shows, and bear what is broken', () => {
    const { 'ha/monitor/pg_autoctl.cfg': _, ...nodes } = files;
    assert.deepEqual(
      clusterIn(nodes).missing.map(({ what }) => what),
      ['the monitor'],
    );
    const text = files['ha/node_1/pg_autoctl.cfg'];
    for (let end = 0; end < text.length; end += 5) clustersIn({ 'n/pg_autoctl.cfg': text.slice(0, end) });
  });
});
