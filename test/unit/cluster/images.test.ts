import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

const POOL = {
  'redis/redis.conf': 'port 6379\nmin-slaves-to-write 1\n',
  'replica/redis.conf': 'port 6379\nreplicaof redis 6379\n',
};

/** The version that the servers of the only cluster have, as text. */
function versionOf(
  files: Record<string, string>,
  system: 'redis' | 'kafka' | 'elasticsearch',
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
});
