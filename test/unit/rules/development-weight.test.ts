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

describe('what is said of clusters weighs less', () => {
  it('where all members of a replica set are services of one composition', () => {
    const init = {
      'init.js':
        'rs.initiate({_id: "rs0", members: [{_id: 0, host: "db1:27017"}, {_id: 1, host: "db2:27017", priority: 0}, {_id: 2, host: "db3:27017", priority: 0}]})\n',
    };
    const services = [1, 2, 3]
      .map(n => `  db${n}:\n    image: mongo:7\n    command: mongod --replSet rs0\n`)
      .join('');
    assert.deepEqual(weights('mongo-single-electable', init), ['warning']);
    assert.deepEqual(
      weights('mongo-single-electable', { ...init, 'compose.yml': `services:\n${services}` }),
      [],
    );
  });

  it('where the default of a bound on loss is written out, as where it is left out', () => {
    const files = (line: string) =>
      Object.fromEntries(
        [1, 2, 3].flatMap(n => [
          [
            `n${n}/redis.conf`,
            `bind 10.0.0.${n}\nappendonly yes\n${line}${n > 1 ? 'replicaof 10.0.0.1 6379\n' : ''}`,
          ],
          [`n${n}/sentinel.conf`, `bind 10.0.0.${n}\nsentinel monitor main 10.0.0.1 6379 2\n`],
        ]),
      );
    assert.deepEqual(weights('redis-unbounded-loss', files('')), ['info']);
    assert.deepEqual(weights('redis-unbounded-loss', files('min-replicas-to-write 0\n')), ['info']);
  });

  it('nothing, where a template writes a setting only when a variable is set', () => {
    const template = (line: string) => ({
      'templates/elasticsearch.yml.j2': `# Elasticsearch 8.11\ncluster.name: logs\n${line}`,
    });
    for (const [rule, line] of [
      ['search-removed-setting', 'node.master: true\n'],
      ['search-index-settings-in-node-file', 'index.number_of_replicas: 2\n'],
    ] as const) {
      assert.deepEqual(weights(rule, template(line)), ['error'], rule);
      assert.deepEqual(weights(rule, template(`{% if kept is defined %}\n${line}{% endif %}\n`)), [], rule);
    }
  });
});
