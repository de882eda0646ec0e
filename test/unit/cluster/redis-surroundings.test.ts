import assert from 'node:assert/strict';
import { ruleById } from '../../../server/src/rules/index.js';
import { bench } from '../rules/harness.js';

describe('what stands around servers of Redis', () => {
  const manifest = (more = '') =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\ndata:\n  redis.conf: |\n    cluster-enabled yes\n    protected-mode no\n${more}`;
  const policy = (selector: string, namespace = '') =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\n${namespace}spec:\n  podSelector: ${selector}\n  policyTypes: [Ingress]\n`;
  const said = (files: Readonly<Record<string, string>>) =>
    bench(files, 'redis', {
      rules: ['redis-open-to-all', 'redis-empty-restart', 'redis-nodes-differ', 'redis-writable-replica'].map(
        id => ruleById(id)!,
      ),
    })
      .findings()
      .map(({ rule }) => rule);

  it('goes by policies on who may reach the pods', () => {
    const file = { 'k8s/redis/all.yaml': manifest() };
    assert.deepEqual(said(file), ['redis-open-to-all']);
    assert.deepEqual(said({ ...file, 'k8s/base/policy.yaml': policy('{}') }), []);
    assert.deepEqual(
      said({ 'k8s/redis/all.yaml': `${manifest()}---\n${policy('{matchLabels: {app: redis}}')}` }),
      [],
    );
    assert.deepEqual(said({ ...file, 'k8s/base/policy.yaml': policy('{matchLabels: {app: web}}') }), [
      'redis-open-to-all',
    ]);
    assert.deepEqual(said({ ...file, 'k8s/base/policy.yaml': policy('{}', '  namespace: other\n') }), [
      'redis-open-to-all',
    ]);
  });

  it('goes by what documents say that they hold', () => {
    const files = Object.fromEntries(
      [1, 2, 3].map(n => [
        `n${n}/redis.conf`,
        `bind 10.0.0.${n}\nsave ""\nappendonly no\n${n > 1 ? 'replicaof 10.0.0.1 6379\n' : ''}`,
      ]),
    );
    assert.deepEqual(said(files), ['redis-empty-restart']);
    assert.deepEqual(said({ ...files, 'README.md': '# Shop\n\nRedis is the cache.\n' }), []);
    assert.deepEqual(
      said({ ...files, 'README.md': '# Shop\n\nRedis is the cache, and Redis has the queue of orders.\n' }),
      ['redis-empty-restart'],
    );
  });

  it('goes by what a container keeps', () => {
    const stack = (folder: string) => ({
      'stack.yml': `services:\n  a:\n    image: redis:7.4\n    command: redis-server --appendonly yes\n    volumes:\n      - data:${folder}\n  b:\n    image: redis:7.4\n    command: redis-server --replicaof a 6379\n  c:\n    image: redis:7.4\n    command: redis-server --appendonly yes --replicaof a 6379\n`,
    });
    assert.deepEqual(said(stack('/data')), ['redis-nodes-differ']);
    assert.deepEqual(said(stack('/bitnami/redis/data')), []);
  });

  it('says nothing of replicas to a server that only leads', () => {
    const files = {
      'n1/redis.conf': 'bind 10.0.0.1\nreplica-read-only no\n',
      'n2/redis.conf': 'bind 10.0.0.2\nreplicaof 10.0.0.1 6379\n',
    };
    assert.deepEqual(said(files), []);
    assert.deepEqual(said({ ...files, 'n2/redis.conf': `${files['n2/redis.conf']}replica-read-only no\n` }), [
      'redis-writable-replica',
    ]);
  });
});
