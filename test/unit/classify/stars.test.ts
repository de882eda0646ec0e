import { strict as assert } from 'node:assert';
import {
  additivityOf,
  type Classification,
  classifySchemas,
  readTable,
  starsOf,
} from '../../../server/src/classify/index.js';
import { wordsOf } from '../../../server/src/text/words.js';
import { bench, ready, unitsOf } from '../rules/harness.js';

const STAR = `CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL, year smallint, quarter smallint, month smallint);
CREATE TABLE dim_category (category_key int PRIMARY KEY, category_name text);
CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text, category_key int REFERENCES dim_category);
CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text, name text);
CREATE TABLE fact_orders (order_no text NOT NULL, line_no int NOT NULL, order_date_key int REFERENCES dim_date, ship_date_key int REFERENCES dim_date, product_key int REFERENCES dim_product, customer_key int, quantity int, unit_price numeric(12,2), amount numeric(12,2), PRIMARY KEY (order_no, line_no));`;

function catalogOf(sql: string) {
  return bench({ 'schema.sql': sql }, 'postgres', { rules: [] }).builder.catalog;
}

/** Without the places of the evidence. */
function plain(found: Classification) {
  return { ...found, evidence: found.evidence.map(({ text, weight }) => ({ text, weight })) };
}

describe('stars', () => {
  before(() => ready);

  it('have edges that say which part a dimension plays, and whether a foreign key says so', () => {
    const [star, ...more] = starsOf(catalogOf(STAR));
    assert.equal(more.length, 0);
    assert.deepEqual(
      star!.edges.map(edge => [edge.as, edge.toName, edge.declared]),
      [
        ['order_date', 'dim_date', true],
        ['ship_date', 'dim_date', true],
        [undefined, 'dim_product', true],
        [undefined, 'dim_customer', false],
      ],
    );
    assert.deepEqual(
      star!.outriggers.map(({ from, edge }) => [from, edge.toName]),
      [['public.dim_product', 'dim_category']],
    );
  });

  it('say grain, measures and numbers of documents', () => {
    const star = starsOf(catalogOf(STAR))[0]!;
    assert.equal(star.grain, 'one row per order no and line no');
    assert.deepEqual(
      star.measures.map(({ column, additivity }) => [column, additivity]),
      [
        ['quantity', 'additive'],
        ['unit_price', 'non-additive'],
        ['amount', 'additive'],
      ],
    );
    assert.deepEqual(star.degenerate, ['order_no']);
    assert.doesNotThrow(() => JSON.stringify(star));
  });

  const EDITS: readonly (readonly [string, string, string])[] = [
    ['a table of dates loses its dates', 'full_date date NOT NULL, year', 'label text, years'],
    ['a dimension gets another name', 'CREATE TABLE dim_customer', 'CREATE TABLE client'],
    [
      'a dimension loses its key',
      'dim_customer (customer_key int PRIMARY KEY',
      'dim_customer (customer_key text',
    ],
    ['a fact loses a measure', 'quantity int, unit_price', 'unit_price'],
  ];
  for (const [what, from, to] of EDITS) {
    it(`are the same as from scratch when ${what}`, () => {
      const run = bench({ 'schema.sql': STAR }, 'postgres', { rules: [] });
      const { builder } = run;
      const old = run.units.get('schema.sql')!;
      assert.ok(classifySchemas(builder.catalog).tables.size > 0);
      const changed = STAR.replace(from, to);
      assert.notEqual(changed, STAR);
      const units = unitsOf('schema.sql', changed, 'postgres').map(unit => {
        const same = old.find(other => other.piece.text === unit.piece.text);
        return same ?? unit;
      });
      builder.setUnits('schema.sql', units);
      builder.refresh();
      const after = [...classifySchemas(builder.catalog).tables.values()].map(plain);
      const fresh = [...classifySchemas(catalogOf(changed)).tables.values()].map(plain);
      assert.deepEqual(after, fresh);
    });
  }
});

