import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

const MONGOD = (port: number) =>
  `storage:\n  dbPath: /data\nnet:\n  port: ${port}\nreplication:\n  replSetName: rs0\n`;

describe('files of a role of which one is deployed', () => {
  it('are each a cluster of their own, by version and operating system', () => {
    const paths = [
      'roles/db/templates/etc/Debian-6.0-mongod.conf.j2',
      'roles/db/templates/etc/Debian-7.0-mongod.conf.j2',
      'roles/db/templates/etc/RedHat-6.0-mongod.conf.j2',
    ];
    const clusters = clustersIn(Object.fromEntries(paths.map(path => [path, MONGOD(27017)])));
    assert.deepEqual(
      clusters.map(({ members }) => members.length),
      [1, 1, 1],
    );
    assert.equal(new Set(clusters.map(({ id }) => id)).size, 3);
  });

  it('or by how many nodes there are, or by a folder', () => {
    for (const paths of [
      ['roles/s/templates/opensearch-single-node.yml.j2', 'roles/s/templates/opensearch-multi-node.yml.j2'],
      ['roles/s/templates/1.3/opensearch.yml.j2', 'roles/s/templates/2.x/opensearch.yml.j2'],
    ]) {
      const clusters = clustersIn(Object.fromEntries(paths.map(path => [path, 'cluster.name: logs\n'])));
      assert.deepEqual(
        clusters.map(({ members }) => members.length),
        [1, 1],
        paths.join(),
      );
    }
  });

  it('are not those of several nodes, of other parts, nor files outside of roles', () => {
    const count = (paths: readonly string[]) => {
      const clusters = clustersIn(Object.fromEntries(paths.map((path, i) => [path, MONGOD(27017 + i)])));
      return clusters.map(({ members }) => members.length);
    };
    assert.deepEqual(
      count(['roles/db/templates/mongod-1.conf.j2', 'roles/db/templates/mongod-2.conf.j2']),
      [2],
    );
    assert.deepEqual(count(['db/mongod-old.conf', 'db/mongod-new.conf']), [2]);
  });

  it('leave what all have in common where it is', () => {
    const clusters = clustersIn({
      'roles/pg/templates/postgresql-12.3.conf.j2': 'wal_level = replica\nmax_wal_senders = 5\n',
      'roles/pg/templates/postgresql-13.1.conf.j2': 'wal_level = replica\nmax_wal_senders = 5\n',
      'other/postgresql.conf': "wal_level = logical\nsynchronous_standby_names = 's1'\n",
    });
    assert.equal(clusters.filter(({ sources }) => sources.some(uri => uri.includes('other/'))).length, 1);
    assert.equal(clusters.length, 3);
  });
});

describe('words in the place of numbers', () => {
  it('are filled in by a script, and nothing is known of them', () => {
    const [cluster] = clustersIn({
      'redis.conf':
        'port @PORT@\nreplicaof 10.0.0.1 6379\nmin-replicas-to-write MINREPLICAS\nmaxmemory-policy LRU\n',
    });
    const own = cluster!.members.find(({ configured }) => configured)!.settings.redis!;
    assert.ok(own.isHidden('port'));
    assert.ok(own.isHidden('min-replicas-to-write'));
    assert.equal(own.given('min-replicas-to-write')!.problem, undefined);
  });
});
