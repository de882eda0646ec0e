import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

describe('option files beside an image', () => {
  it('are of its version and family, which go before what their lines hint at', () => {
    const [cluster] = clustersIn({
      'docker-compose.yml':
        'services:\n  app:\n    image: shop:1\n    volumes:\n      - ./x:/x\n  old:\n    build: ./db\n',
      'db/Dockerfile': 'FROM mariadb:10.6\nCOPY main.cnf /etc/mysql/conf.d/\n',
      'db/main.cnf': '[mysqld]\nserver_id=1\nlog_bin=binlog\nlog_replica_updates=1\n',
    });
    const { mariadb } = cluster!.members[0]!.settings;
    assert.deepEqual([cluster!.system, mariadb?.version], ['mariadb', [10, 6]]);
  });

  it('are MariaDB where the version is one that MySQL never had', () => {
    const [cluster] = clustersIn({
      'roles/shared/tasks/main.yml':
        '- name: run it\n  docker_container:\n    name: db\n    image: mariadb:10.11\n- template:\n    src: main.cnf.j2\n    dest: /etc/mysql/my.cnf\n',
      'roles/shared/templates/main.cnf.j2':
        '[mysqld]\nserver_id={{ id }}\nlog_bin=binlog\nlog_slave_updates=1\n',
    });
    const { mariadb, mysql } = cluster!.members[0]!.settings;
    assert.deepEqual([mariadb?.version, mysql], [[10, 11], undefined]);
  });

  it('are MariaDB where the role installs that, whatever is started elsewhere', () => {
    const [cluster] = clustersIn({
      'docker-compose.yml': 'services:\n  db:\n    image: mysql:8.4\n',
      'roles/db/tasks/main.yml':
        '- name: install\n  apt:\n    name: [mariadb-server, galera-4]\n- template:\n    src: main.cnf.j2\n    dest: /etc/mysql/my.cnf\n',
      'roles/db/templates/main.cnf.j2':
        '[mysqld]\nserver_id={{ id }}\nlog_bin=binlog\nlog_slave_updates=1\nexpire_logs_days=7\n',
    });
    const member = cluster!.members.find(({ origin }) => origin.unit.uri.startsWith('roles/'));
    const { mariadb, mysql } = member!.settings;
    assert.deepEqual([mariadb !== undefined, mariadb?.version, mysql], [true, undefined, undefined]);
  });
});
