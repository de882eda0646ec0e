import { strict as assert } from 'node:assert';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

/** The severities of what one rule says of files. */
function weights(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  const clusters = clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  );
  const rules = clusterRules({ rules: {} }).filter(each => each.rule.id === rule);
  const context = { clusters, schemas: [], objectives: {} };
  return clusters.flatMap(cluster =>
    checkCluster(cluster, rules, context, line => assert.fail(line)).map(({ severity }) => severity),
  );
}

describe('what is said of Patroni weighs nothing', () => {
  const node = (connections: string) =>
    `scope: shop\nname: n1\netcd3:\n  hosts: e1:2379\npostgresql:\n  listen: 0.0.0.0:5432\n  parameters:\n    max_connections: ${connections}\n`;

  it('where what stands in the wrong place is what holds anyway, or a template fills it in', () => {
    const rule = 'patroni-misplaced-setting';
    assert.deepEqual(weights(rule, { 'patroni.yml': node('250') }), ['warning']);
    assert.deepEqual(weights(rule, { 'patroni.yml': node('100') }), []);
    assert.deepEqual(weights(rule, { 'patroni.yml.j2': node('{{ most }}') }), []);
  });

  it('where the etcd is of a distribution that has one with version 2', () => {
    const rule = 'patroni-etcd-v2';
    const files = {
      'roles/pg/templates/patroni.yml.j2':
        'scope: shop\nname: n1\netcd:\n  hosts: {{ stores }}\npostgresql:\n  listen: 0.0.0.0:5432\n',
    };
    const tasks = (name: string) => ({
      ...files,
      'roles/store/tasks/main.yml': `- name: Get the store\n  apt:\n    name: [${name}, jq]\n`,
    });
    assert.deepEqual(weights(rule, files), []);
    assert.deepEqual(weights(rule, tasks('etcd')), []);
    assert.deepEqual(weights(rule, tasks('etcd-server')), []);
  });

  it('or less, where it is tried out, but for what commits wait for', () => {
    const files = {
      'README.md': '# Patroni playground\n',
      'patroni.yml':
        "scope: shop\nname: n1\netcd3:\n  hosts: e1:2379\npostgresql:\n  listen: 0.0.0.0:5432\n  parameters:\n    synchronous_standby_names: '*'\n",
    };
    assert.deepEqual(weights('patroni-plain-sync-names', files), ['info']);
  });
});
