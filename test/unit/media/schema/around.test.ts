import assert from 'node:assert/strict';
import { aroundCards } from '../../../../media/schema/arrange/around.js';
import {
  type ArrangeInput,
  type Arrangement,
  arrangeAnew,
} from '../../../../media/schema/arrange/arrangement.js';
import { detour } from '../../../../media/schema/arrange/detour.js';
import { routes } from '../../../../media/schema/arrange/routes.js';
import { sceneOf, sceneWhile, settled } from '../../../../media/schema/arrange/scene.js';
import { erGraph } from '../../../../media/schema/model/er-graph.js';
import { estimateWidth } from '../../../../media/schema/model/measure.js';
import { type Box, overlaps, type PlacedLink, type Point } from '../../../../media/schema/model/scene.js';
import { FIRST_VIEW } from '../../../../media/schema/model/view.js';
import { many } from './fixtures.js';

const input: ArrangeInput = {
  ...erGraph(many(60, 90), { ...FIRST_VIEW, mode: 'er' }, estimateWidth),
  aspect: 1.2,
};
const first = arrangeAnew(input, new Map(), new Set());

/** Lines that run through a card that is none of their ends. */
function crossing(links: readonly PlacedLink[], boxes: ReadonlyMap<string, Box>): string[] {
  return links
    .filter(({ from, to, points }) =>
      points.some((point, at) => {
        const stretch = at === 0 ? undefined : boxOf(points[at - 1]!, point);
        return (
          stretch !== undefined &&
          [...boxes].some(([id, box]) => id !== from && id !== to && overlaps(stretch, box))
        );
      }),
    )
    .map(({ id }) => id);
}

function boxOf(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

/** Two cards that change places: their lines have everything between them in the way. */
function swapped(a: string, b: string): Arrangement {
  const boxes = new Map(first.boxes);
  const [one, other] = [boxes.get(a)!, boxes.get(b)!];
  boxes.set(a, { ...one, x: other.x, y: other.y });
  boxes.set(b, { ...other, x: one.x, y: one.y });
  return { ...first, boxes };
}

describe('lines around cards', () => {
  it('run through no card after cards were moved', () => {
    const ids = [...first.boxes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([id]) => id);
    let inTheWay = 0;
    for (const [a, b] of [
      [ids[0]!, ids[ids.length - 1]!],
      [ids[10]!, ids[45]!],
      [ids[25]!, ids[50]!],
    ] as const) {
      const moved = swapped(a, b);
      const { links } = sceneOf(input, moved);
      assert.deepEqual(crossing(links, moved.boxes), [], `${a} and ${b}`);
      inTheWay += crossing(routes(moved.boxes, input.links, moved), moved.boxes).length;
    }
    assert.ok(inTheWay > 0, 'without a way around some would');
  });

  it('of moved cards run free in a picture that has too many others', () => {
    const large: ArrangeInput = {
      ...erGraph(many(200, 500), { ...FIRST_VIEW, mode: 'er' }, estimateWidth),
      aspect: 1.2,
    };
    // Lines found without regard to cards, as those between open clusters are.
    const rough: Arrangement = { ...arrangeAnew(large, new Map(), new Set()), routes: new Map() };
    const { links } = sceneOf(large, rough);
    const through = crossing(links, rough.boxes);
    assert.ok(through.length > 100, `${through.length}`);
    const on = new Map([...rough.boxes].map(entry => [entry[0], crossing(links, new Map([entry])).length]));
    const [moved] = [...on].sort((one, other) => other[1] - one[1])[0]!;
    const after = sceneOf(large, settled(new Set([moved]), large, rough));
    const own = after.links.filter(({ from, to }) => from === moved || to === moved);
    assert.ok(own.length > 0);
    const free = own.length - crossing(own, rough.boxes).length;
    assert.ok(free >= own.length * 0.8, `${free} of ${own.length} run free`);
    const box = new Map([[moved, rough.boxes.get(moved)!]]);
    const [before, left] = [crossing(links, box).length, crossing(after.links, box).length];
    assert.ok(before > 2 && left <= before / 4, `${left} of ${before} run through it still`);
  });

  it('have right angles, and begin and end at their cards', () => {
    const moved = swapped([...first.boxes.keys()][3]!, [...first.boxes.keys()][40]!);
    for (const { from, to, points } of sceneOf(input, moved).links) {
      for (let at = 1; at < points.length; at++)
        assert.ok(points[at]!.x === points[at - 1]!.x || points[at]!.y === points[at - 1]!.y);
      for (const [id, point] of [
        [from, points[0]!],
        [to, points[points.length - 1]!],
      ] as const)
        assert.ok(overlaps({ ...point, width: 0, height: 0 }, moved.boxes.get(id)!, 1), `${from} to ${to}`);
    }
  });

  it('stay what they are where nothing is in their way', () => {
    const { links } = sceneOf(input, first);
    const again = aroundCards(links, first.boxes);
    assert.ok(again.every((link, at) => link === links[at]));
  });

  it('are the same objects while another card is moved', () => {
    const before = sceneOf(input, first);
    const { from } = input.links[0]!;
    const boxes = new Map(first.boxes);
    const box = boxes.get(from)!;
    boxes.set(from, { ...box, x: box.x - 40, y: box.y + 24 });
    const now = sceneWhile(new Set([from]), before, input, { ...first, boxes });
    const changed = now.links.filter((link, at) => link !== before.links[at]);
    assert.ok(changed.length > 0);
    assert.ok(changed.every(link => link.from === from || link.to === from));
    assert.equal(now.cards.filter((card, at) => card !== before.cards[at]).length, 1);
  });

  it('are none where every way is closed', () => {
    const walls: Box[] = [
      { x: -200, y: -220, width: 400, height: 20 },
      { x: -200, y: 200, width: 400, height: 20 },
      { x: -220, y: -220, width: 20, height: 440 },
      { x: 200, y: -220, width: 20, height: 440 },
    ];
    const right = { x: 1, y: 0 };
    const left = { x: -1, y: 0 };
    assert.equal(
      detour({ x: 0, y: 0 }, right, { x: 600, y: 0 }, left, walls, 10, { left: 10_000 }),
      undefined,
    );
    assert.ok(detour({ x: 300, y: 0 }, right, { x: 600, y: 90 }, left, walls, 10, { left: 10_000 }));
  });
});
