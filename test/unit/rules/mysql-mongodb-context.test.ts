import { strict as assert } from 'node:assert';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

/** What one rule says of a workspace, with its severity. */
function told(id: string, files: Record<string, string>): readonly string[] {
  const clusters = clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  );
  const rules = clusterRules({ rules: {} }).filter(({ rule }) => rule.id === id);
  const context = { clusters, schemas: [], objectives: {} };
  return clusters.flatMap(cluster =>
    checkCluster(cluster, rules, context, line => assert.fail(line)).map(
      ({ severity, message }) => `${severity}: ${message}`,
    ),
  );
}

const galera = (...lines: readonly string[]) =>
  [
    '[mysqld]',
    'wsrep_on=ON',
    'wsrep_provider=/usr/lib/galera/libgalera_smm.so',
    'wsrep_cluster_address=gcomm://{{ nodes }}',
    ...lines,
    '',
  ].join('\n');

describe('what a project says around MySQL and MongoDB', () => {
  it('decides what a cluster is called: names of files are none', () => {
    const at = (...lines: readonly string[]) =>
      told(
        'galera-flush-at-commit',
        Object.fromEntries(
          [1, 2].map(n => [
            `n${n}/my.cnf`,
            galera('innodb_flush_log_at_trx_commit=0', `wsrep_node_address=10.0.0.${n}`, ...lines).replace(
              '{{ nodes }}',
              '10.0.0.1,10.0.0.2',
            ),
          ]),
        ),
      )[0];
    assert.match(at()!, /No node of this cluster /);
    assert.match(at('wsrep_cluster_name=shop')!, /No node of shop /);
  });

  it('says nothing of what fails together where nobody tells which nodes there are', () => {
    const one = galera('innodb_flush_log_at_trx_commit=0', 'wsrep_cluster_name=shop');
    assert.deepEqual(told('galera-flush-at-commit', { 'templates/galera.cnf.j2': one }), []);
    assert.deepEqual(told('galera-flush-at-commit', { 'master1_my.cnf': one }), []);
  });

  it('decides what a server is called', () => {
    const replica = '[mysqld]\nserver_id=2\nread_only=1\nreplica_skip_errors=1062\n';
    const file = told('mysql-skipped-errors', { 'conf/slave.cnf': replica });
    assert.match(file.join(), /leaves this server with other rows/);
    const service = told('mysql-skipped-errors', {
      'compose.yaml':
        'services:\n  mysql-slave:\n    image: mysql:8.0.36\n    volumes: ["./conf/slave.cnf:/etc/mysql/conf.d/slave.cnf"]\n',
      'conf/slave.cnf': replica,
    });
    assert.match(service.join(), /leaves mysql-slave with other rows/);
  });

  it('tells errors of rows from those of whole tables and accounts', () => {
    const skips = (codes: string) =>
      told('mysql-skipped-errors', {
        'conf/slave.cnf': `[mysqld]\nserver_id=2\nread_only=1\nreplica_skip_errors=${codes}\n`,
      }).join();
    assert.equal(skips('1396'), '');
    assert.match(skips('1396,1062'), /^warning: .*other rows/);
  });

  it('tells images that read roles from those that do not', () => {
    // Put on several machines: on one nobody would promote.
    const compose = (image: string, more = '') =>
      `x-spread:\n  placement: {}\nservices:\n  a:\n    image: ${image}:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: master\n${more}  b:\n    image: ${image}:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: slave\n      MYSQL_MASTER_HOST: a\n${more}`;
    const says = (text: string) => told('mysql-no-failover', { 'compose.yaml': text }).length;
    assert.equal(says(compose('bitnami/mysql')), 1);
    assert.equal(says(compose('mysql')), 0);
    assert.equal(
      says(compose('mysql', '    volumes: ["./follow.sh:/docker-entrypoint-initdb.d/follow.sh"]\n')),
      1,
    );
  });

  it('leaves out option files that a composition does not mount', () => {
    const files = (volumes: string) => ({
      'compose.yaml': `services:\n  source:\n    image: mysql:8.0.36\n    command: --server-id=1 --log-bin=binlog\n  replica:\n    image: mysql:8.0.36\n    command: --server-id=2 --super-read-only=1\n${volumes}`,
      'mysql/replica.cnf': '[mysqld]\nserver-id=2\nread_only=1\nreplica_skip_errors=1062\n',
    });
    assert.deepEqual(told('mysql-skipped-errors', files('')), []);
    assert.deepEqual(
      told('mysql-skipped-errors', files('    environment: ["URL=mysql://replica/shop"]\n')),
      [],
    );
    assert.equal(
      told('mysql-skipped-errors', files('    volumes: ["./mysql/replica.cnf:/etc/mysql/conf.d/r.cnf"]\n'))
        .length,
      1,
    );
    assert.equal(
      told('mysql-skipped-errors', files('    volumes: ["./mysql:/etc/mysql/conf.d"]\n')).length,
      1,
    );
  });

  it('takes a file beside a composition for the one that it mounts from elsewhere', () => {
    const writable = told('mysql-replica-writable', {
      'db/cluster.yml':
        'services:\n  mysql-slave1:\n    image: mysql:8.0.36\n    command: ["--server-id=2"]\n    volumes: ["/srv/slave1/slave1.cnf:/etc/my.cnf"]\n  mysql-master:\n    image: mysql:8.0.36\n    command: ["--server-id=1", "--log-bin=binlog"]\n',
      'db/slave1.cnf': '[mysqld]\nserver-id=2\nlog-bin=binlog\n',
    });
    assert.equal(writable.length, 1, writable.join('\n'));
    assert.match(writable[0]!, /mysql-slave1 .*Set read_only=ON\.$/);
  });

  it('tells a router that finds the new source by itself', () => {
    const files = {
      'compose.yaml':
        'x-spread:\n  placement: {}\nservices:\n  source:\n    image: bitnami/mysql:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: master\n  copy:\n    image: bitnami/mysql:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: slave\n      MYSQL_MASTER_HOST: source\n',
    };
    assert.match(told('mysql-no-failover', files).join(), /and points the clients there, by hand/);
    const proxysql =
      'datadir="/var/lib/proxysql"\nmysql_variables={ monitor_username="m" }\nmysql_replication_hostgroups=( { writer_hostgroup=10, reader_hostgroup=20 } )\nmysql_servers=( { address="source", port=3306, hostgroup=10 }, { address="copy", port=3306, hostgroup=20 } )\n';
    assert.match(
      told('mysql-no-failover', { ...files, 'proxysql.cnf': proxysql }).join(),
      /writable, by hand/,
    );
  });

  it('hears the reason in a comment', () => {
    const source = (comment: string) => ({
      'conf/master.cnf': `[mysqld]\nserver_id=1\nlog_bin=binlog\nrpl_semi_sync_master_enabled=1\n${comment}rpl_semi_sync_master_timeout=1000\n`,
    });
    assert.equal(told('mysql-semisync-falls-back', source('')).length, 1);
    assert.equal(told('mysql-semisync-falls-back', source('# 超时回退异步\n')).length, 0);
    assert.equal(told('mysql-semisync-falls-back', source('# falls back to async after it\n')).length, 0);
    assert.equal(told('mysql-semisync-falls-back', source('# async\n')).length, 1);
  });

  it('takes no password for show for one, and none within a composition', () => {
    const script = (host: string, password: string) => ({
      'my.cnf': '[mysqld]\nserver_id=2\nlog_bin=binlog\n',
      'follow.sh': `mysql -e "CHANGE MASTER TO MASTER_HOST='${host}', MASTER_USER='repl', MASTER_PASSWORD='${password}'"\n`,
    });
    const says = (files: Record<string, string>) => told('mysql-plain-replication', files).join().slice(0, 4);
    assert.equal(says(script('db1', 'x9kQz7aB')), 'warn');
    assert.equal(says(script('db1', 'Replication123!')), '');
    assert.equal(says(script('db1', 'password')), '');
    const compose =
      'services:\n  db1:\n    image: mysql:8.0.36\n    command: --server-id=1 --log-bin=binlog\n';
    assert.equal(says({ ...script('db1', 'x9kQz7aB'), 'docker-compose.yml': compose }), '');
    const files = script('$(docker inspect db1)', 'x9kQz7aB');
    assert.equal(says(files), '');
  });

  it('promotes nobody within one composition', () => {
    const files = (more: string) => ({
      'compose.yaml': `services:\n  source:\n    image: bitnami/mysql:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: master\n${more}  copy:\n    image: bitnami/mysql:8.0.36\n    environment:\n      MYSQL_REPLICATION_MODE: slave\n      MYSQL_MASTER_HOST: source\n`,
    });
    assert.deepEqual(told('mysql-no-failover', files('')), []);
    const apart = '    deploy:\n      placement:\n        constraints: ["node.hostname == a"]\n';
    assert.equal(told('mysql-no-failover', files(apart)).length, 1);
  });

  it('says nothing of a server that the composition above it does not start', () => {
    const compose =
      'services:\n  a:\n    build: a\n    image: mysql:8.0.36\n    command: --server-id=1 --log-bin=binlog\n';
    const files = {
      'replica/my.cnf': '# MySQL 8.0.36\n[mysqld]\nserver_id=3\nreport_host=replica\nrelay_log=relay\n',
      'replica/follow.sh': `mysql -e "CHANGE MASTER TO MASTER_HOST='other', MASTER_USER='repl'"\n`,
    };
    assert.equal(told('mysql-replica-writable', files).length, 1);
    assert.deepEqual(told('mysql-replica-writable', { ...files, 'compose.yaml': compose }), []);
  });

  it('knows the network of a composition, whatever its numbers', () => {
    const files = (more: string) => ({
      'compose.yaml': `services:\n${[1, 2, 3].map(n => `  g${n}:\n    image: mariadb:10.11.6\n    volumes: ["./g${n}.cnf:/etc/mysql/conf.d/galera.cnf"]\n    networks:\n      own:\n        ${more}: 172.32.0.1${n}\n`).join('')}`,
      ...Object.fromEntries(
        [1, 2, 3].map(n => [
          `g${n}.cnf`,
          `[mysqld]\nwsrep_on=ON\nwsrep_provider=/usr/lib/libgalera_smm.so\nwsrep_cluster_name=shop\nwsrep_cluster_address=gcomm://172.32.0.11,172.32.0.12,172.32.0.13\nwsrep_node_address=172.32.0.1${n}\n`,
        ]),
      ),
    });
    assert.equal(told('galera-clear-text', files('x-address')).length, 1);
    assert.equal(told('galera-clear-text', files('ipv4_address')).length, 0);
  });

  it('names what copies without blocking as far as the version has it', () => {
    const sst = (image: string) =>
      told('galera-sst-blocks-donor', {
        'compose.yaml': `services:\n${['a', 'b'].map(name => `  ${name}:\n    image: ${image}\n    command: --wsrep-on=ON --wsrep-provider=/usr/lib/libgalera_smm.so --wsrep-cluster-name=shop --wsrep-cluster-address=gcomm://a,b --wsrep-node-address=${name} --wsrep-sst-method=rsync\n`).join('')}`,
      }).join();
    assert.match(sst('mariadb:10.11.6'), /other one: .*\. mariabackup does not block it\.$/);
    assert.match(sst('percona:5.7.44'), /\. xtrabackup-v2 does not block it\.$/);
  });

  it('takes two servers that follow each other for two writers, unless something moves an address between them', () => {
    const server = (n: number, other: number) => ({
      [`db/mysql${n}/my.cnf`]: `[mysqld]\nserver_id=${n}\nlog_bin=on\nreport_host=mysql${n}\n`,
      [`db/mysql${n}/follow.sh`]: `mysql -e "CHANGE MASTER TO MASTER_HOST='mysql${other}', MASTER_USER='repl', MASTER_SSL=1"\n`,
    });
    const ring = { ...server(1, 2), ...server(2, 1) };
    assert.equal(told('mysql-two-writers', ring).length, 1);
    const moved = { ...ring, 'db/setup.sh': '# for MySQL\napt-get install -y keepalived\n' };
    assert.deepEqual(told('mysql-two-writers', moved), []);
  });

  it('tells once that nodes of one composition stay out of their group', () => {
    const node = (n: number) =>
      `  node${n}:\n    image: mysql:8.0.36\n    command: --server-id=${n} --plugin-load=group_replication.so --group-replication-group-name=aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa --group-replication-local-address=node${n}:33061 --group-replication-group-seeds=node1:33061,node2:33061 --group-replication-start-on-boot=OFF\n`;
    const [first, ...rest] = told('group-not-on-boot', {
      'docker-compose.yml': `services:\n${node(1)}${node(2)}`,
    });
    assert.match(first!, /node1 and node2 stay out of the group/i);
    assert.deepEqual(rest, []);
  });

  it('does not take the errors of tables that are there already for rows that differ', () => {
    const [first] = told('mysql-skipped-errors', {
      'source/my.cnf': '[mysqld]\nserver_id=1\nlog_bin=on\nreport_host=source\n',
      'replica/my.cnf': '[mysqld]\nserver_id=2\nread_only=1\nslave_skip_errors=1062,1050\n',
      'replica/follow.sh':
        "mysql -e \"CHANGE MASTER TO MASTER_HOST='source', MASTER_USER='repl', MASTER_SSL=1\"\n",
    });
    assert.match(first!, /Error 1062 of replication is passed over/);
  });
});

