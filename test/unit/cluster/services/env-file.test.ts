import { strict as assert } from 'node:assert';
import { readServices, Source } from '../../../../server/src/cluster/index.js';
import { readStarted } from '../../../../server/src/cluster/services/index.js';
import { clusterIn, textAt } from '../../support/clusters.js';
import { at } from '../../support/memory-host.js';
import { workspace } from '../../support/workspace.js';

const COMPOSE =
  'services:\n' +
  ['n1', 'n2', 'n3']
    .map(
      n =>
        `  ${n}:\n    image: quay.io/coreos/etcd:v3.5.9\n    env_file:\n      - ./env/common.env\n      - path: env/${n}.env\n        required: false\n    environment:\n      ETCD_HEARTBEAT_INTERVAL: 200\n`,
    )
    .join('');
const COMMON =
  '# all of them\r\nETCD_INITIAL_CLUSTER=n1=http://n1:2380,n2=http://n2:2380,n3=http://n3:2380\r\nETCD_ELECTION_TIMEOUT="2500" # ms\r\nETCD_HEARTBEAT_INTERVAL=900\r\n';
const FILES = {
  'docker-compose.yml': COMPOSE,
  'env/common.env': COMMON,
  'env/n1.env': 'ETCD_NAME=n1\n',
  'env/n2.env': 'export ETCD_NAME=n2\n',
  'env/n3.env': 'ETCD_NAME=n3\nETCD_ELECTION_TIMEOUT=5000\nDB_PASSWORD=x\nA=$B\n',
};

describe('files of env_file', () => {
  it('tell a service its variables: later ones win, and what stands in the compose file over all', () => {
    const cluster = clusterIn(FILES);
    assert.deepEqual(
      cluster.members.map(({ id, settings: { etcd } }) => [
        id,
        etcd!.number('election-timeout'),
        etcd!.number('heartbeat-interval'),
      ]),
      [
        ['n1', 2500, 200],
        ['n2', 2500, 200],
        ['n3', 5000, 200],
      ],
    );
    const written = cluster.members[0]!.settings.etcd!.given('election-timeout')!.written;
    assert.equal(written.origin.unit.uri, 'env/common.env');
    assert.equal(textAt(written.origin), '"2500"');
    assert.equal(textAt(written.keyOrigin), 'ETCD_ELECTION_TIMEOUT');
  });

  it('stay unknown where they are not there, and keep secrets to themselves', () => {
    const source = new Source('docker-compose.yml', COMPOSE);
    assert.equal(readServices(source)[2]!.envFiles.length, 2);
    const [, , service] = readStarted(source, uri =>
      uri === 'env/n3.env' ? new Source(uri, FILES['env/n3.env']) : undefined,
    ).services;
    assert.deepEqual(
      service!.envFiles.map(({ text }) => text),
      ['./env/common.env'],
    );
    assert.equal(service!.env.get('DB_PASSWORD')!.hidden, true);
    assert.equal(service!.env.get('A')!.hidden, true);
    assert.equal(service!.env.get('ETCD_NAME')!.text, 'n3');
  });

  it('are followed in the editor: what is found may stand in them, and goes when they change', async () => {
    const bad = COMMON.replace('"2500"', '300');
    const { found, write, analyzer } = await workspace({ ...FILES, 'env/common.env': bad });
    const before = found('env/common.env');
    assert.ok(
      before.some(line => line.startsWith('3 ')),
      before.join(),
    );
    await write('env/common.env', COMMON);
    assert.deepEqual(
      found('env/common.env').filter(line => line.startsWith('3 ')),
      [],
    );
    const { clusters } = analyzer.landscapeWith(
      at('docker-compose.yml'),
      new Map([[at('env/common.env'), bad]]),
    );
    assert.equal(clusters[0]!.members[0]!.settings.etcd!.number('election-timeout'), 300);
    await write('env/n3.env', undefined);
    const [again] = [...analyzer.landscapes().values()][0]!.clusters;
    assert.equal(again!.members.at(-1)!.settings.etcd!.number('election-timeout'), 2500);
  });
});
