import { strict as assert } from 'node:assert';
import { meaningfulPart } from '../../../server/src/cluster/kit/places.js';
import { clustersIn } from '../support/clusters.js';

describe('names of what no file names', () => {
  it('are those of the nearest folder that says something', () => {
    assert.equal(meaningfulPart('w/roles/cache/templates'), 'cache');
    assert.equal(meaningfulPart('w/shop/etc/conf.d'), 'shop');
    assert.equal(meaningfulPart('templates'), undefined);
  });

  it('stand for Redis servers of a role, and Galera clusters whose name is to be filled in', () => {
    const [redis] = clustersIn({
      'roles/cache/templates/redis.conf.j2': 'bind 0.0.0.0\nport 6379\nreplicaof {{ master }} 6379\n',
    });
    assert.ok(redis?.members.some(({ id }) => id === 'cache'));
    const node = (name: string) =>
      `[mysqld]\nwsrep_on=ON\nwsrep_provider=/usr/lib/libgalera_smm.so\nwsrep_cluster_name=${name}\nwsrep_cluster_address=gcomm://\n`;
    const named = (name: string) =>
      clustersIn({ 'pxc/etc/mysql/node.cnf': node(name) }).map(each => each.name);
    assert.deepEqual(named('noname'), ['pxc']);
    assert.deepEqual(named('main'), ['main']);
  });
});
