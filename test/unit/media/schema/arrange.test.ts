import assert from 'node:assert/strict';
import {
  type ArrangeInput,
  type Arrangement,
  arrangeAnew,
  arrangeKeeping,
} from '../../../../media/schema/arrange/arrangement.js';
import { quickArrangement } from '../../../../media/schema/arrange/quick.js';
import { sceneOf } from '../../../../media/schema/arrange/scene.js';
import { spread } from '../../../../media/schema/arrange/spread.js';
import { erGraph } from '../../../../media/schema/model/er-graph.js';
import { estimateWidth } from '../../../../media/schema/model/measure.js';
import { type Box, overlaps, type Point, type Scene } from '../../../../media/schema/model/scene.js';
import { starGraph } from '../../../../media/schema/model/star-graph.js';
import { FIRST_VIEW, type View } from '../../../../media/schema/model/view.js';
import { edge, many, table, WAREHOUSE } from './fixtures.js';

const er = (schema = many(60, 90), view: Partial<View> = {}): ArrangeInput => ({
  ...erGraph(schema, { ...FIRST_VIEW, mode: 'er', ...view }, estimateWidth),
  aspect: 1.2,
});
const star = (view: Partial<View> = {}): ArrangeInput => ({
  ...starGraph(WAREHOUSE, { ...FIRST_VIEW, ...view }, estimateWidth),
  clusters: [],
  aspect: 1.2,
});
const anew = (input: ArrangeInput) => arrangeAnew(input, new Map(), new Set());

function clashes(boxes: Iterable<Box>): number {
  const all = [...boxes];
  let found = 0;
  all.forEach((box, index) => {
    for (const other of all.slice(index + 1)) if (overlaps(box, other)) found++;
  });
  return found;
}

/** Stretches of lines that run through a card that is none of their ends. */
function crossed({ cards, links }: Scene): string[] {
  const found: string[] = [];
  for (const { id, from, to, points, kind } of links) {
    if (kind === 'copy') continue;
    for (let index = 1; index < points.length; index++) {
      const stretch = boxOf(points[index - 1]!, points[index]!);
      for (const card of cards)
        if (card.id !== from && card.id !== to && overlaps(stretch, card))
          found.push(`${id} crosses ${card.id}`);
    }
  }
  return found;
}

