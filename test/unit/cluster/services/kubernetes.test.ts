import assert from 'node:assert/strict';
import { instancesOf } from '../../../../server/src/cluster/services/index.js';
import { at, env, one, services, started, words } from './support.js';

const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata:
  name: conf
data:
  LOG: info
  redis.conf: |
    # comment
    min-replicas-to-write 1
    appendonly yes
  "single.conf": "maxmemory 1mb\\nappendfsync \\"no\\"\\n"
---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {PASS: plain}
---
apiVersion: v1
kind: Service
metadata: {name: redis-hl}
spec:
  clusterIP: None
  selector: {app: redis}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
  namespace: db
spec:
  serviceName: redis-hl
  replicas: 3
  template:
    metadata:
      labels: {app: redis}
    spec:
      nodeSelector: {topology.kubernetes.io/zone: eu-1a}
      topologySpreadConstraints:
        - {topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
              podAffinityTerm: {topologyKey: topology.kubernetes.io/zone}
      initContainers:
        - {name: init, image: busybox}
      containers:
        - name: redis
          image: redis:7.2
          command: ["redis-server", "/conf/redis.conf"]
          args: ["--replica-announce-ip", "$(POD).redis-hl", "--port", "$(PORT)"]
          envFrom:
            - configMapRef: {name: conf}
            - secretRef: {name: other}
          env:
            - {name: PORT, value: "7000"}
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
            - name: PASS
              valueFrom: {secretKeyRef: {name: s, key: PASS}}
          ports: [{containerPort: 7000}]
          volumeMounts:
            - {name: c, mountPath: /conf}
            - {name: c, mountPath: /etc/own.conf, subPath: redis.conf}
      volumes:
        - name: c
          configMap: {name: conf}
`;

describe('services of Kubernetes manifests', () => {
  it('reads a StatefulSet with its ConfigMap, secrets and services', () => {
    const { services: all, embedded } = started('redis.yaml', MANIFEST);
    assert.equal(all.length, 1);
    const redis = one(all, 'redis');
    assert.equal(redis.image?.text, 'redis:7.2');
    assert.deepEqual(words(redis), [
      'redis-server',
      '/conf/redis.conf',
      '--replica-announce-ip',
      '$(POD).redis-hl',
      '--port',
      '7000',
    ]);
    const known = env(redis);
    assert.deepEqual([known.LOG, known.PORT, known.POD, known.PASS], ['info', '7000', '?', 'plain']);
    assert.equal(redis.replicas, 3);
    assert.deepEqual(redis.site, { zone: 'eu-1a' });
    assert.deepEqual(
      redis.spread.map(({ over, hard }) => [over, hard]),
      [
        ['host', true],
        ['zone', false],
      ],
    );
    const { instances } = instancesOf(redis);
    assert.deepEqual(
      instances.map(({ name }) => name),
      ['redis-0', 'redis-1', 'redis-2'],
    );
    assert.ok(instances[1]!.hosts.includes('redis-1.redis-hl.db.svc.cluster.local'));
    assert.ok(
      redis.files.some(
        ({ containerPath, embedded: file }) =>
          containerPath === '/etc/own.conf' && file?.name === 'redis.conf',
      ),
    );
    const [conf, single] = embedded;
    assert.equal(conf!.path, '/conf/redis.conf');
    const start = conf!.text.indexOf('1');
    assert.equal(at(conf!.origin({ start, end: start + 1 })), '1');
    assert.equal(conf!.origin({ start, end: start + 1 }).span.start, MANIFEST.indexOf('write 1') + 6);
    const fsync = single!.text.indexOf('appendfsync');
    assert.equal(at(single!.origin({ start: fsync, end: fsync + 11 })), 'appendfsync');
  });

  it('reads lists, pods, daemon sets and what a template hides', () => {
    const all = services(
      'all.yaml',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: mongo}]}}\n- {apiVersion: v1, kind: DaemonSet, metadata: {name: d}, spec: {template: {spec: {containers: [{name: a, image: b}]}}}}\n',
    );
    assert.deepEqual(
      all.map(({ name, replicas }) => [name, replicas]),
      [
        ['p', 1],
        ['d', undefined],
      ],
    );
    const [chart] = services(
      'statefulset.yaml',
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  {{- if .Values.r }}\n  replicas: {{ .Values.r }}\n  {{- end }}\n  template:\n    spec:\n      containers:\n        - name: a\n          image: "{{ .Values.image }}"\n          env:\n            - name: X\n              value: {{ .Values.x | quote }}\n',
    );
    assert.equal(chart?.replicas, undefined);
    assert.equal(env(chart!).X, '?');
  });

  it('bears broken manifests', () => {
    for (let cut = 0; cut < MANIFEST.length; cut += 37) services('x.yaml', MANIFEST.slice(0, cut));
  });
});

describe('services of Helm values', () => {
  it('finds images at the top and below', () => {
    const all = services(
      'values-prod.yaml',
      'image:\n  registry: docker.io\n  repository: bitnami/redis\n  tag: 7.2.4-debian-12\nreplicaCount: 3\nsentinel:\n  enabled: true\n  image: {repository: bitnami/redis-sentinel}\nextraEnvVars:\n  - {name: A, value: "1"}\n',
    );
    assert.deepEqual(
      all.map(({ name, image, replicas }) => [name, image?.text, replicas]),
      [
        ['redis', 'docker.io/bitnami/redis:7.2.4-debian-12', 3],
        ['sentinel', 'bitnami/redis-sentinel', undefined],
      ],
    );
    assert.equal(env(all[0]!).A, '1');
    assert.equal(all[0]!.node?.kind, 'map');
  });
});
