import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

const POOL = {
  'redis/redis.conf': 'port 6379\nmin-slaves-to-write 1\n',
  'replica/redis.conf': 'port 6379\nreplicaof redis 6379\n',
};

/** The version that the servers of the only cluster have, as text. */
function versionOf(
  files: Record<string, string>,
  system: 'redis' | 'kafka' | 'elasticsearch' | 'mongodb' | 'etcd' | 'consul' | 'cassandra' | 'zookeeper',
): string | undefined {
  const [cluster] = clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  );
  return cluster?.versions[system]?.version.join('.');
}

describe('versions from images near by', () => {
  it('a config file goes by the Dockerfile beside it, with its build arguments', () => {
    const Dockerfile = 'ARG TAG=4.0.11-alpine\nFROM redis:${TAG}\nCOPY redis.conf /etc/redis.conf\n';
    assert.equal(versionOf({ ...POOL, 'redis/Dockerfile': Dockerfile }, 'redis'), '4.0.11');
  });

  it('the nearest image counts', () => {
    const files = { ...POOL, 'redis/Dockerfile': 'FROM redis:6.2\n', Dockerfile: 'FROM redis:7.4\n' };
    assert.equal(versionOf(files, 'redis'), '6.2');
  });

  it('images that do not agree tell nothing', () => {
    const files = {
      ...POOL,
      'redis/a.Dockerfile': 'FROM redis:6.2\n',
      'redis/b.Dockerfile': 'FROM redis:7.4\n',
    };
    assert.equal(versionOf(files, 'redis'), undefined);
  });

  it('what the file says itself goes before the image', () => {
    const files = {
      ...POOL,
      'redis/redis.conf': `# Redis 5.0\n${POOL['redis/redis.conf']}`,
      Dockerfile: 'FROM redis:7.4\n',
    };
    assert.equal(versionOf(files, 'redis'), '5.0');
  });

  it('an image of another program says nothing, nor does one far away', () => {
    assert.equal(versionOf({ ...POOL, 'redis/Dockerfile': 'FROM node:20\n' }, 'redis'), undefined);
    assert.equal(versionOf({ ...POOL, 'apps/web/cache/Dockerfile': 'FROM redis:3\n' }, 'redis'), undefined);
  });

  it("tags of Confluent's images are not the versions of Kafka", () => {
    const broker = (n: number) =>
      `broker.id=${n}\nzookeeper.connect=zk:2181\nlog.dirs=/data\nlisteners=PLAINTEXT://k${n}:9092\n`;
    const files = { 'k1/server.properties': broker(1), 'k2/server.properties': broker(2) };
    assert.equal(versionOf({ ...files, Dockerfile: 'FROM confluentinc/cp-kafka:7.6.1\n' }, 'kafka'), '3.6');
  });

  it('what a playbook or a script installs counts as well, where it is one version', () => {
    const mongod = {
      'files/mongod.conf':
        'storage:\n  dbPath: /data\n  journal:\n    enabled: true\nreplication:\n  replSetName: rs0\n',
    };
    const playbook = (name: string) =>
      `- hosts: db\n  tasks:\n    - name: Install\n      template: src=${name} dest=/etc/yum.repos.d/${name}\n`;
    assert.equal(versionOf({ ...mongod, 'site.yml': playbook('mongodb-org-3.6.repo') }, 'mongodb'), '3.6');
    assert.equal(
      versionOf({ ...mongod, 'site.yml': playbook('mongodb-org-unstable-shell-4.1.8.rpm') }, 'mongodb'),
      '4.1.8',
    );
    assert.equal(
      versionOf(
        {
          ...mongod,
          'site.yml': `${playbook('mongodb-org-3.6.repo')}${playbook('mongodb-org-4.4.repo')}`,
        },
        'mongodb',
      ),
      undefined,
    );
    const etcd = { 'etcd.conf': 'ETCD_NAME=n1\nETCD_LISTEN_CLIENT_URLS=http://10.0.0.1:2379\n' };
    assert.equal(
      versionOf(
        {
          ...etcd,
          'install.sh':
            'wget https://github.com/etcd-io/etcd/releases/download/v3.4.9/etcd-v3.4.9-linux-amd64.tar.gz\n',
        },
        'etcd',
      ),
      '3.4.9',
    );
    assert.equal(
      versionOf({ ...etcd, 'install.sh': 'apt install etcd\nping etcd-10.0.0.1\n' }, 'etcd'),
      undefined,
    );
    const consul = { 'server.hcl': 'server = true\nbootstrap_expect = 3\nretry_join = ["10.0.0.2"]\n' };
    assert.equal(
      versionOf(
        { ...consul, 'setup.sh': 'CONSUL_VERSION=1.4.0\ncurl -O consul_1.4.0_linux_amd64.zip\n' },
        'consul',
      ),
      '1.4.0',
    );
    const cassandra = {
      'conf/cassandra.yaml':
        'cluster_name: shop\nnum_tokens: 16\nlisten_address: 10.0.0.1\nseed_provider:\n  - parameters:\n      - seeds: "10.0.0.1"\n',
    };
    assert.equal(versionOf({ ...cassandra, Dockerfile: 'FROM cassandra:3.11.4\n' }, 'cassandra'), '3.11.4');
  });

  it('an image with a version of its own before that of ZooKeeper tells the second', () => {
    const pod = (image: string) => ({
      'zk.yaml': `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: zk\nspec:\n  serviceName: zk-hs\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: zk\n          image: ${image}\n`,
    });
    assert.equal(versionOf(pod('registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10'), 'zookeeper'), '3.4.10');
    assert.equal(versionOf(pod('registry.k8s.io/kubernetes-zookeeper:1.0'), 'zookeeper'), undefined);
    assert.equal(versionOf(pod('zookeeper:3.8.1'), 'zookeeper'), '3.8.1');
  });

  it('two variables with the major and the minor number are one version', () => {
    const role = (more: string) => ({
      'templates/mongod.conf.j2': 'storage:\n  dbPath: /data\nreplication:\n  replSetName: rs0\n',
      'defaults/main.yml': `---\nmongodb_pkg_version_major: 4\nmongodb_pkg_version_minor: ${more}\n`,
    });
    assert.equal(versionOf(role('4'), 'mongodb'), '4.4');
    assert.equal(versionOf(role('"{{ minor }}"'), 'mongodb'), undefined);
  });
});
