import assert from 'node:assert/strict';
import { readShell } from '../../../../server/src/documents/readers/shell-words.js';
import { at, env, one, services, started, words } from './support.js';

describe('services of units, Procfiles and scripts', () => {
  it('reads a unit with its environment', () => {
    const [unit] = services(
      'etcd.service',
      '[Service]\r\nEnvironment=ETCD_NAME=n1 "ETCD_DATA_DIR=/var/lib/my etcd"\r\nEnvironment=X=$HOST\r\nExecStart=-/usr/bin/etcd --name ${ETCD_NAME} \\\r\n  --heartbeat-interval=100 \\\r\n  --peer ${PEER}\r\nRestart=always\r\n',
    );
    assert.deepEqual(words(unit!), [
      '/usr/bin/etcd',
      '--name',
      'n1',
      '--heartbeat-interval=100',
      '--peer',
      '${PEER}',
    ]);
    assert.deepEqual(env(unit!), { ETCD_NAME: 'n1', ETCD_DATA_DIR: '/var/lib/my etcd', X: '?' });
    assert.equal(at(unit!.env.get('ETCD_DATA_DIR')!.origin), '/var/lib/my etcd');
    assert.equal(at(unit!.args[3]!.origin), '--heartbeat-interval=100');
    assert.equal(unit!.name, 'etcd');
  });

  it('knows nothing of what a file on the machine goes over, nor of what systemd fills in', () => {
    const [unit] = services(
      'etcd.service',
      '[Service]\nEnvironment=ETCD_NAME=n1\nEnvironmentFile=-/etc/etcd.env\nExecStart=/usr/bin/etcd --name ${ETCD_NAME} --wal-dir /data/wal%%1\n',
    );
    assert.deepEqual(words(unit!), ['/usr/bin/etcd', '--name', '${ETCD_NAME}', '--wal-dir', '/data/wal%1']);
    assert.deepEqual(env(unit!), { ETCD_NAME: '?' });
    assert.deepEqual(
      unit!.envFiles.map(({ text }) => text),
      ['/etc/etcd.env'],
    );
    const [other] = services(
      'node@.service',
      '[Service]\nEnvironment=ETCD_NAME=%H ETCD_DATA_DIR=/data/%%\nExecStart=/usr/bin/etcd --name %i\n',
    );
    assert.deepEqual(env(other!), { ETCD_NAME: '?', ETCD_DATA_DIR: '/data/%%' });
    assert.ok(!words(other!).includes('%i'));
  });

  it('reads a Procfile, comments left out', () => {
    const all = services(
      'Procfile',
      "# one\netcd1: bin/etcd --name a --cluster 'a=http://x:1,b=http://y:2'\n#etcd2: bin/etcd\netcd3: bin/etcd \\\n  --name c\n",
    );
    assert.deepEqual(
      all.map(({ name }) => name),
      ['etcd1', 'etcd3'],
    );
    assert.equal(at(all[0]!.args[4]!.origin), 'a=http://x:1,b=http://y:2');
    assert.deepEqual(words(all[1]!), ['bin/etcd', '--name', 'c']);
  });

  it('reads the commands of a script, with what it knows of variables', () => {
    const text = `#!/bin/bash
set -e
NAME=infra1
export TOKEN="abc def"
if [ -z "$1" ]; then exit 1; fi
etcd --name "$NAME" --token "\${TOKEN}" --data \${DIR} \\
  --peer http://h:2380 > /dev/null 2>&1 &
docker run -d --rm --name db -e A=1 -e "B=x y" -v $PWD/my.cnf:/etc/my.cnf -p 33060:3306 mysql:8.0 --server-id=1 # end
kafka-topics.sh --create --topic t --replication-factor 3 | tee log; mongod --replSet rs0
`;
    const all = services('run.sh', text);
    const etcd = one(all, 'etcd');
    assert.deepEqual(words(etcd), [
      'etcd',
      '--name',
      'infra1',
      '--token',
      'abc def',
      '--data',
      '${DIR}',
      '--peer',
      'http://h:2380',
    ]);
    const db = one(all, 'db');
    assert.equal(db.image?.text, 'mysql:8.0');
    assert.deepEqual(words(db), ['--server-id=1']);
    assert.deepEqual(env(db), { A: '1', B: 'x y' });
    assert.deepEqual(db.files, [{ hostPath: './my.cnf', containerPath: '/etc/my.cnf' }]);
    assert.deepEqual(db.ports, [3306]);
    assert.equal(words(one(all, 'kafka-topics.sh')).length, 6);
    assert.deepEqual(words(one(all, 'mongod')), ['mongod', '--replSet', 'rs0']);
  });

  it('reads here documents as files', () => {
    const { embedded } = started(
      'up.sh',
      'cat > /etc/redis/redis.conf <<EOF\nappendonly yes\nEOF\ncat <<END | sudo tee -a /etc/my.cnf\n\t[mysqld]\n\tX\nEND\nredis-server\n',
    );
    assert.deepEqual(
      embedded.map(({ name, text }) => [name, text]),
      [
        ['redis.conf', 'appendonly yes\n'],
        ['my.cnf', '\t[mysqld]\n\tX\n'],
      ],
    );
    assert.equal(at(embedded[0]!.origin({ start: 11, end: 14 })), 'yes');
  });

  it('ends with the text, whatever is open', () => {
    for (const text of [
      "a 'b",
      'a "b',
      'a $(b',
      'a ${b',
      'a `b',
      'a \\',
      'a <<EOF\nb',
      'a <<',
      '>',
      "$('",
      '((((',
      'a\0b',
    ])
      assert.ok(readShell(text).length <= 2, text);
    assert.equal(readShell('a b; c | d && e').length, 4);
    assert.deepEqual(
      readShell('x \'a b\'"c"\\ d # no')[0]!.words.map(({ text }) => text),
      ['x', 'a bc d'],
    );
    readShell('${'.repeat(20_000));
    readShell('$('.repeat(20_000));
  });
});
