import { strict as assert } from 'node:assert';
import { untakenBranches } from '../../../../server/src/cluster/placing/branches.js';
import { type Given, valuesIn } from '../../../../server/src/cluster/placing/values.js';
import { checkCluster, clusterRules } from '../../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../../support/clusters.js';

const VALUES: readonly (readonly [string, readonly Given[]])[] = [
  ['store', ['etcd']],
  ['either', ['etcd', 'raft']],
  ['on', ['true', 'yes']],
  ['off', ['false']],
  ['list', [undefined]],
];

/** The parts of a text that nothing takes. */
function untaken(text: string): readonly string[] {
  const given = new Map(VALUES.map(([name, values]) => [name, new Set(values)]));
  return untakenBranches(text, given).map(({ start, end }) => text.slice(start, end));
}

const both = (condition: string) => untaken(`{% if ${condition} %}A{% else %}B{% endif %}`).join();

describe('branches that no value in the project takes', () => {
  it('are those whose condition holds for no value, or that stand behind one that always does', () => {
    for (const [condition, expected] of [
      ["store == 'raft'", 'A'],
      ['store == "etcd"', 'B'],
      ["store != 'etcd'", 'A'],
      ["either == 'raft'", ''],
      ["either == 'consul'", 'A'],
      ['on', 'B'],
      ['on | bool', 'B'],
      ['on == true', 'B'],
      ['off', 'A'],
      ['not off', 'B'],
      ['list', ''],
      ["list == 'a'", ''],
      ['nowhere', 'A'],
      ['nowhere is defined', 'A'],
      ['nowhere is not defined', 'B'],
      ['nowhere | default(true)', 'B'],
      ['nowhere | default(other)', 'B'],
      ['store is defined', ''],
      ["on and store == 'raft'", 'A'],
      ["list or store == 'raft'", ''],
      ["off or store == 'raft'", 'A'],
      ['(nowhere)', 'A'],
    ])
      assert.equal(both(condition!), expected, condition);
  });

  it('are not told where a condition is of something else', () => {
    for (const condition of [
      "groups['db'] | length > 1",
      'ansible_os_family == "Debian"',
      'redis_role == "replica"',
      'inventory_hostname in nowhere',
      'nowhere > 3',
      'nowhere == other',
      'item.nowhere',
      '((((',
      '',
    ])
      assert.equal(both(condition), '', condition);
    assert.deepEqual(untaken('{% set nowhere = 1 %}{% if nowhere %}A{% endif %}'), []);
    assert.deepEqual(untaken('{% for nowhere in list %}{% if nowhere.a %}A{% endif %}{% endfor %}'), []);
  });

  it('follow each other, and stand in each other', () => {
    const chain = (value: string) =>
      untaken(
        `{% if store == 'raft' %}R{% elif store == '${value}' %}E{%- elif list %}L{% else %}O{% endif %}`,
      );
    assert.deepEqual(chain('etcd'), ['R', 'L', 'O']);
    assert.deepEqual(chain('consul'), ['R', 'E']);
    assert.deepEqual(untaken('{% if list %}{% if off %}A{% endif %}B{% endif %}'), ['A']);
    for (const text of [
      '{% endif %}',
      '{% else %}',
      '{% if off %}A',
      '{% if off %}{% elif',
      '{%'.repeat(9000),
    ])
      assert.doesNotThrow(() => untaken(text));
    assert.doesNotThrow(() => untaken('{% if x %}'.repeat(5000)));
  });

  it('are weighed against what YAML and inventories give', () => {
    const given = (line: string) => valuesIn([line]).map(([name, value]) => `${name}=${value ?? '?'}`);
    assert.deepEqual(given('  store: "etcd"'), ['store=etcd']);
    assert.deepEqual(given('- {name: a, on: yes}'), ['name=a', 'on=yes']);
    assert.deepEqual(given('db1 store=etcd port=5432'), ['store=etcd', 'port=5432']);
    assert.deepEqual(given('store: "{{ other }}"'), ['store=?']);
    assert.deepEqual(given('store:'), ['store=?']);
    assert.deepEqual(given('text: two words'), ['text=?']);
    assert.deepEqual(given("empty: ''"), ['empty=']);
    assert.deepEqual(given('  register: found'), ['register=found', 'found=?']);
  });

  it('are told nothing of', () => {
    const told = (files: Record<string, string>) => {
      const clusters = clustersIn(
        Object.fromEntries(
          Object.entries({
            'roles/search/templates/elasticsearch.yml.j2':
              '# Elasticsearch 8.11\ncluster.name: logs\n{% if kept is defined %}\nindex.number_of_replicas: 2\n{% endif %}\n',
            'roles/search/tasks/main.yml': '- template: src=elasticsearch.yml.j2 dest=/etc/e.yml\n',
            ...files,
          }).map(([path, text]) => [`file:///w/${path}`, text]),
        ),
      );
      const rules = clusterRules({ rules: {} }).filter(
        ({ rule }) => rule.id === 'search-index-settings-in-node-file',
      );
      const context = { clusters, schemas: [], objectives: {} };
      return clusters.flatMap(cluster => checkCluster(cluster, rules, context, line => assert.fail(line)))
        .length;
    };
    assert.equal(told({ 'roles/search/defaults/main.yml': 'other: 1\n' }), 0);
    assert.equal(told({ 'group_vars/all.yml': '---\nother: 1\n' }), 0);
    // An inventory has no ending.
    const defaults = { 'roles/search/defaults/main.yml': 'other: 1\n' };
    assert.equal(told({ ...defaults, hosts: '[search]\nhost1 kept=2\n' }), told({}));
  });
});
