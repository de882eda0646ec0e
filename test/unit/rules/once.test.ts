import { strict as assert } from 'node:assert';
import { fixesOf } from '../../../server/src/rules/rule.js';
import { checkClusterRule, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { toldOnce } from '../../../server/src/rules/runner/once.js';
import { clustersIn } from '../support/clusters.js';

describe('what copies have in common', () => {
  const rules = clusterRules({ rules: {} });
  /** What the rule says of all of these files: lines, with how many other places are named. */
  function told(rule: string, files: Readonly<Record<string, string>>) {
    const clusters = clustersIn(files);
    const context = { clusters, schemas: [], objectives: {} };
    const found = clusters.flatMap(cluster =>
      rules
        .filter(each => each.rule.id === rule)
        .flatMap(each => checkClusterRule(cluster, each, context, assert.fail))
        .map(finding => ({ cluster, finding })),
    );
    return toldOnce(found);
  }
  const agent = (name: string, client: string) =>
    `server = true\nbootstrap_expect = 1\ndatacenter = "${name}"\nnode_name = "${name}"\n${client}\n`;

  it('is told once, with the other places, whatever they are called', () => {
    const found = told('consul-open-to-all', {
      'east/consul.hcl': agent('east', 'client_addr = "0.0.0.0"'),
      'west/consul.hcl': agent('west', 'client_addr = "0.0.0.0"'),
    });
    assert.equal(found.length, 1);
    assert.match(found[0]!.origin.unit.uri, /east/);
    assert.deepEqual(
      found[0]!.related?.map(({ origin }) => origin.unit.uri.split('/').at(-2)),
      ['west'],
    );
  });

  it('is told once where a member bears a name that is a word of the text', () => {
    const patroni = (name: string, host: string) =>
      `scope: ${name}\nname: ${name}\netcd3:\n  hosts: 10.0.0.1:2379\nbootstrap:\n  dcs:\n    synchronous_mode: true\npostgresql:\n  connect_address: ${host}:5432\n`;
    const found = told('patroni-sync-not-strict', {
      'docker/patroni.yml': patroni('pg1', '{{ one }}'),
      'installer/files/config/patroni.yml.j2': patroni('node', '{{ other }}'),
    });
    assert.equal(found.length, 1);
    assert.equal(found[0]!.related?.length, 1);
  });

  it('is told of each where the lines differ', () => {
    const found = told('consul-open-to-all', {
      'east/consul.hcl': agent('east', 'client_addr = "0.0.0.0"'),
      'west/consul.hcl': agent('west', '"client_addr" = "0.0.0.0"'),
    });
    assert.equal(found.length, 2);
    assert.ok(found.every(({ related }) => related === undefined));
  });

  it('is told once where nothing but blanks and a comment behind it differ', () => {
    const found = told('consul-open-to-all', {
      'east/consul.hcl': agent('east', 'client_addr = "0.0.0.0"'),
      'west/consul.hcl': agent('west', 'client_addr  ="0.0.0.0" # everywhere'),
    });
    assert.equal(found.length, 1);
    assert.equal(found[0]!.related?.length, 1);
  });

  it('is mended everywhere by one fix', () => {
    const node = (n: number) =>
      `  db${n}:\n    image: mongo:3.6\n    command: mongod --replSet rs0 --nojournal\n`;
    const found = told('mongo-journal-off', {
      'compose.yml': `services:\n${node(1)}${node(2)}`,
    });
    assert.equal(found.length, 1);
    const fixes = fixesOf(found[0]!);
    assert.equal(fixes.length, 1);
    assert.equal(fixes[0]!.edits.length, 2);
  });
});
