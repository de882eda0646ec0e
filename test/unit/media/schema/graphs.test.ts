import assert from 'node:assert/strict';
import { clusters } from '../../../../media/schema/model/clusters.js';
import { erGraph } from '../../../../media/schema/model/er-graph.js';
import { components, neighbours, within } from '../../../../media/schema/model/focus.js';
import { estimateWidth } from '../../../../media/schema/model/measure.js';
import { starGraph } from '../../../../media/schema/model/star-graph.js';
import { FIRST_VIEW, toggledIn, type View } from '../../../../media/schema/model/view.js';
import { column, diagram, edge, many, table, WAREHOUSE } from './fixtures.js';

const star = (view: Partial<View> = {}) => starGraph(WAREHOUSE, { ...FIRST_VIEW, ...view }, estimateWidth);
const er = (view: Partial<View> = {}, schema = WAREHOUSE) =>
  erGraph(schema, { ...FIRST_VIEW, mode: 'er', ...view }, estimateWidth);
const ids = ({ cards }: { readonly cards: readonly { readonly id: string }[] }) =>
  cards.map(({ id }) => id).sort();

describe('schema panel: what is shown', () => {
  it('of stars: facts, dimensions, and levels as one fold', () => {
    const graph = star();
    assert.deepEqual(ids(graph), [
      'dim_customer',
      'dim_date',
      'dim_product',
      'fact_inventory',
      'fact_sales',
      'fold:dim_product',
    ]);
    const fold = graph.cards.find(({ shape }) => shape === 'fold');
    assert.equal(fold?.name, '2 levels: brand, category');
    assert.deepEqual(fold?.tables, ['dim_brand', 'dim_category']);
  });

  it('shows levels that are unfolded', () => {
    const graph = star({ unfolded: new Set(['dim_product']) });
    assert.ok(ids(graph).includes('dim_brand') && ids(graph).includes('dim_category'));
    assert.ok(!ids(graph).includes('fold:dim_product'));
  });

  it('marks dimensions that facts share, and names the facts', () => {
    const product = star().cards.find(({ id }) => id === 'dim_product');
    assert.equal(product?.conformed, true);
    assert.ok(
      product?.sections.some(({ rows }) => rows.some(({ text }) => text === 'conformed: sales, inventory')),
    );
    assert.equal(star().cards.find(({ id }) => id === 'dim_customer')?.conformed, false);
  });

  it('says of a fact its grain, partition key, keys and what may be summed', () => {
    const rows = star()
      .cards.find(({ id }) => id === 'fact_sales')!
      .sections.flatMap(section => section.rows);
    const said = rows.map(({ glyph, text, note }) => [glyph, text, note].filter(Boolean).join(' '));
    assert.deepEqual(said, [
      'none one row per order line',
      'none ≈ 1.8 B rows, 142 GB',
      'partition order_date_key by month',
      'foreign 3 more dimension keys',
      'additive quantity additive',
      'non-additive discount_pct non-additive',
    ]);
    const inventory = star().cards.find(({ id }) => id === 'fact_inventory')!;
    assert.equal(inventory.sections.flatMap(section => section.rows).at(-1)?.note, 'not over date');
  });

  it('says of a dimension its versions and its natural key', () => {
    const customer = star().cards.find(({ id }) => id === 'dim_customer')!;
    assert.equal(customer.tag, 'SCD 2');
    const rows = customer.sections.flatMap(section => section.rows);
    assert.ok(rows.some(({ glyph, text }) => glyph === 'versions' && text === 'valid_from, valid_to'));
    assert.ok(rows.some(({ text, note }) => text === 'customer_id' && note === 'natural'));
  });

  it('keeps one line per part that a dimension plays, and dashes what is inferred', () => {
    const links = star().links.filter(({ to }) => to === 'dim_date');
    assert.deepEqual(
      links.map(({ label }) => label),
      ['order date', 'ship date', undefined],
    );
    assert.equal(star().links.find(({ dashed }) => dashed)?.label, 'inferred');
  });

  it('shows what is near the focus, and what is pinned', () => {
    assert.deepEqual(ids(star({ focus: 'dim_customer', hops: 1 })), ['dim_customer', 'fact_sales']);
    assert.deepEqual(ids(star({ focus: 'dim_customer', hops: 1, pinned: new Set(['fact_inventory']) })), [
      'dim_customer',
      'fact_inventory',
      'fact_sales',
    ]);
    assert.ok(!ids(star({ hidden: new Set(['dim_date']) })).includes('dim_date'));
  });

  it('of tables: every column with its type, or keys alone', () => {
    const rows = (view: Partial<View>) =>
      er(view)
        .cards.find(({ id }) => id === 'fact_sales')!
        .sections.flatMap(section => section.rows);
    assert.equal(rows({}).filter(each => each.column !== undefined).length, 6);
    assert.equal(rows({})[0]?.note, 'integer NN');
    const keys = rows({ toggled: new Set(['fact_sales']) });
    assert.deepEqual(
      keys.filter(each => each.column !== undefined).map(({ text }) => text),
      ['order_date_key', 'ship_date_key', 'customer_key', 'product_key'],
    );
    assert.ok(keys.some(({ text }) => text === '2 more columns'));
  });

  it('lists partitions on their table, and draws no card of them', () => {
    const schema = diagram({
      tables: [
        table('orders', 'entity', {
          partitions: { by: 'day', method: 'range', count: 2, names: ['orders_1', 'orders_2'] },
        }),
        table('orders_1', 'entity', { partitionOf: 'orders' }),
        table('orders_2', 'entity', { partitionOf: 'orders' }),
      ],
    });
    assert.deepEqual(ids(er({}, schema)), ['orders']);
    const names = er({ unfolded: new Set(['orders']) }, schema)
      .cards[0]!.sections.flatMap(section => section.rows)
      .filter(({ glyph }) => glyph === 'tree')
      .map(({ text }) => text);
    assert.deepEqual(names, ['orders_1', 'orders_2']);
  });

  it('draws copies from column to column', () => {
    const schema = diagram({
      tables: [table('a'), table('b', 'entity', { columns: [column('a_name')] })],
      copies: [
        {
          id: 'copy',
          from: { table: 'a', column: 'id' },
          to: { table: 'b', column: 'a_name' },
          keptBy: 'nothing',
          text: '',
        },
      ],
    });
    const [link] = er({}, schema).links;
    assert.equal(link?.kind, 'copy');
    assert.deepEqual([link?.from, link?.to, link?.toEnd], ['a', 'b', 'arrow']);
  });

  it('marks what differs, and draws what is gone', () => {
    const before = {
      tables: [...WAREHOUSE.tables, table('dim_old', 'dimension')],
      edges: [edge('fact_sales', 'dim_old')],
    };
    const graph = erGraph(WAREHOUSE, { ...FIRST_VIEW, mode: 'compare' }, estimateWidth, {
      kind: 'compare',
      label: 'HEAD',
      before,
      tables: { dim_old: 'dropped', fact_sales: 'changed', audit_log: 'added' },
      columns: {
        fact_sales: {
          quantity: { change: 'changed', before: 'smallint', after: 'integer' },
          old_key: { change: 'dropped', before: 'integer' },
        },
      },
      edges: { [before.edges[0]!.id]: 'dropped' },
      migration: '',
      notes: [],
    });
    const card = (id: string) => graph.cards.find(each => each.id === id);
    assert.equal(card('dim_old')?.mark, 'dropped');
    assert.equal(card('audit_log')?.mark, 'added');
    const rows = card('fact_sales')!.sections.flatMap(section => section.rows);
    assert.equal(rows.find(({ text }) => text === 'quantity')?.before, 'smallint');
    assert.equal(rows.find(({ text }) => text === 'old_key')?.mark, 'dropped');
    assert.equal(graph.links.find(({ to }) => to === 'dim_old')?.mark, 'dropped');
  });
});

