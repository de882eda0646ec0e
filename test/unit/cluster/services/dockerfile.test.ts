import { strict as assert } from 'node:assert';
import {
  buildOf,
  isDockerfile,
  readServices,
  readStarted,
} from '../../../../server/src/cluster/services/index.js';
import { Source } from '../../../../server/src/cluster/source.js';
import { clusterIn } from '../../support/clusters.js';
import { workspace } from '../../support/workspace.js';

function build(text: string, given?: ReadonlyMap<string, string>) {
  return buildOf(new Source('Dockerfile', text), given);
}

describe('Dockerfiles', () => {
  it('are known by their names', () => {
    for (const name of [
      'Dockerfile',
      'db/Dockerfile.replica',
      'pg.Dockerfile',
      'Containerfile',
      'dockerfile-dev',
    ])
      assert.equal(isDockerfile(new Source(name, '')), true, name);
    for (const name of ['Dockerfiles/readme', 'docker-compose.yml', 'my-dockerfile-notes'])
      assert.equal(isDockerfile(new Source(name, '')), false, name);
  });

  it('tell the image that their last stage goes back to, through stages and arguments', () => {
    const text =
      'ARG PG=14\nFROM --platform=linux/amd64 postgres:${PG} AS base\nFROM golang:1 AS tools\nRUN make\nFROM base\nCOPY --from=tools /x /x\n';
    assert.equal(build(text)!.image.text, 'postgres:14');
    assert.equal(build(text, new Map([['PG', '9.6']]))!.image.text, 'postgres:9.6');
    assert.equal(build('FROM scratch\n'), undefined);
    assert.equal(build('ARG BASE\nFROM $BASE\n'), undefined);
    assert.equal(build('# nothing\n'), undefined);
  });

  it('tell what is copied, and the command', () => {
    const made = build(
      'FROM redis:6\nCOPY conf/redis.conf \\\n  /etc/redis/\nADD https://a.b/c /c\nCOPY ["a.conf", "/b.conf"]\nENTRYPOINT ["/run.sh"]\nCMD redis-server --port 7000\n',
    )!;
    assert.deepEqual(made.copies, [
      { from: 'conf/redis.conf', to: '/etc/redis/redis.conf' },
      { from: 'a.conf', to: '/b.conf' },
    ]);
    assert.deepEqual(made.command, ['/run.sh', 'redis-server', '--port', '7000']);
  });

  it('make a service of a compose file what it is built from', () => {
    const compose =
      'services:\n  one:\n    build: ./one\n  two:\n    build:\n      context: db\n      dockerfile: two.Dockerfile\n      args:\n        - TAG=5.7\n    command: mysqld\n';
    const files: Readonly<Record<string, string>> = {
      'one/Dockerfile': 'FROM mysql:8.0\nCOPY my.cnf /etc/my.cnf\nCMD ["mysqld", "--server-id=7"]\n',
      'db/two.Dockerfile': 'ARG TAG\nFROM mysql:$TAG\nCMD ["mysqld", "--server-id=8"]\n',
    };
    const [one, two] = readStarted(new Source('docker-compose.yml', compose), uri =>
      files[uri] === undefined ? undefined : new Source(uri, files[uri]),
    ).services;
    assert.equal(one!.image!.text, 'mysql:8.0');
    assert.deepEqual(one!.files, [{ containerPath: '/etc/my.cnf', hostPath: './one/my.cnf' }]);
    assert.deepEqual(
      one!.args.map(({ text }) => text),
      ['mysqld', '--server-id=7'],
    );
    assert.equal(two!.image!.text, 'mysql:5.7');
    assert.deepEqual(
      two!.args.map(({ text }) => text),
      ['mysqld'],
    );
    assert.equal(readServices(new Source('docker-compose.yml', compose))[0]!.image, undefined);
  });

  it('bring the version to the config that they copy, and another one when they change', async () => {
    const files = {
      'docker-compose.yml': 'services:\n  main:\n    build: ./main\n',
      'main/Dockerfile': 'FROM postgres:9.6\nCOPY postgresql.conf /etc/postgresql.conf\n',
      'main/postgresql.conf': "wal_level = replica\nsynchronous_standby_names = 's'\n",
    };
    assert.deepEqual(clusterIn(files).versions.postgres?.version, [9, 6]);
    const { write, analyzer } = await workspace(files);
    await write('main/Dockerfile', files['main/Dockerfile'].replace('9.6', '16'));
    const [cluster] = [...analyzer.landscapes().values()][0]!.clusters;
    assert.deepEqual(cluster!.versions.postgres?.version, [16]);
  });
});
