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
      rules: [ruleById('redis-open-to-all')!, ruleById('redis-empty-restart')!],
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
});
