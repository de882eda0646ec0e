import { strict as assert } from 'node:assert';
import { isLeftOut, listingsOf } from '../../../../server/src/cluster/placing/left-out.js';
import { Source } from '../../../../server/src/cluster/source.js';
import { clustersIn } from '../../support/clusters.js';

/** Whether a file is left out of what others list. */
function isOut(path: string, files: Record<string, string>): boolean {
  const listings = Object.entries(files).flatMap(([name, text]) =>
    listingsOf(new Source(`file:///w/${name}`, text)),
  );
  return isLeftOut(`file:///w/${path}`, listings);
}

const K = 'apps/cache/kustomization.yaml';

describe('files that nothing lists though siblings are listed', () => {
  it('stand beside a kustomization', () => {
    const list = (...lines: string[]) => ({ [K]: `kind: Kustomization\n${lines.join('\n')}\n` });
    assert.equal(isOut('apps/cache/old.yaml', list('resources:', '  - ./cache.yaml')), true);
    assert.equal(isOut('apps/cache/old.yaml', list('resources:', '  - cache.yaml', '  # - old.yaml')), true);
    assert.equal(isOut('apps/cache/cache.yaml', list('resources:', '  - ./cache.yaml')), false);
    assert.equal(
      isOut('apps/cache/p.yaml', list('resources: [c.yaml]', 'patches:', '  - path: p.yaml')),
      false,
    );
    assert.equal(isOut('apps/cache/sub/old.yaml', list('resources:', '  - ./cache.yaml')), false);
    // It only changes what another one lists.
    assert.equal(isOut('apps/cache/old.yaml', list('images:', '  - name: a.yaml')), false);
    // Something else takes it.
    const own = list('resources:', '  - ./cache.yaml');
    assert.equal(
      isOut('apps/cache/old.yaml', { ...own, 'a/kustomization.yml': 'resources:\n- ../old.yaml\n' }),
      false,
    );
    assert.equal(
      isOut('apps/cache/old.yaml', { ...own, 'up.sh': 'kubectl apply -f apps/cache/old.yaml\n' }),
      false,
    );
    assert.equal(isOut('apps/cache/old.yaml', { ...own, 'README.md': '`kubectl apply -f cache/`\n' }), false);
  });

  it('are not taken by serverless.yml, which takes others of the folder', () => {
    const takes = (path: string) => ({ 'serverless.yml': `resources:\n  - \${file(${path})}\n` });
    assert.equal(isOut('resources/old.yml', takes('resources/tables.yml')), true);
    assert.equal(isOut('resources/tables.yml', takes('./resources/tables.yml')), false);
    assert.equal(isOut('resources/old.yml', takes('./other/tables.yml')), false);
    assert.equal(isOut('resources/old.yml', takes('resources/${self:custom.kind}.yml')), false);
    assert.equal(isOut('old.yml', takes('resources/tables.yml')), false);
  });

  it('configure nothing', () => {
    const set = (name: string) =>
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ${name}}\nspec:\n  replicas: 3\n  serviceName: ${name}\n  template:\n    spec:\n      containers:\n        - name: db\n          image: cassandra:4.1\n`;
    const idle = (list: string) =>
      clustersIn({
        'file:///w/db/old.yaml': set('ring'),
        'file:///w/db/kustomization.yaml': `resources:\n  - ${list}\n`,
      }).map(cluster => cluster.idle === true);
    assert.deepEqual(idle('other.yaml'), [true]);
    assert.deepEqual(idle('old.yaml'), [false]);
  });

  it('lie beside manifests that a script applies one by one', () => {
    const set = (name: string) =>
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ${name}}\nspec:\n  replicas: 3\n  serviceName: ${name}\n  template:\n    spec:\n      containers:\n        - name: db\n          image: cassandra:4.1\n`;
    const idle = (...lines: readonly string[]) =>
      clustersIn({
        'file:///w/k8s/a.yaml': set('a'),
        'file:///w/k8s/b.yaml': set('b'),
        'file:///w/k8s/c.yaml': set('c'),
        'file:///w/deploy.sh': `#!/bin/sh\n${lines.map(line => `kubectl apply -f ${line}\n`).join('')}`,
      }).flatMap(({ idle: left, sources }) => (left ? sources.map(uri => uri.slice(-6)) : []));
    assert.deepEqual(idle('k8s/a.yaml', 'k8s/b.yaml'), ['c.yaml']);
    assert.deepEqual(idle('k8s/a.yaml'), []);
    assert.deepEqual(idle('k8s/a.yaml', 'k8s/b.yaml', 'k8s/c.yaml'), []);
    assert.deepEqual(idle('k8s/a.yaml', 'k8s/b.yaml', 'k8s/'), []);
  });
});
