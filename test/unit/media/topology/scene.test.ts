import assert from 'node:assert/strict';
import { glidden, tornOtherwise } from '../../../../media/topology/picture/glide.js';
import { bendAround, curveAt } from '../../../../media/topology/picture/links-of.js';
import { type SceneOptions, Scenes } from '../../../../media/topology/picture/scene.js';
import { alike, kept } from '../../../../media/topology/picture/still.js';
import type { Box } from '../../../../server/src/protocol/topology-panel.js';
import { cutOneWay, inThree, many, twoLeaders } from '../../../panels/support/clusters.js';
import { labPlayback, labSnapshot } from '../../../panels/support/lab.js';

const cluster = labSnapshot().shown!;
const playback = labPlayback();
const PLAIN: SceneOptions = { positions: {}, compact: false, lens: 'lost' };

describe('scene of a cluster at an instant', () => {
  const scenes = new Scenes(cluster, playback, PLAIN);

  it('shows the leader that the config names before there is a run', () => {
    const scene = new Scenes(cluster, undefined, PLAIN).at(0);
    assert.deepEqual(
      scene.nodes.map(({ look }) => look),
      ['leader', 'member', 'member'],
    );
    assert.deepEqual(
      scene.links.map(({ id, arrow, cut }) => `${id} ${arrow} ${cut}`),
      ['n1 n2 to no', 'n1 n3 to no'],
    );
    assert.deepEqual([scene.clients.length, scene.rifts.length], [0, 0]);
  });

  it('follows the leader of the instant with links, tabs and words', () => {
    const before = scenes.at(5_000);
    assert.deepEqual(
      before.links.map(({ id }) => id),
      ['n1>n2', 'n1>n3'],
    );
    const after = scenes.at(44_000);
    assert.deepEqual(
      after.nodes.map(({ look, word }) => `${look} ${word}`),
      ['stopped stopped', 'leader LEADER', 'member replica'],
    );
    assert.deepEqual(
      after.links.map(({ id }) => id).filter(id => id.startsWith('n2>')),
      ['n2>n1', 'n2>n3'],
    );
    assert.equal(after.nodes[2]!.note?.text, 'follows n2');
  });

  it('puts a candidate into a dashed frame', () => {
    assert.equal(scenes.at(35_500).nodes[1]!.look, 'candidate');
  });

  it('measures all logs by one scale, and what is lost later apart from what is only here', () => {
    const { nodes } = scenes.at(30_000);
    assert.equal(nodes[0]!.note?.text, '394 writes only here');
    assert.ok(Math.abs(nodes[0]!.strip!.only - 394 / 797) < 1e-9);
    const late = scenes.at(70_050).nodes[1]!;
    assert.equal(late.strip!.doomed, 697 / 797);
    assert.equal(late.note?.tone, 'lost');
    // Under another lens nothing of it is crossed out.
    assert.equal(
      new Scenes(cluster, playback, { ...PLAIN, lens: 'blocked' }).at(70_050).nodes[1]!.strip!.doomed,
      0,
    );
  });

  it('has clients wait behind a bar, a square a second and six at most', () => {
    const queue = (ms: number) => scenes.at(ms).clients[0]!.queue;
    assert.deepEqual([queue(26_000), queue(26_600), queue(29_000), queue(60_000)], [0, 1, 3, 6]);
    const [c1] = scenes.at(44_000).clients;
    assert.equal(c1!.spoken, 'c1, with n1: blocked 17.5 s, n1 refuses.');
  });

  it('draws from where a client reads old data, under the lens of stale reads', () => {
    const of = new Scenes(cluster, playback, { ...PLAIN, lens: 'stale' });
    const reads = (ms: number) =>
      of
        .at(ms)
        .clients.map(({ name, stale }) => `${name} ${stale.map(({ node, text }) => `${node} ${text}`)}`);
    assert.deepEqual(reads(5_000), ['c1 ', 'c2 ']);
    assert.deepEqual(reads(20_000), ['c1 ', 'c2 n2 31.0 s old,n3 60.3 s old']);
    assert.deepEqual(reads(44_000), ['c1 ', 'c2 n3 60.3 s old']);
    const { clients, arrangement } = of.at(44_000);
    const { from, to } = clients[1]!.stale[0]!;
    const [node, client] = [arrangement.nodes.get('n3')!, arrangement.clients.get('c2')!];
    assert.ok(from.y > node.y && to.y < client.y && to.x > client.x && to.x < client.x + client.width);
    assert.match(clients[1]!.spoken, /, reads up to 60\.3 s old from n3\.$/);
    assert.equal(scenes.at(44_000).clients[1]!.stale.length, 0);
  });

  it('says everything that it draws in words', () => {
    const scene = scenes.at(70_050);
    assert.match(
      scene.nodes[1]!.name,
      /^n2, leader, timeline 2, 797 writes, 697 writes, lost later, in zone b\.|^n2, leader, timeline 2, 797 writes, 697 writes, lost later, zone b\./,
    );
    const torn = scenes.at(44_000);
    assert.match(torn.links.find(({ id }) => id === 'n2>n1')!.name, /^n2 to n1, cut\.$/);
    for (const { name } of [...torn.nodes, ...torn.links]) assert.match(name, /\.$/);
  });

  it('shows a cut in one direction whichever way the arrow points', () => {
    const { cluster: shown, playback: run } = { cluster, playback: cutOneWay().playback };
    const there = new Scenes(shown, run, PLAIN).at(8_000);
    assert.deepEqual(
      there.links.map(({ id, cut, slow }) => `${id} ${cut} ${slow}`),
      ['n1>n2 there false', 'n1>n3 no true'],
    );
    assert.match(there.links[0]!.name, /cut from n1 to n2/);
    const turned = {
      ...run,
      network: run.network.map(state => ({
        ...state,
        cuts: state.cuts.map(({ from, to }) => ({ from: to, to: from })),
      })),
    };
    const back = new Scenes(shown, turned, PLAIN).at(8_000).links[0]!;
    assert.equal(back.cut, 'back');
    assert.match(back.name, /cut from n2 to n1/);
  });

  it('brackets two leaders of different terms, where that is a failure', () => {
    const run = twoLeaders().playback;
    assert.equal(new Scenes(cluster, run, PLAIN).at(36_900).leaders, undefined);
    assert.equal(new Scenes(cluster, run, PLAIN).at(41_000).leaders?.text, 'two leaders, 4.0 s');
    const byDesign = {
      ...run,
      verdicts: run.verdicts.map(each =>
        each.id === 'leaders' ? { ...each, tone: 'unknown' as const } : each,
      ),
    };
    assert.equal(new Scenes(cluster, byDesign, PLAIN).at(41_000).leaders, undefined);
  });

  it('has messages on their way between the edges of two nodes, as far as they take long enough to be seen', () => {
    const run = {
      ...playback,
      messages: [
        { from: 'n1', to: 'n2', sentMs: 1_000, arrivesMs: 1_100, data: true },
        { from: 'n2', to: 'n1', sentMs: 1_000, arrivesMs: 1_600, data: false },
        { from: 'n1', to: 'n3', sentMs: 1_300, arrivesMs: 1_900, data: false },
      ],
    };
    const all = new Scenes(cluster, run, PLAIN);
    const [quick, slow] = all.at(1_050).messages;
    assert.deepEqual([quick!.data, slow!.data], [true, false]);
    // n1 ends at 216 px, n2 begins at 280 px: halfway, whichever card is larger.
    assert.equal(quick!.x, 248);
    assert.deepEqual([Math.round(quick!.angle), Math.abs(Math.round(slow!.angle))], [0, 180]);
    assert.ok(slow!.x > quick!.x, 'it comes the other way and has only begun');
    assert.equal(all.at(1_050, 480).messages.length, 1);
    assert.equal(all.at(1_200).messages.length, 1);
  });

  it('keeps as the identical object what says the same a moment later', () => {
    const one = scenes.at(44_000);
    const two = scenes.at(44_040);
    assert.notEqual(one, two);
    assert.equal(one.nodes, two.nodes);
    assert.equal(one.links, two.links);
    assert.equal(scenes.at(44_040), two);
    // c1 waits a little longer, c2 does what it did.
    const three = scenes.at(44_140);
    assert.notEqual(three.clients[0], two.clients[0]);
    assert.equal(three.clients[1], two.clients[1]);
  });
});

