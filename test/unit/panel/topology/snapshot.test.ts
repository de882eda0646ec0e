import { strict as assert } from 'node:assert';
import type { Box, ShownCluster } from '../../../../server/src/protocol/topology-panel.js';
import { at } from '../../support/memory-host.js';
import { Asked, FOLDERS, filesOf } from './examples.js';

describe('topology panel: snapshot', () => {
  for (const folder of FOLDERS) {
    it(`draws every cluster of ${folder}`, async () => {
      const asked = await Asked.of(filesOf(folder));
      for (const { uri, cluster } of asked.clusters) {
        const shown = await asked.shown(uri, cluster.id);
        assert.equal(shown.id, cluster.id);
        assert.deepEqual(
          shown.nodes.filter(({ id }) => cluster.members.some(member => member.id === id)).length,
          cluster.members.length,
        );
        checkPicture(shown);
        for (const sentence of shown.missing)
          assert.match(
            sentence,
            /^(?:The files do not show [^A-Z].*|No config of .*|There may be .*)[^.]\.$/,
          );
        for (const { places } of shown.nodes)
          for (const { uri: file } of places) assert.notEqual(asked.analyzer.text(file), undefined, file);
      }
    });
  }

  it('knows what runs on one machine', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const shown = await asked.shown(at('n1/patroni.yml'));
    assert.equal(shown.title, 'lab');
    const etcd = shown.nodes.filter(({ shape }) => shape === 'coordination');
    assert.deepEqual(
      etcd.map(({ host }) => host),
      ['n1', 'n2', 'n3'],
    );
    for (const { host, box } of etcd) {
      const below = shown.nodes.find(({ id }) => id === host)!.box;
      assert.ok(box.y + box.height <= below.y && Math.abs(box.x - below.x) < 1);
    }
    assert.ok(
      shown.nodes.find(({ id }) => id === 'n1')!.places.some(({ uri }) => uri === at('n1/patroni.yml')),
    );
    assert.ok(shown.sources.includes(at('n3/etcd.conf.yml')));
  });

  it('shows the whole cluster from the file of what coordinates it, and offers that alone as well', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const { clusters, shown } = await asked.snapshot(at('n1/etcd.conf.yml'));
    assert.match(shown!.id, /^patroni:/);
    assert.equal(clusters.length, 2);
    const etcd = await asked.shown(at('n1/etcd.conf.yml'), clusters[1]!.id);
    assert.equal(etcd.nodes.length, 3);
    assert.equal(etcd.links.length, 3);
  });

  it('says when a file holds no cluster', async () => {
    const asked = await Asked.of({ 'schema.sql': 'CREATE TABLE t (id int);' });
    const { clusters, shown } = await asked.snapshot(at('schema.sql'));
    assert.deepEqual(clusters, []);
    assert.equal(shown, undefined);
  });

  it('has a version that grows with every change of a text, and with nothing else', async () => {
    const asked = await Asked.of(filesOf('test/fixtures/clusters/lab/patroni-async'));
    const uri = at('n2/patroni.yml');
    const first = (await asked.snapshot(uri)).version;
    assert.equal((await asked.snapshot(at('n1/etcd.conf.yml'))).version, first);
    asked.analyzer.openBuffer(uri, `# moved\n${asked.analyzer.text(uri)}`);
    const second = await asked.snapshot(uri);
    assert.ok(second.version > first);
    assert.equal((await asked.snapshot(uri)).version, second.version);
  });

  it('lays out a hundred nodes apart from each other, in zones of regions', async () => {
    const nodes = Array.from(
      { length: 100 },
      (_, i) =>
        `  - name: n${i}\n    region: r${i % 3}\n    zone: r${i % 3}-z${i % 9}\n${i === 0 ? '    leader: true\n' : ''}`,
    ).join('');
    const asked = await Asked.of({
      'big.faultline.yaml': `name: big\nprotocol: leader-follower\nnodes:\n${nodes}`,
    });
    const shown = await asked.shown(at('big.faultline.yaml'));
    assert.equal(shown.nodes.length, 100);
    assert.equal(shown.groups.length, 12);
    checkPicture(shown);
  });
});

/** Nothing overlaps, everything is inside of its groups, zones inside of regions. */
function checkPicture({ nodes, groups, links }: ShownCluster): void {
  const boxes = new Map(groups.map(({ id, box }) => [id, box]));
  for (const [i, { id, box, group }] of nodes.entries()) {
    assert.ok(box.width > 0 && box.x >= 0 && box.y >= 0, id);
    for (const other of nodes.slice(i + 1)) assert.ok(apart(box, other.box), `${id} and ${other.id}`);
    if (group !== undefined) assert.ok(inside(box, boxes.get(group)!), `${id} in ${group}`);
  }
  for (const [i, { id, box, parent }] of groups.entries()) {
    if (parent !== undefined) assert.ok(inside(box, boxes.get(parent)!), id);
    for (const other of groups.slice(i + 1)) {
      const nested = inside(box, other.box) || inside(other.box, box);
      assert.ok(nested || apart(box, other.box), `${id} and ${other.id}`);
    }
  }
  const ids = new Set(nodes.map(({ id }) => id));
  assert.equal(ids.size, nodes.length);
  assert.equal(new Set(links.map(({ id }) => id)).size, links.length);
  for (const { from, to } of links) assert.ok(ids.has(from) && ids.has(to));
  for (const { host } of nodes) assert.ok(ids.has(host));
}

function apart(a: Box, b: Box): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

function inside(a: Box, b: Box): boolean {
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}
