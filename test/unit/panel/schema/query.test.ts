import { strict as assert } from 'node:assert';
import { bench } from './support.js';

const SHOP = `CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, city text);
CREATE UNIQUE INDEX customers_email ON customers (email);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, placed_at timestamptz NOT NULL, total numeric);
CREATE INDEX orders_customer ON orders (customer_id, placed_at);
CREATE TABLE items (order_id bigint NOT NULL REFERENCES orders, line int NOT NULL, sku text NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE stock (sku text NOT NULL, shelf text);
`;

async function pathOf(sql: string, marked: string) {
  const text = SHOP + sql;
  const { ask, analyzer } = await bench(text);
  const at = text.indexOf(marked);
  const position = analyzer.rangeOf('file:///work/schema.sql', at, at).start;
  return ask({ kind: 'query', position });
}

describe('schema panel: query', () => {
  it('lights the joins up, and says which index finds each table', async () => {
    const path = await pathOf(
      'SELECT i.sku FROM orders o JOIN items i ON i.order_id = o.id JOIN customers c ON c.id = o.customer_id WHERE c.email = $1;',
      'i.order_id',
    );
    assert.ok(typeof path !== 'string');
    assert.deepEqual(path.tables, ['public.orders', 'public.items', 'public.customers']);
    assert.deepEqual(path.edges.toSorted(), [
      'ref:public.items(order_id)>public.orders',
      'ref:public.orders(customer_id)>public.customers',
    ]);
    assert.deepEqual(path.access, [
      { table: 'public.customers', index: 'customers_email', columns: ['email'] },
      { table: 'public.orders', index: 'orders_customer', columns: ['customer_id'] },
      { table: 'public.items', index: 'items_pkey', columns: ['order_id'] },
    ]);
    assert.deepEqual(path.joins, []);
  });

  it('says where no index serves, and joins that no reference says', async () => {
    const path = await pathOf(
      'SELECT s.shelf FROM items i JOIN stock s ON s.sku = i.sku WHERE i.order_id = 7;',
      's.shelf',
    );
    assert.ok(typeof path !== 'string');
    assert.deepEqual(path.edges, []);
    assert.deepEqual(
      path.joins?.map(({ from, to }) => [from, to].sort()),
      [['public.items', 'public.stock']],
    );
    assert.deepEqual(path.access, [
      { table: 'public.items', index: 'items_pkey', columns: ['order_id'] },
      { table: 'public.stock', columns: ['sku'] },
    ]);
  });

  it('finds the query of a view, and of a change', async () => {
    const view = await pathOf('CREATE VIEW late AS SELECT o.id FROM orders o WHERE o.total > 5;', 'o.total');
    assert.ok(typeof view !== 'string');
    assert.deepEqual(view.access, [{ table: 'public.orders', columns: ['total'] }]);
    const change = await pathOf('UPDATE customers SET city = $1 WHERE id = $2;', 'SET city');
    assert.ok(typeof change !== 'string');
    assert.deepEqual(change.access, [
      { table: 'public.customers', index: 'customers_pkey', columns: ['id'] },
    ]);
  });

  it('says that there is none where a table is defined', async () => {
    assert.match(String(await pathOf('SELECT 1;', 'CREATE TABLE orders')), /no query/);
  });
});
