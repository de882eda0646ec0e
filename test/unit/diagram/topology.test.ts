import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import {
  clusterJson,
  layoutTopology,
  topologyGraph,
  topologyMermaid,
  topologySvg,
} from '../../../server/src/diagram/topology/index.js';

/** Nodes of Patroni in three zones, and the etcd that they go by. */
function clusters(extra: Readonly<Record<string, string>> = {}): readonly Cluster[] {
  const node = (i: number) => `scope: stock
name: n${i}
etcd3:
  hosts: [10.0.0.21:2379]
postgresql:
  listen: 10.0.0.1${i}:5432
  connect_address: 10.0.0.1${i}:5432
bootstrap:
  dcs:
    synchronous_mode: true
`;
  const files = { 'n1/patroni.yml': node(1), 'n2/patroni.yml': node(2), 'n3/patroni.yml': node(3), ...extra };
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES),
  );
  return joinFragments(fragments, MODULES).clusters;
}

describe('topology', () => {
  const all = clusters();
  const cluster = all.find(({ system }) => system === 'patroni')!;

  it('holds members, links and the coordination service', () => {
    const graph = topologyGraph(cluster, all);
    const titles = graph.nodes.filter(node => node.shape === 'data').map(node => node.title);
    assert.deepEqual(titles.sort(), ['n1', 'n2', 'n3']);
    const [keeper] = graph.nodes.filter(node => node.shape === 'coordination');
    assert.equal(keeper?.absent, true);
    assert.equal(graph.edges.filter(edge => edge.kind === 'coordination').length, 3);
    assert.ok(graph.edges.some(edge => edge.kind === 'sync'));
  });

  it('is laid out without overlaps', async () => {
    const graph = topologyGraph(cluster, all);
    const layout = await layoutTopology(graph);
    const boxes = graph.nodes.map(node => layout.nodes.get(node.id)!);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        assert.ok(apart, JSON.stringify([a, b]));
      }
      assert.ok(a.x >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height);
    }
  });

  it('is a picture without script or anything from elsewhere, whatever names are', async () => {
    const odd = clusters().map(each => ({ ...each, name: '<script>alert("1")</script>\u0000&' }))[0]!;
    const graph = topologyGraph(odd, [odd]);
    const svg = topologySvg(graph, await layoutTopology(graph));
    assert.ok(!/<script|href|url\((?!#)/.test(svg));
    assert.ok(!svg.includes('\u0000'));
    assert.match(svg, /&lt;script&gt;/);
  });

  it('is a flowchart of Mermaid', () => {
    const text = topologyMermaid(topologyGraph(cluster, all));
    assert.match(text, /^flowchart TB\n/);
    assert.match(text, /\[\("n1<br\/>/);
    assert.match(text, /==>\|"durable"\|/);
  });

  it('is data with places and effective values', () => {
    const json = clusterJson(cluster, [], ({ unit, span }) => `${unit.uri}:${span.start}`) as {
      members: { id: string; place: string; settings: Record<string, unknown> }[];
    };
    assert.equal(JSON.stringify(json).includes('undefined'), false);
    assert.match(json.members[0]!.place, /patroni\.yml:\d+/);
  });
});
