import { strict as assert } from 'node:assert';
import { clustersIn } from '../support/clusters.js';

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: crdb
spec:
  serviceName: crdb
  replicas: 2
  template:
    spec:
      containers:
        - name: crdb
          image: cockroachdb/cockroach:v24.1.0
          command: ["cockroach", "start", "--insecure", "--join=crdb-0.crdb,crdb-1.crdb"]
`;

/** Whether the number of members of the only cluster is known beside this file. */
function isOpen(path: string, text: string): boolean {
  const clusters = clustersIn({ 'base/crdb.yaml': SET, [path]: text });
  assert.equal(clusters.length, 1);
  return clusters[0]!.open;
}

describe('files that set the number of pods of others', () => {
  it('leave it unknown: kustomizations, patches, autoscalers', () => {
    assert.equal(isOpen('base/notes.yaml', 'a: 1\n'), false);
    assert.equal(
      isOpen('prod/kustomization.yaml', 'resources: [../base]\nreplicas:\n  - name: crdb\n    count: 5\n'),
      true,
    );
    assert.equal(
      isOpen('prod/kustomization.yaml', 'resources: [../base]\nreplicas:\n  - name: web\n    count: 5\n'),
      false,
    );
    const patch = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: crdb\nspec:\n  replicas: 5\n';
    assert.equal(isOpen('prod/replicas.yaml', patch), true);
    assert.equal(
      isOpen('prod/kustomization.yaml', `patches:\n  - patch: |\n${patch.replace(/^/gm, '      ')}\n`),
      true,
    );
    assert.equal(
      isOpen(
        'prod/kustomization.yaml',
        'patches:\n  - target: { kind: StatefulSet, name: crdb }\n    patch: |-\n      - op: replace\n        path: /spec/replicas\n        value: 5\n',
      ),
      true,
    );
    assert.equal(
      isOpen(
        'base/scale.yaml',
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: x\nspec:\n  scaleTargetRef:\n    kind: StatefulSet\n    name: crdb\n  maxReplicas: 9\n',
      ),
      true,
    );
  });

  it('leave it unknown: values of an environment over those of the chart', () => {
    const values = 'image:\n  repository: bitnami/etcd\n  tag: 3.5.9\nreplicaCount: 2\n';
    const open = (path: string, text: string) =>
      clustersIn({ 'chart/values.yaml': values, [path]: text })[0]?.open;
    assert.equal(open('chart/README.txt', ''), false);
    assert.equal(open('chart/values-prod.yaml', 'replicaCount: 3\n'), true);
    assert.equal(open('chart/values-prod.yaml', 'ingress:\n  host: a\n'), false);
    assert.equal(open('other/deep/values-prod.yaml', 'replicaCount: 3\n'), false);
  });
});
