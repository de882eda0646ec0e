import assert from 'node:assert/strict';
import { detailAt, nameSize } from '../../../../media/schema/model/detail.js';
import { changesSentence, touched } from '../../../../media/schema/model/marks.js';
import { estimateWidth, fit as fitText } from '../../../../media/schema/model/measure.js';
import { readMemory, writeMemory } from '../../../../media/schema/model/memory.js';
import { nearest } from '../../../../media/schema/model/nearest.js';
import { searchTables } from '../../../../media/schema/model/search.js';
import {
  cardSentence,
  columnSentence,
  copySentence,
  countsLine,
  focusLine,
  tableSentence,
} from '../../../../media/schema/model/sentences.js';
import { FIRST_VIEW } from '../../../../media/schema/model/view.js';
import { visible } from '../../../../media/schema/model/visible.js';
import { column, diagram, table, WAREHOUSE } from './fixtures.js';

const named = (id: string) => WAREHOUSE.tables.find(each => each.id === id)!;

describe('schema panel: sentences', () => {
  it('says what a table is', () => {
    assert.equal(
      tableSentence(named('fact_sales'), WAREHOUSE.edges),
      'fact_sales, fact, 90 percent sure, 4 keys to 3 dimensions, 2 measures, 1 finding.',
    );
    assert.equal(
      tableSentence(named('dim_customer'), WAREHOUSE.edges),
      'dim_customer, dimension, slowly changing type 2, 90 percent sure, referenced by 1 table, 4 columns, not defined in these files.',
    );
  });

  it('says what a column is, and what is wrong with it', () => {
    const sales = named('fact_sales');
    assert.equal(
      columnSentence(sales.columns.find(({ name }) => name === 'discount_pct')!, sales),
      'discount_pct, non-additive, warning: summed in v_monthly_sales.',
    );
    assert.equal(columnSentence(column('id', { primary: true }), table('a')), 'id, integer, primary key.');
  });

  it('says what a closed cluster holds', () => {
    assert.equal(
      cardSentence(
        {
          id: 'cluster:a:',
          shape: 'cluster',
          name: 'sales',
          conformed: false,
          findings: 2,
          sections: [],
          tables: ['a', 'b'],
          width: 1,
          height: 1,
        },
        [],
      ),
      'sales, closed cluster, 2 tables, 2 findings. Press Enter to open.',
    );
  });

  it('counts as people read', () => {
    assert.equal(countsLine(WAREHOUSE), '2 stars, 8 tables, 1 finding');
    assert.equal(countsLine(diagram({ tables: [table('a')] })), '1 table');
    assert.equal(focusLine(8, 46, 'fact_sales', 2), 'Focus fact_sales, 2 hops: 8 of 46 tables');
    assert.equal(focusLine(1000, 1000, undefined, 2), '1,000 tables');
  });

  it('says what keeps a copy true', () => {
    const copy = { id: 'c', from: { table: 'a', column: 'x' }, to: { table: 'b', column: 'y' }, text: '' };
    assert.equal(copySentence({ ...copy, keptBy: 'nothing' }), 'b.y copies a.x: nothing keeps it true.');
    assert.equal(copySentence({ ...copy, keptBy: 'trigger' }), 'b.y copies a.x: kept true by a trigger.');
  });

  it('sums up a comparison', () => {
    const comparison = {
      kind: 'compare',
      label: 'HEAD',
      before: { tables: [], edges: [] },
      tables: { audit_log: 'added', fact_sales: 'changed' },
      columns: {},
      edges: {},
      migration: '',
      notes: [],
    } as const;
    assert.equal(changesSentence(comparison), '1 table added and 1 changed since HEAD.');
    assert.equal(changesSentence({ ...comparison, tables: {} }), 'Nothing differs from HEAD.');
    const near = touched(comparison, WAREHOUSE.edges);
    assert.ok(near.has('dim_customer') && near.has('audit_log') && !near.has('dim_category'));
  });
});

