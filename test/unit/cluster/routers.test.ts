import { strict as assert } from 'node:assert';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import type { Router } from '../../../server/src/cluster/model.js';
import { readLibconfig } from '../../../server/src/documents/readers/libconfig.js';
import { prepare } from '../../../server/src/simulate/families.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import type { Reading } from '../../../server/src/sql/reading.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

/** Routers of ProxySQL as a script with statements for its admin interface tells them. */
function ofScript(text: string, dialect: Dialect = 'mysql') {
  // As the analyzer reads INSERT and UPDATE: statements that put no table into a schema.
  const readings = [{ statement: { kind: 'query' } }] as unknown as readonly Reading[];
  const fragments = splitSql(text, dialect).flatMap(piece =>
    readStatement({ uri: 'db/proxysql.sql', dialect, piece, readings }, MODULES),
  );
  return joinFragments(fragments, MODULES);
}

function shown({ id, purpose, targets, sends, check }: Router): string {
  const parts = [id, purpose, targets.map(({ text }) => text).join(' '), check?.text ?? '-'];
  return [...parts, ...(sends ?? []).map(({ text }) => text)].join(' | ');
}

const HOSTGROUPS = `
datadir="/var/lib/proxysql" # a comment
mysql_variables=
{
	threads=4
	monitor_read_only_interval=1500
	interfaces="0.0.0.0:6033;/tmp/" "proxysql.sock"
}
/* servers */
mysql_servers =
(
	{ address="db1" , port=3306 , hostgroup=10, max_replication_lag=5 },
	{ hostname="db2" hostgroup_id=20; port=0xCEA; } // no comma
	{ address="db3", hostgroup=20 }
)
mysql_replication_hostgroups=({writer_hostgroup=10, reader_hostgroup=20, check_type="super_read_only"})
mysql_query_rules:
(
	{ rule_id=1, active=1, match_digest="^SELECT.*FOR UPDATE", destination_hostgroup=10, apply=1 },
	{ rule_id=2, active=1, match_digest="^SELECT", destination_hostgroup=20, apply=1 },
	{ rule_id=3, active=0, match_digest="^SHOW", destination_hostgroup=20, apply=1 }
)
mysql_users=({ username="shop", default_hostgroup=10, transaction_persistent=0 })
`;

describe('files of libconfig', () => {
  it('are trees with the places of their values', () => {
    const tree = readLibconfig(
      'a = [1, 0x1F, 2L];\nb: { c = "x\\ty" "z"; d = true }\n// e = 1\nf = (("g"), {h=1.5})',
    );
    const values = JSON.stringify(tree, (key, value: unknown) =>
      key === 'span' || key === 'keySpan' || key === 'kind' ? undefined : value,
    );
    assert.equal(
      values,
      '{"entries":[{"key":"a","value":{"items":[{"value":1},{"value":31},{"value":"2L"}]}},{"key":"b","value":{"entries":[{"key":"c","value":{"value":"x\\tyz"}},{"key":"d","value":{"value":true}}]}},{"key":"f","value":{"items":[{"items":[{"value":"g"}]},{"entries":[{"key":"h","value":{"value":1.5}}]}]}}]}'.replace(
        '{"value":"2L"}',
        '{"value":2}',
      ),
    );
  });

  it('bear what is broken', () => {
    for (const text of [
      'a = ',
      'a = (',
      '= 1',
      ')}]',
      'a = "x\nb = 1',
      '{',
      'a = (((((',
      `a = ${'('.repeat(5000)}`,
    ])
      assert.ok(readLibconfig(text).entries.length <= 2, text.slice(0, 20));
  });
});

