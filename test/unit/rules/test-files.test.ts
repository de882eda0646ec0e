import { strict as assert } from 'node:assert';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { documentUnit } from '../../../server/src/documents/unit.js';
import { serverName } from '../../../server/src/rules/lib/cluster/server-names.js';
import {
  isBesideProject,
  isTestPlace,
  isTrialFile,
} from '../../../server/src/rules/lib/cluster/test-files.js';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

describe('places of tests and samples', () => {
  const at = (uri: string) => ({ unit: documentUnit(uri, ''), span: { start: 0, end: 0 } });
  const project = (...sources: string[]) => sources.map(uri => ({ sources: [uri] }) as unknown as Cluster);

  it('are found by the folders below the project and by the name', () => {
    const clusters = project('file:///w/deploy/es.yml', 'file:///w/pkg/testdata/ml/case/es.yml');
    assert.equal(isTrialFile(at('file:///w/pkg/testdata/ml/case/es.yml'), clusters), true);
    assert.equal(isTrialFile(at('file:///w/deploy/es.yml'), clusters), false);
    assert.equal(isTrialFile(at('file:///w/vagrant/db1-my.cnf'), clusters), true);
    assert.equal(isTrialFile(at('file:///w/conf/orchestrator-simple.conf.json'), clusters), true);
    assert.equal(isTrialFile(at('file:///w/conf/latest.conf.json'), clusters), false);
  });

  it('are no project of its own that stands below such a folder', () => {
    const clusters = project('file:///home/tests/shop/a/es.yml', 'file:///home/tests/shop/b/es.yml');
    assert.equal(isTrialFile(at('file:///home/tests/shop/a/es.yml'), clusters), false);
    assert.equal(isTrialFile(at('file:///home/tests/shop/e2e/a/es.yml'), clusters), true);
  });

  it('are beside the project only where the rest of it stands elsewhere', () => {
    const clusters = project('file:///home/tests/deploy/a.yml', 'file:///home/tests/ci/a.yml');
    assert.equal(isBesideProject(at('file:///home/tests/ci/a.yml'), clusters), true);
    assert.equal(isBesideProject(at('file:///home/tests/deploy/a.yml'), clusters), false);
    assert.equal(isBesideProject(at('file:///home/tests/a.yml'), project('file:///home/tests/a.yml')), false);
  });

  it('are told only what does not work', () => {
    const agent = (more: string) =>
      `server = true\nbootstrap_expect = 1\nclient_addr = "0.0.0.0"\nnode_name = "n1"\n${more}`;
    const clusters = clustersIn({
      'deploy/consul.hcl': agent(''),
      'ci/consul/consul.hcl': agent('bootstrap = true\n'),
    });
    const said = clusters.flatMap(cluster =>
      checkCluster(
        cluster,
        clusterRules({ rules: {} }),
        { clusters, schemas: [], objectives: {} },
        assert.fail,
      ).map(({ rule, origin }) => `${origin.unit.uri.split('/').at(-2)}: ${rule}`),
    );
    assert.deepEqual(said.sort(), ['consul: consul-bootstrap-and-expect', 'deploy: consul-open-to-all']);
  });

  it('are samples for some rules alone', () => {
    const clusters = project('file:///w/conf/a.json', 'file:///w/deploy/b.json');
    assert.equal(isTestPlace(at('file:///w/conf/orchestrator-sample.conf.json'), clusters), false);
    assert.equal(isTestPlace(at('file:///w/tests/orchestrator.conf.json'), clusters), true);
  });
});

describe('names of servers', () => {
  it('that only a file gave are said by the part that a server plays', () => {
    for (const id of ['postgresql', 'setup-primary', 'slave/etc', 'standby', 'postgresql.conf', 'replica#2'])
      assert.equal(serverName({ id }, 'the standby'), 'the standby', id);
    assert.equal(serverName({ id: 'master' }, 'the primary', 'beginning'), 'The primary');
    for (const id of ['pg1', 'replica-eu', 'db-a', 'shop'])
      assert.equal(serverName({ id }, 'the standby'), id);
  });
});