describe('places in the picture', () => {
  const boxes = (ms: number, options: Partial<SceneOptions> = {}, run = playback) =>
    new Scenes(cluster, run, { ...PLAIN, ...options }).at(ms);

  for (const compact of [false, true])
    it(`keeps the sides of a partition apart, with all that stands on each on its plate${compact ? ', in little room' : ''}`, () => {
      for (const run of [playback, inThree().playback]) {
        const { arrangement, rifts, clients } = boxes(20_000, { compact }, run);
        assert.equal(rifts.length, arrangement.sides.length - 1);
        for (const { plate, hosts, clients: own } of arrangement.sides) {
          for (const host of hosts) assert.ok(inside(arrangement.nodes.get(host)!, plate), host);
          for (const name of own)
            assert.ok(inside(clients.find(each => each.name === name)!.box, plate), name);
        }
        for (const { left, right } of rifts)
          left.forEach((point, index) => {
            const other = right[index]!;
            // The same path on both sides: they would fit.
            assert.ok(Math.abs(other.x - point.x - (right[0]!.x - left[0]!.x)) < 1e-6);
            assert.ok(other.x - point.x >= 30, `${other.x - point.x}`);
            assert.equal(Math.round(Math.abs(other.y - point.y)), 16);
          });
      }
    });

  it('gathers what lay mixed: no node of one side between those of another', () => {
    const mixed = {
      ...playback,
      network: [
        playback.network[0]!,
        {
          ...playback.network[1]!,
          groups: [
            ['n1', 'n3', 'c1'],
            ['n2', 'c2'],
          ],
        },
      ],
    };
    const { arrangement } = boxes(20_000, {}, mixed);
    const [first, second] = arrangement.sides;
    assert.ok(first!.plate.x + first!.plate.width < second!.plate.x);
    assert.deepEqual([...first!.hosts].sort(), ['n1', 'n3']);
  });

  it('closes without a mark when the network heals', () => {
    const whole = boxes(1_000);
    const healed = boxes(80_000);
    assert.equal(healed.rifts.length, 0);
    assert.deepEqual([...healed.arrangement.nodes], [...whole.arrangement.nodes]);
  });

  it('leaves a node where it was put', () => {
    const { arrangement } = boxes(1_000, { positions: { n2: { x: 300, y: 400 } } });
    const { x, y } = arrangement.nodes.get('n2')!;
    assert.deepEqual({ x, y }, { x: 300, y: 400 });
    assert.ok(inside(arrangement.nodes.get('n2')!, arrangement.sides[0]!.plate));
  });

  it('says for how long nothing passed', () => {
    assert.equal(boxes(44_000).rifts[0]!.text, 'no messages for 38.0 s');
  });

  it('bends a line round what stands between, and not round a crowd', () => {
    const at = (x: number, y: number): Box => ({ x, y, width: 100, height: 60 });
    const [a, b, between] = [at(0, 0), at(400, 0), at(200, 0)];
    const bend = bendAround(a, b, [a, b, between])!;
    const middle = curveAt({ x: 50, y: 30 }, bend, { x: 450, y: 30 }, 0.5);
    assert.ok(middle.y > 60, 'below what stands between');
    const upright = bendAround(at(0, 0), at(0, 400), [at(0, 200)])!;
    assert.ok(curveAt({ x: 50, y: 30 }, upright, { x: 50, y: 430 }, 0.5).x > 100, 'right of it');
    assert.equal(bendAround(a, b, [a, b]), undefined);
    assert.equal(
      bendAround(
        a,
        at(1400, 0),
        [200, 400, 600, 800, 1000].map(x => at(x, 0)),
      ),
      undefined,
    );
  });

  it('glides from whole to torn and back, with plates that never lie over each other', () => {
    for (const [run, from, to] of [
      [playback, 5_000, 44_000],
      [playback, 44_000, 70_000],
      [inThree().playback, 5_000, 44_000],
      [many(20).playback, 5_000, 44_000],
    ] as const) {
      const shown = run.processes.length < 4 ? cluster : many(20).snapshot.shown!;
      const of = new Scenes(shown, run, PLAIN);
      const [home, goal] = [of.arrangementAt(from), of.arrangementAt(to)];
      assert.ok(tornOtherwise(home, goal));
      let before = -1;
      for (const part of [0, 0.1, 0.4, 0.7, 0.99, 1]) {
        const now = glidden(home, goal, part);
        for (const [index, { plate }] of now.sides.entries()) {
          const next = now.sides[index + 1]?.plate;
          assert.ok(plate.width >= 0);
          if (next !== undefined) assert.ok(plate.x + plate.width <= next.x + 1e-9);
        }
        const moved = [...now.nodes].reduce((sum, [id, box]) => sum + away(box, home.nodes.get(id)!), 0);
        assert.ok(moved > before, `${moved} px at ${part}`);
        before = moved;
        assert.equal(of.at(to, 0, now).bounds, of.at(to).bounds, 'what is fitted is where it ends');
      }
      assert.equal(glidden(home, goal, 1), goal);
    }
  });

  it('places a hundred nodes on two plates without one on another', () => {
    const { snapshot, playback: run } = many(100);
    const { arrangement } = new Scenes(snapshot.shown!, run, PLAIN).at(20_000);
    const all = [...arrangement.nodes.values()];
    assert.equal(all.length, 100);
    all.forEach((one, index) => {
      for (const other of all.slice(index + 1))
        assert.ok(
          one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
        );
    });
  });
});

describe('what is kept from scene to scene', () => {
  it('tells data that says the same from data that does not', () => {
    assert.ok(alike({ a: 1, b: [{ c: 'x' }] }, { a: 1, b: [{ c: 'x' }] }));
    assert.ok(!alike({ a: 1 }, { a: 1, b: undefined }));
    assert.ok(!alike({ a: [1, 2] }, { a: [2, 1] }));
  });

  it('answers the list itself where nothing changed, and sees order and absence', () => {
    const list = [{ id: 'a' }, { id: 'b' }];
    const idOf = ({ id }: { id: string }) => id;
    assert.equal(kept(list, [{ id: 'a' }, { id: 'b' }], idOf), list);
    assert.deepEqual(kept(list, [{ id: 'b' }, { id: 'a' }], idOf), [{ id: 'b' }, { id: 'a' }]);
    assert.deepEqual(kept(list, [{ id: 'a' }], idOf), [{ id: 'a' }]);
  });
});

function away(a: Box, b: Box): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function inside(box: Box, plate: Box): boolean {
  return (
    box.x >= plate.x &&
    box.y >= plate.y &&
    box.x + box.width <= plate.x + plate.width &&
    box.y + box.height <= plate.y + plate.height
  );
}