describe('ProxySQL', () => {
  it('has a router for each hostgroup, and servers that move between two are of both', () => {
    const cluster = clusterIn({ 'proxysql.cnf': HOSTGROUPS });
    assert.equal(cluster.system, 'mysql');
    assert.ok(cluster.implied);
    assert.deepEqual(
      cluster.routers.map(shown),
      [
        'ProxySQL hostgroup 10 | write | db1:3306 db2:3306 db3:3306 | super_read_only | ^SELECT.*FOR UPDATE',
        'ProxySQL hostgroup 20 | read | db1:3306 db2:3306 db3:3306 | super_read_only | ^SELECT',
      ].map(line => line.replaceAll('db2:3306', `db2:${0xcea}`)),
    );
    const own = cluster.routers[0]!.settings.proxysql!;
    assert.equal(own.number('mysql-monitor_read_only_interval'), 1500);
    assert.equal(own.number('mysql_servers.max_replication_lag'), 5000);
    assert.equal(own.flag('mysql_users.transaction_persistent'), false);
    assert.equal(textAt(own.given('mysql_servers.max_replication_lag')!.written.origin), '5');
    assert.equal(own.number('mysql-monitor_replication_lag_interval'), 10_000);
  });

  it('stands before the servers whose own files are there', () => {
    const [cluster, ...more] = clustersIn({
      'db1/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=binlog\nreport_host=db1\n',
      'db2/my.cnf': '[mysqld]\nserver_id=2\nread_only=1\nreport_host=db2\n',
      'proxysql.cnf': HOSTGROUPS,
    });
    assert.equal(more.length, 0);
    assert.equal(cluster!.implied, undefined);
    assert.equal(cluster!.routers.length, 2);
    assert.ok(cluster!.systems.has('proxysql'));
  });

  it('is told by statements for its admin interface as well', () => {
    const { clusters } = ofScript(
      "INSERT INTO mysql_servers (hostgroup_id, hostname, port) VALUES (0,'10.0.0.1',3306),(1,'10.0.0.2',3306);\n" +
        "INSERT OR REPLACE INTO main.mysql_servers VALUES (1,'10.0.0.3',3306,0,'ONLINE',1,0,100,10,0,0,'');\n" +
        'REPLACE INTO mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup) VALUES (0, 1);\n' +
        "insert into mysql_query_rules (rule_id,active,match_digest,destination_hostgroup,apply) values (1,1,'^SELECT',1,1);\n" +
        "INSERT INTO mysql_query_rules (rule_id,match_digest,destination_hostgroup,apply) VALUES (2,'^SHOW',1,1);\n" +
        "INSERT INTO mysql_users (username,password,default_hostgroup) VALUES ('shop','x',0);\n" +
        'UPDATE mysql_servers SET max_replication_lag=7 WHERE hostgroup_id=1;\n' +
        "UPDATE global_variables SET variable_value='2500' WHERE variable_name='mysql-monitor_ping_interval';\n" +
        "SET mysql-monitor_enabled='false';\nLOAD MYSQL SERVERS TO RUNTIME;\nINSERT INTO orders VALUES (1);\n",
    );
    assert.equal(clusters.length, 1);
    assert.deepEqual(clusters[0]!.routers.map(shown), [
      'ProxySQL hostgroup 0 | write | 10.0.0.1:3306 10.0.0.2:3306 10.0.0.3:3306 | read_only',
      'ProxySQL hostgroup 1 | read | 10.0.0.1:3306 10.0.0.2:3306 10.0.0.3:3306 | read_only | ^SELECT',
    ]);
    const own = clusters[0]!.routers[1]!.settings.proxysql!;
    assert.equal(own.number('mysql_servers.max_replication_lag'), 7000);
    assert.equal(textAt(own.given('mysql_servers.max_replication_lag')!.written.origin), '7');
    assert.equal(own.number('mysql-monitor_ping_interval'), 2500);
    assert.equal(own.flag('mysql-monitor_enabled'), false);
  });

  it('is told by scripts of a shell, as far as no variable hides it', () => {
    const script =
      "#!/bin/bash\nmysql -u admin -P 6032 -e \"INSERT INTO mysql_servers(hostgroup_id,hostname) VALUES (10,'db1'),(10,'$REPLICA'),(20,'db2');\"\n" +
      'mysql -P 6032 <<EOF\nINSERT INTO mysql_galera_hostgroups (writer_hostgroup,backup_writer_hostgroup,reader_hostgroup,offline_hostgroup,max_writers) VALUES (10,12,20,99,1);\nEOF\n';
    const fragments = readSource(new Source('setup.sh', script), MODULES);
    const { clusters } = joinFragments(fragments, MODULES);
    assert.deepEqual(
      clusters.map(({ system, members }) => [system, members.map(({ id }) => id)]),
      [['galera', ['db1', 'db2']]],
    );
    assert.equal(textAt(clusters[0]!.routers[0]!.targets[1]!.origin), "'db2'");
    assert.equal(
      clusters[0]!.routers[0]!.settings.proxysql!.number('mysql_galera_hostgroups.max_writers'),
      1,
    );
  });
});

