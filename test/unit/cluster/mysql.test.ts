import { strict as assert } from 'node:assert';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import type { Written } from '../../../server/src/cluster/settings.js';
import { parseClusterAddress } from '../../../server/src/cluster/systems/galera/address.js';
import { siblings } from '../../../server/src/cluster/systems/mysql/group.js';
import { mysqlGuarantees } from '../../../server/src/cluster/systems/mysql/guarantees.js';
import { MARIADB_TABLE, MYSQL_TABLE } from '../../../server/src/cluster/systems/mysql/parameters/index.js';
import { optionOf } from '../../../server/src/cluster/systems/mysql/variables.js';
import { ready, unitsOf } from '../rules/harness.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    uri.endsWith('.sql')
      ? unitsOf(uri, text, 'mysql').flatMap(unit => readStatement(unit, MODULES))
      : readSource(new Source(uri, text), MODULES, say),
  );
  const { clusters } = joinFragments(fragments, MODULES, say);
  assert.deepEqual(log, []);
  return clusters;
}

function one(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersOf(files);
  assert.equal(clusters.length, 1, clusters.map(({ id }) => id).join());
  return clusters[0]!;
}

function ids({ members }: Cluster): string[] {
  return members.map(({ id }) => id);
}

/** The text that an origin points to. */
function at(written: Written | undefined): string | undefined {
  if (written === undefined) return undefined;
  const { unit, span } = written.origin;
  return unit.piece.text.slice(span.start, span.end);
}

const galera = (n: number, ...more: readonly string[]) =>
  [
    '[mysqld]',
    'wsrep_on=ON',
    'wsrep_cluster_name=shop',
    'wsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2:4567,10.0.0.3?pc.wait_prim=no',
    `wsrep_node_address=10.0.0.${n}`,
    `wsrep_node_name=n${n}`,
    ...more,
    '',
  ].join('\n');