describe('schema panel: finding', () => {
  it('finds tables and columns, whole names first', () => {
    const found = searchTables(WAREHOUSE.tables, 'customer_id').map(
      each => `${each.name}.${each.column ?? ''}`,
    );
    assert.deepEqual(found, ['dim_customer.customer_id']);
    const [first] = searchTables(WAREHOUSE.tables, 'dim_date');
    assert.deepEqual([first?.name, first?.column], ['dim_date', undefined]);
    assert.deepEqual(searchTables(WAREHOUSE.tables, '  '), []);
    const bySchema = searchTables(WAREHOUSE.tables, 'public.fact');
    assert.deepEqual(bySchema.map(({ name }) => name).sort(), ['fact_inventory', 'fact_sales']);
  });

  it('goes to what lies ahead rather than aside', () => {
    const box = (id: string, x: number, y: number) => ({ id, x, y, width: 10, height: 10 });
    const all = [box('near', 40, 5), box('aside', 20, 90), box('behind', -40, 0)];
    const from = box('from', 0, 0);
    assert.equal(nearest(from, all, 'right')?.id, 'near');
    assert.equal(nearest(from, all, 'left')?.id, 'behind');
    assert.equal(nearest(from, all, 'down')?.id, 'aside');
    assert.equal(nearest(from, all, 'up'), undefined);
  });
});

describe('schema panel: detail', () => {
  it('draws less from further away', () => {
    assert.deepEqual([1, 0.5, 0.3, 0.05].map(detailAt), ['all', 'keys', 'names', 'shapes']);
  });

  it('makes names larger from afar, but not larger than their card', () => {
    assert.equal(nameSize(200, 100, 60, 1), 13);
    assert.ok(nameSize(200, 100, 60, 0.4) > 30);
    assert.ok(nameSize(200, 100, 60, 0.1) * (60 / 13) <= 184.1);
  });

  it('cuts texts that do not fit', () => {
    assert.equal(fitText('short', 100, 12, estimateWidth), 'short');
    const cut = fitText('a_very_long_name_of_a_column', 60, 12, estimateWidth);
    assert.ok(cut.endsWith('…') && estimateWidth(cut, 12) <= 60, cut);
  });

  it('draws what is seen, and what is selected wherever it is', () => {
    const card = (id: string, x: number) => ({
      id,
      x,
      y: 0,
      width: 10,
      height: 10,
      shape: 'table' as const,
      name: id,
      conformed: false,
      findings: 0,
      sections: [],
      tables: [id],
    });
    const scene = {
      cards: [card('in', 0), card('out', 500), card('chosen', 900)],
      links: [],
      frames: [],
      bounds: { x: 0, y: 0, width: 1, height: 1 },
    };
    const { cards } = visible(scene, { x: -5, y: -5, width: 50, height: 50 }, new Set(['chosen']));
    assert.deepEqual(
      cards.map(({ id }) => id),
      ['in', 'chosen'],
    );
  });
});

describe('schema panel: memory', () => {
  const memory = {
    view: { ...FIRST_VIEW, mode: 'er' as const, focus: 'a', hops: 3, hidden: new Set(['b']), keysOnly: true },
    zoom: { x: 1, y: 2, k: 0.5 },
    places: new Map([['er', new Map([['a', { x: 10, y: 20 }]])]]),
  };

  it('reads what it wrote', () => {
    const read = readMemory(JSON.parse(JSON.stringify(writeMemory(memory))));
    assert.deepEqual(read, memory);
  });

  it('does not return to a comparison, whose other side may be gone', () => {
    const read = readMemory(writeMemory({ ...memory, view: { ...memory.view, mode: 'compare' } }));
    assert.equal(read?.view.mode, 'er');
  });

  it('refuses anything else', () => {
    for (const each of [undefined, 3, {}, { mode: 'star' }, { ...writeMemory(memory), hops: 9 }])
      assert.equal(readMemory(each), undefined);
  });
});