describe('documents of replica sets', () => {
  it('end where a bracket of another kind closes', () => {
    const compose = `services:\n  mongo:\n    image: mongo:5\n    command: ["--replSet", "rs"]\n    healthcheck:\n      test: mongosh --eval "rs.initiate({_id: 'rs', members: [{_id: 0, host: 'localhost:27017'}) }"\n  other:\n    image: redis\n    ports: ["1:1", "2:2"]\n`;
    assert.deepEqual(told('mongo-too-many-voters', { 'compose.yaml': compose }), []);
    assert.deepEqual(told('mongo-localhost-mixed', { 'compose.yaml': compose }), []);
  });

  it('of one member have no majority to go past', () => {
    const script = (members: string) => ({
      'set.js': `rs.initiate({ _id: 'rs', members: [${members}] });\ncfg = rs.conf();\nrs.reconfig(cfg, { force: true });\n`,
    });
    const member = (n: number) => `{ _id: ${n}, host: 'db${n}:27017' }`;
    assert.equal(told('mongo-forced-reconfig', script(member(1))).length, 0);
    const three = script([1, 2, 3].map(member).join());
    assert.match(told('mongo-forced-reconfig', three).join(), /^warning/);
    const compose = `services:\n${[1, 2, 3].map(n => `  db${n}:\n    image: mongo:7.0\n    command: mongod --replSet rs\n`).join('')}`;
    assert.match(told('mongo-forced-reconfig', { ...three, 'compose.yaml': compose }).join(), /^info/);
  });

  it('within one composition take over on one machine', () => {
    const init =
      "rs.initiate({ _id: 'rs', members: [{ _id: 0, host: 'm1:27017', priority: 2 }, { _id: 1, host: 'm2:27017' }, { _id: 2, host: 'm3:27017' }] });\n";
    const compose = `services:\n${['m1', 'm2', 'm3'].map(name => `  ${name}:\n    image: mongo:7.0\n    command: mongod --replSet rs\n`).join('')}`;
    assert.equal(told('mongo-priority-takeover', { 'init.js': init }).length, 0);
    const named = init.replace(/'(m\d):/g, "'$1.example.net:");
    assert.equal(told('mongo-priority-takeover', { 'init.js': named }).length, 1);
    assert.equal(told('mongo-priority-takeover', { 'init.js': init, 'compose.yaml': compose }).length, 0);
    const other = compose.replace(/--replSet rs\b/g, '--replSet other');
    assert.equal(told('mongo-priority-takeover', { 'init.js': init, 'compose.yaml': other }).length, 0);
  });

  it('are looked at member by member by pages for administrators', () => {
    const files = (name: string) => ({
      'init.js':
        "rs.initiate({ _id: 'rs', members: [{ _id: 0, host: 'm1:27017' }, { _id: 1, host: 'm2:27017' }, { _id: 2, host: 'm3:27017' }] });\n",
      'compose.yaml': `services:\n  page:\n    image: x\n    environment:\n      ${name}: mongodb://u:p@m1:27017/\n`,
    });
    assert.equal(told('mongo-direct-connection', files('MONGO_URL')).length, 1);
    assert.equal(told('mongo-direct-connection', files('ME_CONFIG_MONGODB_URL')).length, 0);
  });
});
