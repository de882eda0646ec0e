import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import { ruleById } from '../../../server/src/rules/index.js';
import { bench, ready } from './harness.js';

const SCHEMA = `CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, freight int NOT NULL);
CREATE TABLE lines (order_id int NOT NULL REFERENCES orders, line_no int NOT NULL, quantity int NOT NULL, PRIMARY KEY (order_id, line_no));
CREATE TABLE shipments (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, weight int NOT NULL);
CREATE TABLE invoices (id int PRIMARY KEY, order_id int NOT NULL UNIQUE REFERENCES orders, amount int NOT NULL);
`;
/** Each order has two or three lines, one or two shipments and one invoice. */
const ROWS = `INSERT INTO orders SELECT i, i % 5, 3 + i % 7 FROM generate_series(1, 40) i;
INSERT INTO lines SELECT i, n, 1 + (i + n) % 4 FROM generate_series(1, 40) i, generate_series(1, 3) n WHERE n < 3 OR i % 2 = 0;
INSERT INTO shipments SELECT i * 10 + n, i, 2 + (i * n) % 6 FROM generate_series(1, 40) i, generate_series(1, 2) n WHERE n = 1 OR i % 3 = 0;
INSERT INTO invoices SELECT i, i, 10 + i FROM generate_series(1, 40) i;
`;

interface Case {
  readonly query: string;
  /** What was meant, without any join that could repeat a row. */
  readonly meant: string;
  readonly trap?: 'fan-trap' | 'chasm-trap';
}

const CASES: readonly Case[] = [
  {
    query: 'SELECT sum(o.freight) FROM orders o JOIN lines l ON l.order_id = o.id',
    meant: 'SELECT sum(freight) FROM orders',
    trap: 'fan-trap',
  },
  {
    query:
      'SELECT o.customer_id, sum(o.freight) FROM orders o LEFT JOIN shipments s ON s.order_id = o.id GROUP BY 1 ORDER BY 1',
    meant: 'SELECT customer_id, sum(freight) FROM orders GROUP BY 1 ORDER BY 1',
    trap: 'fan-trap',
  },
  {
    query: 'SELECT sum(o.freight) FROM orders o JOIN invoices i ON i.order_id = o.id',
    meant: 'SELECT sum(freight) FROM orders',
  },
  {
    query: 'SELECT sum(o.freight) FROM orders o JOIN lines l ON l.order_id = o.id AND l.line_no = 1',
    meant: 'SELECT sum(freight) FROM orders',
  },
  {
    query: 'SELECT sum(l.quantity) FROM orders o JOIN lines l ON l.order_id = o.id',
    meant: 'SELECT sum(quantity) FROM lines',
  },
  {
    query:
      'SELECT sum(l.quantity) FROM orders o JOIN lines l ON l.order_id = o.id JOIN shipments s ON s.order_id = o.id',
    meant: 'SELECT sum(quantity) FROM lines',
    trap: 'chasm-trap',
  },
  {
    query: 'SELECT sum(s.weight) FROM lines l JOIN shipments s ON s.order_id = l.order_id',
    meant: 'SELECT sum(weight) FROM shipments',
    trap: 'chasm-trap',
  },
  {
    query:
      'SELECT count(DISTINCT s.id) FROM orders o JOIN lines l ON l.order_id = o.id JOIN shipments s ON s.order_id = o.id',
    meant: 'SELECT count(*) FROM shipments',
  },
];

/** The rules claim that a result is wrong, so the engine is asked: it is where they say so, and nowhere else. */
describe('traps of joins, run by PostgreSQL', function () {
  this.timeout(60_000);
  let postgres: PGlite;

  before(async () => {
    await ready;
    postgres = await PGlite.create();
    await postgres.exec(SCHEMA + ROWS);
  });
  after(() => postgres.close());

  for (const { query, meant, trap } of CASES) {
    it(`${trap ?? 'nothing'}: ${query}`, async () => {
      const rules = ['fan-trap', 'chasm-trap'].map(id => ruleById(id)!);
      const found = bench({ 'schema.sql': `${SCHEMA}${query};` }, 'postgres', { rules }).findings();
      assert.deepEqual(
        found.map(({ rule }) => rule),
        trap ? [trap] : [],
      );
      const given = await postgres.query(query, [], { rowMode: 'array' });
      const right = await postgres.query(meant, [], { rowMode: 'array' });
      assert.equal(JSON.stringify(given.rows) !== JSON.stringify(right.rows), trap !== undefined);
    });
  }
});