describe('tables without a word of warehouses', () => {
  before(() => ready);

  const roles = (sql: string) =>
    Object.fromEntries(
      [...classifySchemas(catalogOf(sql), { all: true }).tables].map(([table, { role }]) => [
        table.name,
        role,
      ]),
    );

  it('are a star where keys, numbers and a table of dates make one', () => {
    const found = roles(`CREATE TABLE customer (c_custkey int PRIMARY KEY, c_name text, c_city text);
CREATE TABLE part (p_partkey int PRIMARY KEY, p_name text, p_brand text);
CREATE TABLE dates (d_datekey int PRIMARY KEY, d_date text, d_month text, d_year int, d_weeknuminyear int);
CREATE TABLE shipped (sh_orderkey int, sh_line int, sh_custkey int NOT NULL, sh_partkey int NOT NULL, sh_orderdate int NOT NULL, sh_quantity int, sh_revenue int, PRIMARY KEY (sh_orderkey, sh_line));`);
    assert.deepEqual(found, {
      customer: 'dimension',
      part: 'dimension',
      dates: 'dimension',
      shipped: 'fact',
    });
  });

  it('are none where an application refers to them as well', () => {
    const found = roles(`${STAR}
CREATE TABLE clients (id int PRIMARY KEY, name text, city text);
CREATE TABLE letters (id int PRIMARY KEY, client_id int REFERENCES clients, body text);
CREATE TABLE fact_calls (call_no text PRIMARY KEY, call_date_key int REFERENCES dim_date, client_id int REFERENCES clients, seconds int);`);
    assert.deepEqual([found.clients, found.fact_calls], ['entity', 'fact']);
  });

  it('say their words by the capitals that PostgreSQL folds away', () => {
    assert.deepEqual(
      roles(`CREATE TABLE DimShop (ShopKey int PRIMARY KEY, ShopName text, City text);
CREATE TABLE FactSales (ShopKey int REFERENCES DimShop, DayKey int, Amount numeric(12,2));`),
      { dimshop: 'dimension', factsales: 'fact' },
    );
  });

  it('are bridges for what lies between two tables, not for a key of several columns', () => {
    const found = roles(`CREATE TABLE film (film_id int PRIMARY KEY, title text);
CREATE TABLE actor (actor_id int PRIMARY KEY, name text);
CREATE TABLE film_actor (film_id int REFERENCES film, actor_id int REFERENCES actor, last_update timestamp, PRIMARY KEY (film_id, actor_id));
CREATE TABLE orders (w_id int, o_id int, note text, PRIMARY KEY (w_id, o_id));
CREATE TABLE new_orders (w_id int, o_id int, PRIMARY KEY (w_id, o_id), FOREIGN KEY (w_id, o_id) REFERENCES orders);`);
    assert.deepEqual([found.film_actor, found.new_orders], ['bridge', 'entity']);
  });

  it('are lookups for a key and what it is called, unless the key is that of another table', () => {
    const found =
      roles(`CREATE TABLE film (film_id int PRIMARY KEY, length int, rating text, fee numeric(5,2));
CREATE TABLE film_text (film_id int PRIMARY KEY, title text, description text);
CREATE TABLE genre (genre_id int PRIMARY KEY, name text, description text);`);
    assert.deepEqual([found.film_text, found.genre], ['entity', 'lookup']);
  });

  it('are dimensions for a key beside that of the source only where a fact points at them', () => {
    const buyer =
      'CREATE TABLE buyer (buyer_key int PRIMARY KEY, buyer_alternate_key text, name text, city text);';
    assert.equal(roles(buyer).buyer, 'entity');
    const sold = `${buyer}
CREATE TABLE fact_sales (buyer_key int REFERENCES buyer, day_key int, amount numeric(12,2));`;
    assert.equal(roles(sold).buyer, 'dimension');
  });

  it('are aggregates for a report that is kept flat, not for what a report is made of', () => {
    const flat = 'age text, sex text, grade text, race text, state text, level text, student_count int';
    const found = roles(`CREATE TABLE report_students (id int PRIMARY KEY, ${flat});
CREATE TABLE report_templates (id int PRIMARY KEY, name text, body text, page_width int);
CREATE TABLE bug_reports (id int PRIMARY KEY, title text, ${flat});`);
    assert.deepEqual(found, {
      report_students: 'aggregate',
      report_templates: 'entity',
      bug_reports: 'entity',
    });
  });

  it('count no number that names the row', () => {
    const catalog = catalogOf('CREATE TABLE orders (id int NOT NULL, name text, total int);');
    const [orders] = catalog.tablesNamed('orders');
    assert.deepEqual(
      readTable(orders!)
        .columns.filter(({ part }) => part === 'measure')
        .map(({ column }) => column.name),
      ['total'],
    );
  });
});

describe('measures by their names', () => {
  const CASES: readonly (readonly [string, string | undefined])[] = [
    ['quantity', 'additive'],
    ['sales_amount', 'additive'],
    ['SalesAmount', 'additive'],
    ['num_clicks', 'additive'],
    ['ext_sales_price', 'additive'],
    ['total_cost', 'additive'],
    ['extendedprice', 'additive'],
    ['discount_amount', 'additive'],
    ['unit_price', 'non-additive'],
    ['list_price', 'non-additive'],
    ['standard_cost', 'non-additive'],
    ['conversion_rate', 'non-additive'],
    ['discount_pct', 'non-additive'],
    ['avg_basket', 'non-additive'],
    ['temperature', 'non-additive'],
    ['account_balance', 'semi-additive'],
    ['quantity_on_hand', 'semi-additive'],
    ['UnitsBalance', 'semi-additive'],
    ['foo', undefined],
  ];
  for (const [name, expected] of CASES) {
    it(`${name}: ${expected ?? 'nothing'}`, () =>
      assert.equal(additivityOf(wordsOf(name))?.additivity, expected));
  }
});