function boxOf(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

describe('schema panel: arrangement', () => {
  it('puts no table on another', () => {
    for (const input of [er(), er(many(300, 600)), star(), star({ unfolded: new Set(['dim_product']) })])
      assert.equal(clashes(anew(input).boxes.values()), 0);
  });

  it('draws lines that cross no table, from the edge of one to the edge of the other', () => {
    const input = er();
    const scene = sceneOf(input, anew(input));
    assert.deepEqual(crossed(scene), []);
    assert.equal(scene.links.length, 90);
    const byId = new Map(scene.cards.map(card => [card.id, card]));
    for (const { from, to, points } of scene.links) {
      for (const [id, { x, y }] of [
        [from, points[0]!],
        [to, points[points.length - 1]!],
      ] as const) {
        const card = byId.get(id)!;
        assert.ok(x === card.x || x === card.x + card.width, `${id} at ${x}`);
        assert.ok(y > card.y && y < card.y + card.height);
      }
      for (let index = 1; index < points.length; index++)
        assert.ok(
          points[index]!.x === points[index - 1]!.x || points[index]!.y === points[index - 1]!.y,
          'right angles alone',
        );
    }
  });

  it('draws lines of a star that cross no table', () => {
    for (const view of [{}, { unfolded: new Set(['dim_product']) }])
      assert.deepEqual(crossed(sceneOf(star(view), anew(star(view)))), []);
  });

  it('is the same every time', () => {
    assert.deepEqual(anew(er()), anew(er()));
    assert.deepEqual(anew(star()), anew(star()));
  });

  it('fills the room: not a ribbon', () => {
    const { width, height } = sceneOf(er(), anew(er())).bounds;
    assert.ok(width / height > 0.5 && width / height < 3, `${width} by ${height}`);
  });

  it('stands facts in a row, dimensions around them, and the fold below its dimension', () => {
    const { boxes } = anew(star());
    const middle = (id: string) => boxes.get(id)!.y + boxes.get(id)!.height / 2;
    assert.ok(Math.abs(middle('fact_sales') - middle('fact_inventory')) <= 4);
    const row = boxes.get('fact_sales')!;
    for (const id of ['dim_date', 'dim_product']) {
      const { y, height } = boxes.get(id)!;
      assert.ok(y + height < row.y || y > row.y + row.height, `${id} stands above or below`);
    }
    const [fold, product] = [boxes.get('fold:dim_product')!, boxes.get('dim_product')!];
    assert.ok(Math.abs(fold.x + fold.width / 2 - product.x - product.width / 2) <= 4);
  });

  it('keeps every place when a table and a column come', () => {
    const schema = many(60, 90);
    const before = anew(er(schema));
    const next = {
      ...schema,
      tables: [...schema.tables, table('fresh', 'entity', { schema: 's0' })],
      edges: [...schema.edges, edge('fresh', 't3')],
    };
    const after = arrangeKeeping(er(next), before, new Map());
    for (const [id, { x, y }] of before.boxes)
      assert.deepEqual([after.boxes.get(id)!.x, after.boxes.get(id)!.y], [x, y]);
    const [fresh, near] = [after.boxes.get('fresh')!, after.boxes.get('t3')!];
    assert.ok(Math.hypot(fresh.x - near.x, fresh.y - near.y) < 1200);
    assert.equal(clashes(after.boxes.values()), 0);
  });

  it('keeps pinned tables where they are when all is arranged anew', () => {
    const input = er();
    const places = new Map([['t5', { x: 4000, y: 4000 }]]);
    const { boxes } = arrangeAnew(input, places, new Set(['t5']));
    assert.deepEqual([boxes.get('t5')!.x, boxes.get('t5')!.y], [4000, 4000]);
  });

  it('makes room for a cluster that opens, and takes it back when it closes', () => {
    const schema = many(400, 700, 8);
    const closed = er(schema);
    const before = anew(closed);
    const [cluster] = closed.clusters;
    const opened = er(schema, { opened: new Set([cluster!.id]) });
    const open = arrangeKeeping(opened, before, new Map());
    assert.equal(clashes(open.boxes.values()), 0);
    assert.equal(open.boxes.size, closed.cards.length - 1 + cluster!.tables.length);
    const again = arrangeKeeping(closed, open, new Map());
    const at = ({ boxes }: Arrangement) => [...boxes].map(([id, { x, y }]) => `${id} ${x} ${y}`).sort();
    assert.deepEqual(at(again), at(before));
  });

  it('moves a line with its two cards, and finds it anew when one is moved', () => {
    const input = er();
    const first = anew(input);
    const link = input.links[0]!;
    const line = (arrangement: Arrangement) =>
      sceneOf(input, arrangement).links.find(({ id }) => id === link.id)!.points;
    const moveAll = new Map([...first.boxes].map(([id, box]) => [id, { ...box, x: box.x + 40 }]));
    assert.deepEqual(
      line({ ...first, boxes: moveAll }),
      line(first).map(({ x, y }) => ({ x: x + 40, y })),
    );
    const one = new Map(first.boxes).set(link.from, { ...first.boxes.get(link.from)!, y: -900 });
    const [start] = line({ ...first, boxes: one });
    assert.ok(start!.y < -900 + 600);
  });

  it('finds a place for three hundred tables and a way for each of their lines', () => {
    const { cards, links } = er(many(300, 600));
    const { positions, routes } = quickArrangement(cards, links);
    assert.equal(positions.size, 300);
    assert.equal(routes.size, 600);
  });
});

describe('schema panel: spreading along a line', () => {
  it('leaves things where they want to be if there is room', () => {
    assert.deepEqual(
      spread(
        [
          { at: 10, size: 10 },
          { at: 50, size: 10 },
        ],
        5,
      ),
      [5, 45],
    );
  });

  it('shares what is missing among those that touch', () => {
    const starts = spread(
      [
        { at: 10, size: 10 },
        { at: 10, size: 10 },
        { at: 100, size: 10 },
      ],
      4,
    );
    assert.deepEqual(starts, [-2, 12, 95]);
  });
});