describe('schema panel: clusters', () => {
  const big = many(1000, 2000, 4);

  it('gathers many tables, and loses none', () => {
    const found = clusters(big.tables, big.edges);
    const all = found.flatMap(({ tables }) => tables);
    assert.equal(all.length, 1000);
    assert.equal(new Set(all).size, 1000);
    assert.ok(found.length < 120, `${found.length} clusters`);
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
    for (const { tables, schema } of found)
      assert.ok(tables.every(id => big.tables.find(each => each.id === id)?.schema === schema));
  });

  it('gives the same clusters for the same schema', () => {
    assert.deepEqual(clusters(big.tables, big.edges), clusters(big.tables, big.edges));
  });

  it('bundles lines between closed clusters, and counts them', () => {
    const closed = er({}, big);
    assert.ok(closed.cards.every(({ shape }) => shape === 'cluster'));
    const inside = new Map(closed.clusters.flatMap(({ id, tables }) => tables.map(each => [each, id])));
    const between = big.edges.filter(({ from, to }) => inside.get(from) !== inside.get(to)).length;
    assert.equal(
      closed.links.reduce((sum, { count }) => sum + count, 0),
      between,
    );
  });

  it('shows the tables of an open cluster, and all tables of a small schema', () => {
    const [first] = er({}, big).clusters;
    const open = er({ opened: toggledIn(new Set(), first!.id) }, big);
    for (const id of first!.tables) assert.ok(ids(open).includes(id));
    assert.equal(er({}, many(300, 400)).clusters.length, 0);
  });

  it('needs no cluster where the focus leaves few', () => {
    const near = er({ focus: 't0', hops: 1 }, big);
    assert.equal(near.clusters.length, 0);
    assert.ok(near.cards.length > 1 && near.cards.length < 300);
  });
});

describe('schema panel: nearness', () => {
  const tied = neighbours([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'd', to: 'c' },
    { from: 'e', to: 'e' },
  ]);

  it('counts steps either way', () => {
    assert.deepEqual(
      [...within('a', 2, tied)],
      [
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ],
    );
    assert.equal(within('a', 3, tied).get('d'), 3);
  });

  it('finds what hangs together, the largest first', () => {
    assert.deepEqual(components(['e', 'a', 'b', 'c', 'd'], tied), [['a', 'b', 'c', 'd'], ['e']]);
  });
});
