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
});
