import assert from 'node:assert/strict';
import picomatch from 'picomatch';
import { CLUSTER_GLOBS, isListedClusterFile } from '../../../server/src/cluster/files.js';

const LISTED = [
  'db/patroni.conf',
  'systemd/etcd.service',
  'roles/etcd/templates/etcd.service.j2',
  'roles/galera/templates/galera.cnf.j2',
  'redis/redis.conf.erb',
  'docker/Dockerfile.primary',
  'mongo/rs-init.js',
  '.env.production',
];
const NOT_LISTED = [
  'src/main.js',
  'package.json',
  'notes.txt',
  'image.png',
  'roles/web/templates/index.html.j2',
];

describe('files that may be configs of a cluster', () => {
  const byGlob = picomatch([...CLUSTER_GLOBS], { dot: true });

  for (const path of LISTED)
    it(`lists ${path}, by its name and by the globs alike`, () => {
      assert.equal(isListedClusterFile(`file:///w/${path}`), true);
      assert.equal(byGlob(path), true);
    });

  for (const path of NOT_LISTED)
    it(`leaves out ${path}`, () => {
      assert.equal(isListedClusterFile(`file:///w/${path}`), false);
      assert.equal(byGlob(path), false);
    });
});
