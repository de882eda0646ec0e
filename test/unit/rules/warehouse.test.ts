import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { WAREHOUSE } from '../../../server/src/rules/warehouse/index.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { bench, only, ready } from './harness.js';

function found(rule: string, sql: string, dialect: Dialect = 'postgres') {
  return bench({ 'schema.sql': sql }, dialect, only(ruleById(rule)!)).findings();
}

/** An ordinary application, with what looks most like a star in it. */
const APPLICATION = `CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
CREATE TABLE products (id bigint PRIMARY KEY, name text, price numeric(12,2), stock int);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, total numeric(12,2), placed_at timestamptz);
CREATE TABLE order_items (order_id bigint REFERENCES orders, product_id bigint REFERENCES products, line_no int, quantity int, unit_price numeric(12,2), order_total numeric(12,2), comment text);
CREATE TABLE stock_levels (product_id bigint REFERENCES products, warehouse_id bigint, day date, quantity_on_hand int);
CREATE TABLE prices (id bigint PRIMARY KEY, product_id bigint, price numeric(12,2), valid_from date, valid_to date);
CREATE TABLE customer_stats (customer_id bigint PRIMARY KEY, lifetime_revenue numeric(12,2), total_orders int);
SELECT product_id, sum(quantity_on_hand), sum(unit_price) FROM stock_levels JOIN order_items USING (product_id) GROUP BY product_id;`;

describe('rules of warehouses', () => {
  before(() => ready);

  it('say nothing of an ordinary application', () => {
    const stars = WAREHOUSE.filter(rule => rule.on !== 'query' || rule.id === 'non-additive-sum');
    const run = bench({ 'schema.sql': APPLICATION }, 'postgres', { rules: stars });
    assert.deepEqual(run.log, []);
    assert.deepEqual(
      run.findings().map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
  });

  const SALES = `CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text, name text);
CREATE TABLE fact_returns ( -- faultline: rows=200M
  return_no text PRIMARY KEY,
  product_key int NOT NULL REFERENCES dim_product,
  reason text, -- faultline: width=24
  amount numeric(12,2)
);`;

  it('weigh texts of facts by rows and widths', () => {
    const [finding] = found('text-in-fact', SALES);
    assert.equal(finding?.severity, 'info');
    const weighed = finding.tradeOff!();
    assert.match(weighed.costs.join(), /^The texts take 4\.47 GB; a key of 4 bytes/);
    assert.deepEqual(
      weighed.numbers.map(({ label, value, from }) => [label, value, from]),
      [
        ['rows', '200,000,000', 'comment'],
        ['average bytes of reason', '24', 'comment'],
      ],
    );
  });

  it('invent no figures', () => {
    const [finding] = found('text-in-fact', SALES.replaceAll(/-- faultline.*/g, ''));
    assert.equal(finding?.severity, 'hint');
    assert.deepEqual(finding.tradeOff!().numbers, []);
  });

  it('name the queries that a snowflaked dimension costs a join', () => {
    const sql = `CREATE TABLE dim_brand (brand_key int PRIMARY KEY, brand_name text);
CREATE TABLE dim_product (product_key int PRIMARY KEY, sku text, name text, brand_key int REFERENCES dim_brand);
CREATE TABLE fact_sales (sale_no text PRIMARY KEY, product_key int NOT NULL REFERENCES dim_product, amount numeric(12,2));
SELECT b.brand_name, sum(f.amount) FROM fact_sales f JOIN dim_product p ON p.product_key = f.product_key JOIN dim_brand b ON b.brand_key = p.brand_key GROUP BY b.brand_name;`;
    const [finding] = found('snowflaked-dimension', sql);
    assert.equal(finding?.related?.length, 1);
    assert.match(finding.tradeOff!().costs.join(), /1 query of this project joins it/);
  });

  const ORDERS = `CREATE TABLE orders (id int PRIMARY KEY, customer_id int, freight numeric(12,2));
CREATE TABLE lines (order_id int NOT NULL REFERENCES orders, line_no int NOT NULL, product_id int, quantity int, PRIMARY KEY (order_id, line_no));
CREATE TABLE shipments (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, line_no int, weight numeric(8,2));
CREATE TABLE invoices (id int PRIMARY KEY, order_id int NOT NULL UNIQUE REFERENCES orders, amount numeric(12,2));
`;
  const QUERIES: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a child with a key of its own per parent',
      'SELECT sum(o.freight) FROM orders o JOIN invoices i ON i.order_id = o.id',
      [],
    ],
    [
      'the child summed',
      'SELECT o.customer_id, sum(l.quantity) FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY 1',
      [],
    ],
    [
      'EXISTS',
      'SELECT sum(o.freight) FROM orders o WHERE EXISTS (SELECT 1 FROM lines l WHERE l.order_id = o.id)',
      [],
    ],
    ['a window', 'SELECT sum(o.freight) OVER () FROM orders o JOIN lines l ON l.order_id = o.id', []],
    [
      'both columns in one product',
      'SELECT sum(o.freight * l.quantity) FROM orders o JOIN lines l ON l.order_id = o.id',
      [],
    ],
    [
      'the parent summed',
      'SELECT sum(o.freight) FROM orders o JOIN lines l ON l.order_id = o.id',
      ['fan-trap warning'],
    ],
    [
      'the parent summed inside of coalesce',
      'SELECT coalesce(sum(o.freight), 0) + 1 FROM lines l LEFT JOIN orders o ON l.order_id = o.id',
      ['fan-trap warning'],
    ],
    [
      'a filter on the child',
      'SELECT sum(o.freight) FROM orders o, lines l WHERE l.order_id = o.id AND l.product_id = 7',
      ['fan-trap info'],
    ],
    [
      'a group by the child',
      'SELECT l.product_id, sum(o.freight) FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY l.product_id',
      ['fan-trap info'],
    ],
    [
      'HAVING',
      'SELECT o.customer_id FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY o.customer_id HAVING sum(o.freight) > 10',
      ['fan-trap warning'],
    ],
    [
      'two children',
      'SELECT o.customer_id, sum(l.quantity), sum(s.weight) FROM orders o JOIN lines l ON l.order_id = o.id JOIN shipments s ON s.order_id = o.id GROUP BY o.customer_id',
      ['chasm-trap warning'],
    ],
    [
      'two children that are joined by more',
      'SELECT sum(l.quantity) FROM orders o JOIN lines l ON l.order_id = o.id JOIN shipments s ON s.order_id = o.id AND s.line_no = l.line_no',
      [],
    ],
    [
      'two children counted by key',
      'SELECT count(DISTINCT l.line_no), count(DISTINCT s.id) FROM orders o JOIN lines l ON l.order_id = o.id JOIN shipments s ON s.order_id = o.id',
      [],
    ],
    [
      'two children without the parent',
      'SELECT sum(l.quantity) FROM lines l JOIN shipments s ON s.order_id = l.order_id',
      ['chasm-trap warning'],
    ],
  ];
  for (const [what, query, expected] of QUERIES) {
    it(`${what}: ${expected.join() || 'nothing'}`, () => {
      const rules = ['fan-trap', 'chasm-trap'].map(id => ruleById(id)!);
      const run = bench({ 'schema.sql': `${ORDERS}${query};` }, 'postgres', { rules });
      assert.deepEqual(run.log, []);
      assert.deepEqual(
        run.findings().map(({ rule, severity }) => `${rule} ${severity}`),
        expected,
      );
    });
  }
});
