import { strict as assert } from 'node:assert';
import { clustersIn } from '../../support/clusters.js';

const SERVER = 'port 6379\nreplicaof 10.0.0.1 6379\n';

/** Files of servers that nothing puts in place. */
function left(files: Record<string, string>): readonly string[] {
  return clustersIn(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])),
  )
    .filter(({ idle }) => idle)
    .flatMap(({ sources }) =>
      sources.flatMap(uri => (uri.endsWith('.conf') ? [uri.slice('file:///w/'.length)] : [])),
    )
    .sort();
}

const compose = (volume = '') =>
  `services:\n  cache:\n    image: redis:7\n${volume === '' ? '' : `    volumes: ["${volume}"]\n`}`;

describe('what no container gets', () => {
  it('configures no server where its system runs in containers', () => {
    assert.deepEqual(left({ 'redis/redis.conf': SERVER }), []);
    assert.deepEqual(left({ 'redis/redis.conf': SERVER, 'compose.yaml': compose() }), ['redis/redis.conf']);
    // Another system's containers tell nothing of it.
    assert.deepEqual(
      left({ 'redis/redis.conf': SERVER, 'compose.yaml': 'services:\n  db:\n    image: mysql:8\n' }),
      [],
    );
    // The text of a manifest goes there, and what lies beside it does not.
    const manifest =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: redis\ndata:\n  redis.conf: |\n    port 6379\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: redis\nspec:\n  template:\n    spec:\n      containers:\n        - name: redis\n          image: redis:7\n';
    assert.deepEqual(left({ 'redis/conf/redis.conf': SERVER, 'redis/redis.yaml': manifest }), [
      'redis/conf/redis.conf',
    ]);
  });

  it('but for what is mounted, copied or spoken of', () => {
    const file = { 'redis/redis.conf': SERVER };
    for (const others of [
      { 'compose.yaml': compose('./redis/redis.conf:/etc/redis.conf') },
      { 'compose.yaml': compose('./redis:/etc/redis') },
      // The folder of the machine may be the project's, or a copy of it.
      { 'compose.yaml': compose('/opt/redis:/etc/redis') },
      { 'compose.yaml': compose('/opt/caches/redis.conf:/etc/redis.conf') },
      { 'compose.yaml': compose(), 'start.sh': '#!/bin/sh\ndocker cp redis/redis.conf cache:/etc/\n' },
      { 'compose.yaml': compose(), Makefile: 'up:\n\tdocker run -v ./redis/redis.conf:/r.conf redis\n' },
      { 'compose.yaml': compose(), 'README.md': '# Cache\n\nPut `redis.conf` into /etc of the container.\n' },
      { 'compose.yaml': compose(), 'redis/Dockerfile': 'FROM redis:7\nCOPY . /etc/redis/\n' },
      { 'compose.yaml': compose(), 'docker/Dockerfile': 'FROM redis:7\nCOPY redis /etc/redis\n' },
    ] as readonly Record<string, string>[])
      assert.deepEqual(left({ ...file, ...others }), [], JSON.stringify(others));
    const tree = '# Cache\n\n```\n├── redis\n│   └── redis.conf\n```\n\n- `redis.conf` - settings\n';
    assert.deepEqual(left({ ...file, 'compose.yaml': compose(), 'README.md': tree }), ['redis/redis.conf']);
  });
});

describe('what a chart does not take', () => {
  it('configures no server', () => {
    const chart = { 'chart/Chart.yaml': 'name: cache\nversion: 1.0.0\n', 'chart/files/redis.conf': SERVER };
    const template = (data: string) => ({
      ...chart,
      'chart/templates/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cache\ndata:\n  redis.conf: |\n${data}`,
    });
    assert.deepEqual(left(template('    port 6379\n')), ['chart/files/redis.conf']);
    assert.deepEqual(left(template('{{ .Files.Get "files/redis.conf" | indent 4 }}\n')), []);
    assert.deepEqual(left(template('{{ (.Files.Glob "files/*").AsConfig | indent 2 }}\n')), []);
  });
});

describe('values of charts that nothing chooses', () => {
  const values =
    'architecture: replication\nsentinel:\n  enabled: true\nreplica:\n  replicaCount: 3\nimage:\n  repository: bitnami/redis\n';
  const chart = (publisher = 'Shop') => `name: redis\nversion: 1.0.0\nmaintainers:\n  - name: ${publisher}\n`;
  const idle = (files: Record<string, string>) =>
    clustersIn(Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///w/${path}`, text])))
      .filter(each => each.idle)
      .flatMap(({ sources }) => sources.map(uri => uri.slice('file:///w/'.length)));

  it('configure nothing', () => {
    const inner = { 'shop/charts/redis/Chart.yaml': chart(), 'shop/charts/redis/values.yaml': values };
    assert.deepEqual(idle(inner), []);
    assert.deepEqual(idle({ ...inner, 'shop/Chart.yaml': chart() }), ['shop/charts/redis/values.yaml']);
    const other = { 'redis/values-production.yaml': values };
    assert.deepEqual(idle({ ...other, 'redis/Chart.yaml': chart() }), []);
    assert.deepEqual(idle({ ...other, 'redis/Chart.yaml': chart('Bitnami') }), [
      'redis/values-production.yaml',
    ]);
    const up = '#!/bin/sh\nhelm upgrade -i cache redis -f redis/values-production.yaml\n';
    assert.deepEqual(idle({ ...other, 'redis/Chart.yaml': chart('Bitnami'), 'up.sh': up }), []);
  });
});

describe('what a server does not read', () => {
  const conf = { 'pg/postgresql.conf': "wal_level = minimal\nprimary_conninfo = 'host=n1'\n" };
  const db = (more: string) => ({
    ...conf,
    'compose.yaml': `services:\n  db:\n    image: postgres:16\n${more}`,
  });

  it('is what the image of PostgreSQL is not told of', () => {
    const mounted = '    volumes: ["./pg/postgresql.conf:/etc/postgresql/postgresql.conf"]\n';
    assert.deepEqual(left(db(mounted)), ['pg/postgresql.conf']);
    assert.deepEqual(
      left(db(`${mounted}    command: postgres -c config_file=/etc/postgresql/postgresql.conf\n`)),
      [],
    );
    assert.deepEqual(left(db(mounted.replace('/etc/postgresql/', '/var/lib/postgresql/data/'))), []);
    const copy =
      '#!/bin/sh\ncat pg/postgresql.conf | docker exec -i db tee /var/lib/postgresql/data/postgresql.conf\n';
    assert.deepEqual(left({ ...db(mounted), 'up.sh': copy }), []);
  });

  it('nor what a manifest mounts elsewhere', () => {
    const manifest = (args: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: db\ndata:\n  pg_hba.conf: |\n    host replication all 0.0.0.0/0 scram-sha-256\n---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n        - name: db\n          image: postgres:15-alpine\n${args}          volumeMounts:\n            - name: config\n              mountPath: /etc/postgresql\n      volumes:\n        - name: config\n          configMap:\n            name: db\n`;
    const access = (args: string) =>
      clustersIn({ 'file:///w/db.yaml': manifest(args) }).flatMap(({ members }) =>
        members.flatMap(({ settings }) => settings.postgres?.written.map(({ key }) => key) ?? []),
      );
    assert.equal(access('').length, 0);
    assert.notEqual(access('          args: ["-c", "hba_file=/etc/postgresql/pg_hba.conf"]\n').length, 0);
  });
});