describe('clusters of MySQL and MariaDB', () => {
  before(() => ready);

  describe('option files', () => {
    it('are read with either spelling, prefixes and bare flags', () => {
      assert.deepEqual(optionOf('log-slave-updates'), {
        name: 'log_slave_updates',
        bare: true,
        loose: false,
      });
      assert.deepEqual(optionOf('skip-log-bin'), { name: 'log_bin', bare: false, loose: false });
      assert.deepEqual(optionOf('skip_name_resolve'), {
        name: 'skip_name_resolve',
        bare: true,
        loose: false,
      });
      assert.deepEqual(optionOf('skip-networking'), { name: 'skip_networking', bare: true, loose: false });
      assert.deepEqual(optionOf('loose-group_replication_start_on_boot'), {
        name: 'group_replication_start_on_boot',
        bare: true,
        loose: true,
      });
      const text =
        '\uFEFF[client]\r\nport=1\r\n[mysqld]\r\nserver-id = 7 # mine\r\nlog-bin\r\n\tread_only\r\nport="3307"\r\n[mysqldump]\r\nquick\r\n';
      const settings = one({ 'db/my.cnf': text }).members[0]!.settings.mysql!;
      assert.equal(settings.number('server_id'), 7);
      assert.equal(at(settings.given('server_id')?.written), '7');
      assert.equal(settings.flag('read_only'), true);
      assert.equal(settings.given('log_bin')?.written.raw, true);
      assert.equal(settings.number('port'), 3307);
      assert.equal(settings.raw('quick'), undefined);
    });

    it('tell the family and the version', () => {
      const versionOf = (head: string, rest = '') =>
        one({ 'db/my.cnf': `${head}\n[mysqld]\nserver_id=1\n${rest}\n` }).members[0]!;
      assert.deepEqual(versionOf('# MariaDB 10.11, Galera 4').version, [10, 11]);
      assert.notEqual(versionOf('# MariaDB 10.11').settings.mariadb, undefined);
      assert.deepEqual(versionOf('# MySQL 8.0.36').version, [8, 0, 36]);
      assert.equal(versionOf('# MySQL 8.0.26 or later is needed').version, undefined);
      assert.equal(versionOf('# see https://dev.mysql.com/doc/refman/5.7/en/').version, undefined);
      assert.notEqual(versionOf('', 'gtid_strict_mode=1').settings.mariadb, undefined);
      assert.notEqual(versionOf('', 'gtid_mode=ON').settings.mysql, undefined);
      assert.notEqual(versionOf('', '[mariadb]').settings.mariadb, undefined);
    });

    it('of one server are put together by includes, and by their folder', () => {
      const cluster = one({
        '/etc/mysql/my.cnf': '!includedir /etc/mysql/conf.d/\n[mysqld]\nserver_id=1\n',
        '/etc/mysql/conf.d/a.cnf': '[mysqld]\nlog_bin=binlog\n',
        '/etc/mysql/conf.d/b.cnf': '[mysqld]\nserver_id=2\n',
      });
      assert.equal(cluster.members.length, 1);
      assert.equal(cluster.members[0]!.settings.mysql!.number('server_id'), 2);
      assert.equal(cluster.sources.length, 3);
      assert.equal(
        clustersOf({
          '/x/mysql.conf.d/a.cnf': '[mysqld]\nserver_id=1\n',
          '/x/mysql.conf.d/b.cnf': '[mysqld]\nlog_bin\n',
        }).length,
        1,
      );
    });

    it('with several servers in sections of their own give one each', () => {
      const cluster = one({
        'db/my.cnf':
          '[mysqld]\ninnodb_flush_log_at_trx_commit=2\n[mysqld1]\nserver_id=1\nport=3307\n[mysqld2]\nserver_id=2\nport=3308\n',
      });
      assert.equal(cluster.members.length, 2);
      for (const { settings } of cluster.members)
        assert.equal(settings.mysql!.number('innodb_flush_log_at_trx_commit'), 2);
    });

    it('whose values templates fill in are unknown', () => {
      const cluster = one({
        'db/my.cnf.j2':
          '[mysqld]\nserver_id={{ id }}\nsync_binlog=${SYNC}\n{% if a %}\nread_only=1\n{% else %}\nread_only=0\n{% endif %}\n',
      });
      const settings = cluster.members[0]!.settings.mysql!;
      for (const name of ['server_id', 'sync_binlog', 'read_only']) assert.ok(settings.isHidden(name), name);
      assert.equal(cluster.open, true);
    });

    it('of other programs are left alone', () => {
      assert.deepEqual(clustersOf({ 'grafana.ini': '[server]\nhttp_port = 3000\n' }), []);
      assert.deepEqual(clustersOf({ 'openssl.cnf': '[req]\nprompt=no\n' }), []);
      assert.deepEqual(clustersOf({ 'client.cnf': '[client]\nuser=a\n' }), []);
    });
  });

  describe('defaults', () => {
    const value = (
      version: readonly number[] | undefined,
      name: string,
      family: 'mysql' | 'mariadb' = 'mysql',
    ) => {
      const head =
        version === undefined ? '' : `# ${family === 'mysql' ? 'MySQL' : 'MariaDB'} ${version.join('.')}\n`;
      const { settings } = one({ 'db/my.cnf': `${head}[mysqld]\nserver_id=1\n` }).members[0]!;
      return settings[family]!.get(name)?.value;
    };
    it('are those of the version', () => {
      assert.equal(value([5, 7, 6], 'sync_binlog'), 0);
      assert.equal(value([8, 0, 36], 'sync_binlog'), 1);
      assert.equal(value([10, 11, 6], 'sync_binlog', 'mariadb'), 0);
      assert.equal(value([5, 7, 44], 'log_replica_updates'), false);
      assert.equal(value([8, 0, 36], 'log_replica_updates'), true);
      assert.equal(value([8, 0, 26], 'replica_preserve_commit_order'), false);
      assert.equal(value([8, 0, 27], 'replica_preserve_commit_order'), true);
      assert.equal(value([10, 11, 6], 'rpl_semi_sync_master_wait_point', 'mariadb'), 'AFTER_COMMIT');
      assert.equal(value([8, 4, 0], 'rpl_semi_sync_source_wait_point'), 'AFTER_SYNC');
      assert.equal(value([8, 0, 36], 'binlog_expire_logs_seconds'), 2_592_000_000);
    });

    it('of a group changed with 8.4', () => {
      const level = (version: string) =>
        one({
          'db/my.cnf': `# MySQL ${version}\n[mysqld]\ngroup_replication_group_name=6f1f2b3c-3d5e-4f60-8a1b-2c3d4e5f6071\n`,
        }).settings['group-replication']!;
      assert.equal(level('8.0.36').text('group_replication_consistency'), 'EVENTUAL');
      assert.equal(level('8.4.2').text('group_replication_consistency'), 'BEFORE_ON_PRIMARY_FAILOVER');
      assert.equal(level('8.0.36').text('group_replication_exit_state_action'), 'READ_ONLY');
      assert.equal(level('8.4.2').text('group_replication_exit_state_action'), 'OFFLINE_MODE');
    });

    it('are told once per parameter, with a source', () => {
      for (const { all } of [MYSQL_TABLE, MARIADB_TABLE]) {
        assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
        for (const { source, meaning, renamedTo } of all) {
          assert.match(source, /^https:\/\//);
          assert.ok(meaning.length > 10);
          if (renamedTo !== undefined)
            assert.ok(
              all.some(({ name }) => name === renamedTo),
              renamedTo,
            );
        }
      }
    });
  });

  describe('replication', () => {
    const pair = {
      'source/my.cnf':
        '# MySQL 8.0.36\n[mysqld]\nserver_id=1\nreport_host=source\nrpl_semi_sync_source_enabled=1\nrpl_semi_sync_source_timeout=3000\n',
      'replica/my.cnf':
        '# MySQL 8.0.36\n[mysqld]\nserver_id=2\nreport_host=replica\nrpl_semi_sync_replica_enabled=1\n',
      'replica/start.sql':
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_DELAY=60, SOURCE_PASSWORD='it''s';\nSTART REPLICA;\n",
    };

    it('is read from statements beside the files', () => {
      const cluster = one(pair);
      assert.deepEqual(ids(cluster), ['source', 'replica']);
      const [link] = cluster.links;
      assert.deepEqual(
        [link!.from, link!.to, link!.sync, link!.delay],
        ['source', 'replica', 'received', 60_000],
      );
      assert.equal(
        link!.origin.unit.piece.text.slice(link!.origin.span.start, link!.origin.span.end),
        "'source'",
      );
      assert.deepEqual(
        cluster.members.map(({ leader }) => leader),
        [true, false],
      );
      assert.equal(cluster.commit.degradesAfterMs, 3000);
      assert.equal(cluster.commit.count, 1);
      assert.equal(cluster.failover.kind, 'manual');
    });

    it('names sources whose files are not there', () => {
      const cluster = one({
        'r/my.cnf': '[mysqld]\nserver_id=2\n',
        'r/r.sql': "CHANGE MASTER TO MASTER_HOST='10.0.0.9', MASTER_PORT=3306 FOR CHANNEL 'a';",
      });
      assert.deepEqual(
        cluster.members.map(({ id, configured }) => [id, configured]),
        [
          ['my', true],
          ['10.0.0.9', false],
        ],
      );
      assert.equal(cluster.missing.length, 1);
    });

    it('with several sources has a link for each', () => {
      const cluster = one({
        'a/my.cnf': '[mysqld]\nserver_id=1\nreport_host=a\n',
        'b/my.cnf': '[mysqld]\nserver_id=2\nreport_host=b\n',
        'c/my.cnf': '[mysqld]\nserver_id=3\nreport_host=c\n',
        'c/c.sql':
          "CHANGE MASTER TO MASTER_HOST='a' FOR CHANNEL 'one';\nCHANGE MASTER TO MASTER_HOST='b' FOR CHANNEL 'two';",
      });
      assert.deepEqual(
        cluster.links.map(({ from, to }) => `${from}>${to}`),
        ['a>c', 'b>c'],
      );
    });

    it('is read from scripts that hand statements to a client', () => {
      const cluster = one({
        'db/compose.yaml':
          'services:\n  main:\n    image: mysql:8.0\n    command: --server-id=1\n  copy:\n    image: mysql:8.0\n    command: --server-id=2\n',
        'db/setup-copy.sh':
          "mysql -h copy -e \"STOP SLAVE; CHANGE MASTER TO MASTER_HOST='main', MASTER_PASSWORD='$PASSWORD'; START SLAVE;\"\n",
      });
      assert.deepEqual(
        cluster.links.map(({ from, to }) => `${from}>${to}`),
        ['main>copy'],
      );
    });

    it('does not join files of unrelated servers', () => {
      assert.equal(
        clustersOf({
          'server/my.cnf': '[mysqld]\nserver-id=223344\nlog_bin\n',
          'server-gtids/my.cnf': '[mysqld]\nserver-id=223344\nlog_bin\ngtid_mode=ON\n',
        }).length,
        2,
      );
      assert.ok(siblings('node1', 'node2'));
      assert.ok(siblings('mysql-master', 'mysql-slave'));
      assert.ok(!siblings('server', 'server-gtids'));
    });

    it('is told by environment and arguments of containers', () => {
      const cluster = one({
        'docker-compose.yml': `services:
  db-main:
    image: bitnami/mysql:8.0.36
    environment:
      MYSQL_REPLICATION_MODE: master
  db-copy:
    image: bitnami/mysql:8.0.36
    command: --super-read-only=ON
    environment:
      MYSQL_REPLICATION_MODE: slave
      MYSQL_MASTER_HOST: db-main
`,
      });
      assert.deepEqual(
        cluster.links.map(({ from, to }) => `${from}>${to}`),
        ['db-main>db-copy'],
      );
      const copy = cluster.members.find(({ id }) => id === 'db-copy')!;
      assert.deepEqual(copy.version, [8, 0, 36]);
      assert.equal(copy.settings.mysql!.flag('super_read_only'), true);
      assert.equal(at(copy.settings.mysql!.given('super_read_only')?.written), 'ON');
    });

    it('takes the files that containers mount', () => {
      const cluster = one({
        '/p/compose.yaml':
          'services:\n  one:\n    image: mysql:8.4\n    command: --server-id=1\n    volumes: ["./conf/one.cnf:/etc/mysql/conf.d/one.cnf"]\n',
        '/p/conf/one.cnf': '[mysqld]\nsync_binlog=100\n',
      });
      assert.equal(cluster.members.length, 1);
      assert.equal(cluster.members[0]!.settings.mysql!.number('sync_binlog'), 100);
    });
  });

  describe('Galera', () => {
    it('is joined from one file per node', () => {
      const cluster = one({
        'db/n1/my.cnf': galera(1),
        'db/n2/my.cnf': galera(2),
        'db/n3/my.cnf': galera(3),
      });
      assert.equal(cluster.id, 'galera:shop@db');
      assert.deepEqual(ids(cluster), ['n1', 'n2', 'n3']);
      assert.deepEqual(cluster.commit, {
        count: 2,
        method: 'all',
        level: 'received',
        degrades: true,
        degradesAfterMs: 5000,
      });
      assert.equal(cluster.links.length, 6);
      assert.deepEqual(
        cluster.members.map(({ site }) => site.host),
        ['n1', 'n2', 'n3'],
      );
    });

    it('names nodes whose files are not there, and takes one file for all where it names none', () => {
      const [first, ...others] = one({ 'db/my.cnf': galera(1) }).members;
      assert.equal(first!.configured, true);
      assert.deepEqual(
        others.map(({ id, configured }) => [id, configured]),
        [
          ['10.0.0.2:4567', false],
          ['10.0.0.3', false],
        ],
      );
      const shared = one({ 'db/my.cnf': galera(1).replace(/wsrep_node_.*\n/g, '') });
      assert.deepEqual(
        shared.members.map(({ configured }) => configured),
        [true, true, true],
      );
    });

    it('reads the options of its library where they stand', () => {
      const cluster = one({
        'db/my.cnf': galera(
          1,
          'wsrep_provider_options="gcache.size=2G; pc.weight = 3;evs.suspect_timeout=PT10S"',
        ),
      });
      const settings = cluster.members[0]!.settings.galera!;
      assert.equal(settings.number('gcache.size'), 2 * 2 ** 30);
      assert.equal(settings.number('evs.suspect_timeout'), 10_000);
      assert.equal(cluster.members[0]!.votes, 3);
      assert.equal(at(settings.given('pc.weight')?.written), '3');
      assert.equal(at(settings.given('evs.suspect_timeout')?.written), 'PT10S');
      assert.equal(cluster.commit.degradesAfterMs, 10_000);
    });

    it('counts the arbitrator', () => {
      const two = (n: number) => galera(n).replace(',10.0.0.3?pc.wait_prim=no', '');
      const cluster = one({
        'db/n1/my.cnf': two(1),
        'db/n2/my.cnf': two(2),
        'db/g1/garb.cnf': 'group=shop\naddress=gcomm://10.0.0.1,10.0.0.2\noptions="pc.weight=2"\n',
      });
      const garbd = cluster.members.find(({ role }) => role === 'witness')!;
      assert.deepEqual([garbd.votes, garbd.eligible, garbd.site.host], [2, false, 'g1']);
    });

    it('is declared by resources and charts as a whole', () => {
      const cluster = one({
        'cr.yaml':
          'apiVersion: pxc.percona.com/v1\nkind: PerconaXtraDBCluster\nmetadata:\n  name: shop\nspec:\n  pxc:\n    size: 5\n    image: percona/percona-xtradb-cluster:8.0.36-28.1\n    configuration: |\n      [mysqld]\n      wsrep_provider_options="gcache.size=1G"\n',
      });
      assert.equal(cluster.name, 'shop');
      assert.equal(cluster.members.length, 5);
      assert.deepEqual(cluster.members[0]!.version, [8, 0, 36]);
      const size = cluster.members[0]!.settings.galera!.given('gcache.size');
      assert.equal(at(size?.written), '1G');
      const many = one({
        'cr.yaml':
          'apiVersion: mysql.oracle.com/v2\nkind: InnoDBCluster\nmetadata:\n  name: big\nspec:\n  instances: 999999999\n',
      });
      assert.equal(many.system, 'group-replication');
      assert.equal(many.members.length, 1000);
    });

    it('reads lists of addresses as they are written', () => {
      assert.deepEqual(parseClusterAddress('gcomm://'), { hosts: [], bootstraps: true });
      assert.deepEqual(parseClusterAddress('gcomm://a, b:4567?gmcast.segment=1')?.hosts, ['a', 'b:4567']);
      assert.equal(parseClusterAddress('dummy://'), undefined);
      assert.equal(parseClusterAddress('')?.bootstraps, false);
    });
  });

  it('members of a group are found by its name and seeds', () => {
    const member = (n: number) =>
      `[mysqld]\nserver_id=${n}\ngroup_replication_group_name=6f1f2b3c-3d5e-4f60-8a1b-2c3d4e5f6071\ngroup_replication_local_address=h${n}:33061\ngroup_replication_group_seeds=h1:33061,h2:33061,h3:33061\ngroup_replication_member_weight=${n * 10}\n`;
    const cluster = one({ 'g/a/my.cnf': member(1), 'g/b/my.cnf': member(2) });
    assert.equal(cluster.members.length, 3);
    assert.deepEqual(
      cluster.members.map(({ configured, priority }) => [configured, priority]),
      [
        [true, 10],
        [true, 20],
        [false, undefined],
      ],
    );
    assert.deepEqual(cluster.failover.detectMs, [10_000, 25_000]);
  });

  it('NDB has a node for each section of its file', () => {
    const cluster = one({
      'ndb/config.ini':
        '[ndbd default]\nNoOfReplicas=2\nHeartbeatIntervalDbDb=2000\n[ndb_mgmd]\nNodeId=1\nHostName=m\n[ndbd]\nNodeId=2\nHostName=a\n[ndbd]\nNodeId=3\nHostName=b\n[mysqld]\n[mysqld]\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id, role, site }) => [id, role, site.host]),
      [
        ['ndbd 2', 'data', 'a'],
        ['ndbd 3', 'data', 'b'],
        ['mgmd 1', 'witness', 'm'],
        ['api1', 'router', undefined],
        ['api2', 'router', undefined],
      ],
    );
    assert.equal(cluster.links.length, 2);
    assert.equal(cluster.failover.detectMs![0], 6000);
  });

  it('MHA and Orchestrator say who promotes', () => {
    const mha = one({
      'mha/app1.cnf':
        '[server default]\nping_interval=5\n[server1]\nhostname=a\n[server2]\nhostname=b\nno_master=1\n',
      'mha/masterha_default.cnf': '[server default]\nshutdown_script=/bin/off\n',
    });
    assert.deepEqual(
      mha.members.map(({ id, eligible }) => [id, eligible]),
      [
        ['a', true],
        ['b', false],
      ],
    );
    assert.equal(mha.failover.detectMs![0], 15_000);
    assert.equal(mha.settings.mha!.text('shutdown_script'), '/bin/off');
    const clusters = clustersOf({
      'o/orchestrator.conf.json':
        '{"MySQLTopologyUser": "o", "RecoverMasterClusterFilters": [".*"], "RaftEnabled": true, "RaftNodes": ["a", "b", "c"]}',
      'o/db1.cnf': '[mysqld]\nserver_id=1\n',
      'o/db2.cnf': '[mysqld]\nserver_id=2\n',
    });
    assert.deepEqual(
      clusters.map(({ system, failover, members }) => [system, failover.kind, failover.by, members.length]),
      [
        ['mysql', 'automatic', 'orchestrator', 2],
        ['orchestrator', 'automatic', 'orchestrator', 3],
      ],
    );
  });

  it('operations get what the settings give', () => {
    const files = { 'db/n1/my.cnf': galera(1), 'db/n2/my.cnf': galera(2), 'db/n3/my.cnf': galera(3) };
    const reads = (more: string) =>
      mysqlGuarantees(
        one(Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri, `${text}${more}\n`]))),
      ).find(({ writes }) => !writes)!;
    assert.equal(reads('').consistency, 'session');
    assert.equal(reads('wsrep_sync_wait=1').consistency, 'sequential');
    const write = mysqlGuarantees(one(files)).find(({ writes }) => writes)!;
    assert.deepEqual([write.partition, write.rpoMs, write.copies], ['C', 0, 2]);
    const plain = mysqlGuarantees(one({ 'a/my.cnf': '[mysqld]\nserver_id=1\nlog_bin\n' }));
    assert.equal(plain.find(({ writes }) => writes)!.rpoMs, 'unbounded');
  });
});