describe('MySQL Router', () => {
  it('has a router for each route', () => {
    const [cluster] = clustersIn({
      'mysqlrouter.conf':
        '[DEFAULT]\nconnect_timeout=15\n[metadata_cache:shop]\nbootstrap_server_addresses=mysql://a:3306,mysql://b:3306\nttl=5\n' +
        '[routing:shop_rw]\nbind_port=6446\ndestinations=metadata-cache://shop/?role=PRIMARY&disconnect_on_metadata_unavailable=yes\nrouting_strategy=first-available\n' +
        '[routing:shop_ro]\ndestinations=metadata-cache://shop/?role=SECONDARY\nrouting_strategy=round-robin-with-fallback\n' +
        '[routing:others]\ndestinations = a:3306, b\nmode = read-only\n',
    });
    assert.equal(cluster!.system, 'group-replication');
    assert.deepEqual(
      cluster!.routers.map(({ id, purpose, targets }) => [
        id,
        purpose,
        targets.map(({ text }) => text).join(),
      ]),
      [
        ['MySQL Router shop_rw', 'write', 'a:3306,b:3306'],
        ['MySQL Router shop_ro', 'read', 'a:3306,b:3306'],
        ['MySQL Router others', 'read', 'a:3306,b:3306'],
      ],
    );
    const own = cluster!.routers[0]!.settings.mysqlrouter!;
    assert.equal(own.number('ttl'), 5000);
    assert.equal(textAt(own.given('destinations.role')!.written.origin), 'PRIMARY');
    assert.equal(own.text('destinations.disconnect_on_metadata_unavailable'), 'yes');
    assert.equal(textAt(cluster!.routers[2]!.targets[1]!.origin), 'b');
  });
});

describe('MaxScale', () => {
  const config = (monitor: string) =>
    `[maxscale]\nthreads=auto\n[s1]\ntype=server\naddress=10.0.0.1\n[s2]\ntype = server\naddress = 10.0.0.2\nport = 3307\n\n[watch]\ntype=monitor\nmodule=mariadbmon\nservers=s1, s2\nmonitor_interval=2000ms\n${monitor}\n[split]\ntype=service\nrouter=readwritesplit\ncluster=watch\nmax-slave-replication-lag=3s\n[reads]\ntype=service\nrouter=readconnroute\nrouter_options=slave\ntargets=s1,s2\n[listen]\ntype=listener\nservice=split\nport=4006\n`;

  it('has a router for each service, and decides who leads where its monitor does', () => {
    const cluster = clusterIn({ 'maxscale.cnf': config('auto_failover=true\nfailcount=3') });
    assert.equal(cluster.system, 'mariadb');
    assert.deepEqual(cluster.routers.map(shown), [
      'MaxScale split | any | 10.0.0.1:3306 10.0.0.2:3307 | mariadbmon',
      'MaxScale reads | read | 10.0.0.1:3306 10.0.0.2:3307 | mariadbmon',
    ]);
    assert.equal(cluster.failover.kind, 'automatic');
    assert.equal(cluster.failover.by, 'maxscale');
    // (monitor_interval + backend_connect_timeout) * failcount at most, by its documentation.
    assert.deepEqual(cluster.failover.detectMs, [4000, 15_000]);
    assert.equal(textAt(cluster.failover.origin!), 'true');
    const own = cluster.routers[0]!.settings.maxscale!;
    assert.equal(own.number('max_replication_lag'), 3000);
    assert.equal(own.text('causal_reads'), 'none');
  });

  it('is not played where it fails over, as nobody has modelled how', () => {
    const cluster = clusterIn({ 'maxscale.cnf': config('auto_failover=true') });
    const found = prepare(cluster, [cluster]);
    assert.match('why' in found ? found.why : '', /MaxScale/);
  });

  it('stands before the nearest of two clusters that fit as well', () => {
    const servers = (folder: string) => ({
      [`${folder}/a/my.cnf`]: '[mysqld]\nserver_id=1\nlog_bin=binlog\nreport_host=10.0.0.1\n',
      [`${folder}/b/my.cnf`]: '[mysqld]\nserver_id=2\nread_only=1\nreport_host=10.0.0.2\n',
    });
    const clusters = clustersIn({
      ...servers('one/db'),
      ...servers('two/db'),
      'two/maxscale.cnf': config(''),
    });
    assert.deepEqual(
      clusters.map(({ id, routers }) => [id.includes('two'), routers.length]),
      [
        [false, 0],
        [true, 2],
      ],
    );
  });

  it('promotes nobody by default, or while it is passive', () => {
    assert.equal(clusterIn({ 'maxscale.cnf': config('') }).failover.kind, 'manual');
    const passive = config('auto_failover=true').replace('threads=auto', 'passive=true');
    assert.equal(clusterIn({ 'maxscale.cnf': passive }).failover.kind, 'manual');
    assert.equal(
      clusterIn({ 'maxscale.cnf': config('enforce_simple_topology=1') }).failover.kind,
      'automatic',
    );
  });

  it('bears what is broken', () => {
    const text = config('auto_failover=true');
    for (let end = 0; end < text.length; end += 7) clustersIn({ 'maxscale.cnf': text.slice(0, end) });
    assert.ok(
      clustersIn({ 'maxscale.cnf': text.replace('targets=s1,s2', 'targets=reads,split,reads') }).length === 1,
    );
  });
});
