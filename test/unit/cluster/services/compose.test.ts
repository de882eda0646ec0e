import assert from 'node:assert/strict';
import {
  instancesOf,
  repositoryOf,
  resolvedUri,
  tagOf,
} from '../../../../server/src/cluster/services/index.js';
import { at, env, one, services, started, words } from './support.js';

describe('services of compose files', () => {
  it('reads names, image, ports and replicas', () => {
    const all = services(
      'compose.yml',
      `name: shop
services:
  db:
    image: "postgres:16.2"
    container_name: shop-db
    hostname: primary
    networks:
      back:
        aliases: [writer, "rw"]
        ipv4_address: 10.0.0.5
    ports: ["127.0.0.1:6000:5432", 8008]
    expose: ["9000/tcp"]
    deploy:
      replicas: 3
      labels: { zone: a }
    profiles: [full]
`,
    );
    const db = one(all, 'db');
    assert.deepEqual(db.hosts, ['db', 'shop-db', 'primary', 'writer', 'rw', '10.0.0.5']);
    assert.equal(db.image?.text, 'postgres:16.2');
    assert.equal(at(db.image!.origin), 'postgres:16.2');
    assert.deepEqual(db.ports, [5432, 8008, 9000]);
    assert.equal(db.replicas, 3);
    assert.deepEqual(db.site, { zone: 'a' });
    assert.equal(db.group, 'shop');
    assert.equal(at(db.origin), 'db');
    assert.deepEqual(
      instancesOf(db).instances.map(({ name }) => name),
      ['db-1', 'db-2', 'db-3'],
    );
  });

  it('reads the environment as a map and as a list, with exact places', () => {
    const text = `services:
  a:
    image: x
    environment:
      A: "1"
      B: 3.10
      C: yes
      D:
      E: \${E:-five}
      F: \${F}
      G: costs $$ 5
      H: 'x\${H-}y'
  b:
    image: x
    environment:
      - A=1
      - "B=two words"
      - C
      - D=a=b
      - E=\${E:-\${D:-d}}
      - 'F=\${F:?needed}'
`;
    const all = services('compose.yaml', text);
    assert.deepEqual(env(one(all, 'a')), {
      A: '1',
      B: '3.10',
      C: 'yes',
      D: '?',
      E: 'five',
      F: '?',
      G: 'costs $ 5',
      H: 'xy',
    });
    assert.deepEqual(env(one(all, 'b')), { A: '1', B: 'two words', C: '?', D: 'a=b', E: 'd', F: '?' });
    const b = one(all, 'b').env;
    assert.equal(at(b.get('B')!.origin), 'two words');
    assert.equal(at(b.get('B')!.keyOrigin), 'B');
    assert.equal(at(b.get('D')!.origin), 'a=b');
    assert.equal(at(one(all, 'a').env.get('A')!.origin), '1');
  });

  it('follows anchors, merge keys and extends within the file', () => {
    const all = services(
      'docker-compose.yml',
      `x-node: &node
  image: redis:7
  environment: &env { A: "1", B: "2" }
services:
  base:
    <<: *node
    command: redis-server --port 7000
  one:
    extends: { service: base }
    environment:
      <<: *env
      B: own
  two:
    extends: base
    scale: &n 2
  three:
    image: x
    scale: *n
`,
    );
    assert.deepEqual(env(one(all, 'one')), { A: '1', B: 'own' });
    assert.deepEqual(words(one(all, 'one')), ['redis-server', '--port', '7000']);
    assert.equal(one(all, 'two').replicas, 2);
    assert.equal(one(all, 'three').replicas, 2);
    assert.equal(one(all, 'two').image?.text, 'redis:7');
  });

  it('splits commands like a shell, and takes the command that stays of a script', () => {
    const text = `services:
  a:
    image: x
    command: mongod --replSet "rs 0" --bind_ip_all
  b:
    image: x
    entrypoint: ["etcd"]
    command:
      - --name=b
      - --x=\${X:-1}
  c:
    image: x
    command: >
      sh -c "mkdir -p /d &&
             exec redis-server --port 7000 --appendonly yes"
  d:
    image: x
    command:
      - bash
      - -ec
      - |
        sleep 5
        until nc -z zk 2181; do sleep 1; done
        cockroach start --join=a,b \\
          --locality=region=eu
`;
    const all = services('compose.yml', text);
    assert.deepEqual(words(one(all, 'a')), ['mongod', '--replSet', 'rs 0', '--bind_ip_all']);
    assert.deepEqual(
      one(all, 'a').args.map(({ origin }) => at(origin)),
      ['mongod', '--replSet', 'rs 0', '--bind_ip_all'],
    );
    assert.deepEqual(words(one(all, 'b')), ['etcd', '--name=b', '--x=1']);
    assert.deepEqual(words(one(all, 'c')), ['redis-server', '--port', '7000', '--appendonly', 'yes']);
    assert.deepEqual(words(one(all, 'd')), ['cockroach', 'start', '--join=a,b', '--locality=region=eu']);
    assert.deepEqual(
      one(all, 'd').args.map(({ origin }) => at(origin)),
      words(one(all, 'd')),
    );
  });

  it('reads mounts, env files, and configs that stand in the file', () => {
    const text = `services:
  db:
    image: postgres:16
    env_file: [db.env, { path: more.env, required: false }]
    volumes:
      - ./conf/postgresql.conf:/etc/postgresql.conf:ro
      - data:/var/lib
      - { type: bind, source: ./hba, target: /etc/hba }
    configs:
      - source: conf
        target: /etc/postgresql/postgresql.conf
configs:
  conf:
    content: |
      # here
      synchronous_commit = off
        max_wal_senders = 3
`;
    const { services: all, embedded } = started('n/compose.yml', text);
    const db = one(all, 'db');
    assert.deepEqual(
      db.envFiles.map(each => each.text),
      ['db.env', 'more.env'],
    );
    assert.deepEqual(
      db.files.map(({ containerPath, hostPath }) => [containerPath, hostPath]),
      [
        ['/etc/postgresql.conf', './conf/postgresql.conf'],
        ['/etc/hba', './hba'],
        ['/etc/postgresql/postgresql.conf', undefined],
      ],
    );
    assert.equal(embedded.length, 1);
    const [file] = embedded;
    assert.equal(file!.name, 'postgresql.conf');
    assert.equal(db.files[2]!.embedded, file);
    for (const said of ['synchronous_commit', 'off', 'max_wal_senders', '3']) {
      const start = file!.text.indexOf(said);
      assert.equal(at(file!.origin({ start, end: start + said.length })), said);
    }
    assert.equal(resolvedUri('file:///w/n/compose.yml', '../conf/a b.conf'), 'file:///w/conf/a%20b.conf');
    assert.equal(resolvedUri('file:///w/compose.yml', '/etc/x'), undefined);
  });

  it('says what a template or a mode leaves open', () => {
    const all = services(
      'compose.yml.j2',
      'services:\n  a:\n    image: redis:{{ v }}\n    deploy: { replicas: 3 }\n    environment:\n      A: "{{ a }}"\n  b:\n    image: x\n    deploy: { mode: global }\n  c:\n    image: x\n    deploy:\n      replicas: ${N}\n',
    );
    assert.equal(env(one(all, 'a')).A, '?');
    assert.equal(one(all, 'b').replicas, undefined);
    assert.equal(one(all, 'c').replicas, undefined);
    assert.equal(instancesOf(one(all, 'c')).open, true);
  });

  it('bears broken text, tabs, CRLF and bombs', () => {
    assert.deepEqual(
      words(
        one(
          services(
            'compose.yml',
            'services:\r\n  a:\r\n    image: x\r\n    command: |\r\n      a b\r\n      c\r\n',
          ),
          'a',
        ),
      ),
      ['a', 'b', 'c'],
    );
    for (const text of [
      'services:',
      'services: []',
      'services: {a: {image: [}}',
      'services:\n\ta:\n\t\timage: x',
      'services:\n  a: &a\n    image: x\n    b: *a\n',
    ])
      services('compose.yml', text);
    let bomb = 'a0: &a0 [x, x]\n';
    for (let i = 1; i < 30; i++) bomb += `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]\n`;
    services('compose.yml', `${bomb}services:\n  a:\n    image: x\n    command: *a29\n`);
    assert.equal(
      instancesOf(
        one(services('compose.yml', 'services: {a: {image: x, deploy: {replicas: 999999999}}}'), 'a'),
      ).instances.length,
      1000,
    );
  });

  it('is not taken in by other YAML', () => {
    assert.equal(services('a.yml', 'services:\n  - x\n').length, 0);
    assert.equal(services('ci.yml', 'jobs: {test: {services: {pg: {image: postgres}}}}').length, 0);
  });

  it('takes images apart', () => {
    assert.equal(repositoryOf('docker.io/library/postgres:16'), 'postgres');
    assert.equal(repositoryOf('localhost:5000/bitnami/redis@sha256:1'), 'bitnami/redis');
    assert.equal(tagOf('a:5000/b'), undefined);
    assert.equal(tagOf('redis:7.2-alpine'), '7.2-alpine');
    assert.equal(tagOf('redis:${V}'), undefined);
  });
});
