import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { ruleById } from '../../../server/src/rules/index.js';
import { type Finding, fixesOf } from '../../../server/src/rules/rule.js';
import { bench, ready } from './harness.js';

/**
 * Advice on indexes is put to the planner: on generated rows, EXPLAIN must not find the index before it is there, and
 * must use it once it is. Where a rule says that an index cannot serve a query, the plan must pass it by.
 */

const SCHEMA = `
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, name text NOT NULL, country text NOT NULL, created_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, shop_id int NOT NULL, state text NOT NULL, total_cents int NOT NULL, placed_at timestamptz NOT NULL, reference text NOT NULL);
CREATE TABLE lines (order_id bigint NOT NULL, line int NOT NULL, product_id int NOT NULL, quantity int NOT NULL, PRIMARY KEY (order_id, line));
CREATE TABLE articles (id bigint PRIMARY KEY, title text NOT NULL, data jsonb NOT NULL, tags int[] NOT NULL, views int NOT NULL);
CREATE TABLE jobs (id bigint PRIMARY KEY, queue int NOT NULL, state text NOT NULL, run_at timestamptz NOT NULL, locked_by int);
`;

const ROWS = `
INSERT INTO customers SELECT i, 'mail' || i || '@example.org', 'name ' || md5(i::text), 'c' || i % 20, timestamptz '2020-01-01' + (i * 7919 % 30000) * interval '1 hour', CASE WHEN i % 50 = 0 THEN now() END FROM generate_series(1, 30000) i;
INSERT INTO orders SELECT i, i * 7919 % 9000, i % 40, CASE WHEN i % 200 = 0 THEN 'new' ELSE 'done' END, i % 1000, timestamptz '2020-01-01' + (i::bigint * 7919 % 40000) * interval '1 hour', md5(i::text) FROM generate_series(1, 40000) i;
INSERT INTO lines SELECT i / 3, i % 3, i * 7919 % 5000, i % 9 FROM generate_series(3, 40000) i;
INSERT INTO articles SELECT i, 'title ' || md5(i::text) || ' words', jsonb_build_object('author', i % 3000, 'kind', 'k' || i % 700), ARRAY[i % 2000, i % 3001], i * 31 % 50000 FROM generate_series(1, 20000) i;
INSERT INTO jobs SELECT i, i % 300, CASE WHEN i % 100 = 0 THEN 'ready' ELSE 'done' END, timestamptz '2024-01-01' + (i::bigint * 7919 % 30000) * interval '1 minute', i % 3000 FROM generate_series(1, 30000) i;
ANALYZE;
`;

interface Case {
  readonly what: string;
  readonly query: string | readonly string[];
  /** Default: missing-index-for-query. */
  readonly rule?: string;
  /** What the suggested index is. */
  readonly index: string;
}

const SERVED: readonly Case[] = [
  { what: 'an equality', query: 'SELECT * FROM orders WHERE reference = $1', index: '(reference)' },
  {
    what: 'an equality and an order',
    query: 'SELECT * FROM orders WHERE customer_id = $1 ORDER BY placed_at DESC LIMIT 10',
    index: '(customer_id, placed_at)',
  },
  {
    what: 'an equality and a range',
    query: 'SELECT * FROM orders WHERE customer_id = $1 AND placed_at >= $2',
    index: '(customer_id, placed_at)',
  },
  {
    what: 'two equalities',
    query: 'SELECT * FROM orders WHERE shop_id = $1 AND customer_id = $2',
    index: '(shop_id, customer_id)',
  },
  {
    what: 'a list of values',
    query: 'SELECT total_cents FROM orders WHERE customer_id IN ($1, $2, $3)',
    index: '(customer_id) INCLUDE (total_cents)',
  },
  {
    what: 'a range between two bounds',
    query: 'SELECT sum(total_cents) FROM orders WHERE placed_at >= $1 AND placed_at < $2',
    index: '(placed_at) INCLUDE (total_cents)',
  },
  {
    what: 'BETWEEN',
    query: "SELECT id FROM orders WHERE placed_at BETWEEN '2021-01-01' AND '2021-01-03'",
    index: '(placed_at) INCLUDE (id)',
  },
  {
    what: 'what came lately',
    query: "SELECT * FROM orders WHERE placed_at > timestamptz '2024-07-20'",
    index: '(placed_at)',
  },
  {
    what: 'the order alone, where few rows are asked for',
    query: 'SELECT * FROM orders ORDER BY placed_at DESC LIMIT 20',
    index: '(placed_at)',
  },
  {
    what: 'an order in two directions',
    query: 'SELECT * FROM orders ORDER BY shop_id, placed_at DESC LIMIT 20',
    index: '(shop_id, placed_at DESC)',
  },
  {
    what: 'rare rows by a partial index',
    query: "SELECT * FROM orders WHERE state = 'new' ORDER BY placed_at LIMIT 10",
    index: "(placed_at) WHERE state = 'new'",
  },
  {
    what: 'rows that are not deleted',
    query: 'SELECT * FROM customers WHERE email = $1 AND deleted_at IS NULL',
    index: '(email) WHERE deleted_at IS NULL',
  },
  {
    what: 'pages of rows that are not deleted',
    query: 'SELECT * FROM customers WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 20',
    index: '(created_at) WHERE deleted_at IS NULL',
  },
  {
    what: 'a queue',
    query:
      "SELECT id FROM jobs WHERE queue = $1 AND state = 'ready' AND run_at <= now() ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED",
    index: '(queue, state, run_at)',
  },
  {
    what: 'an UPDATE',
    query: "UPDATE jobs SET state = 'dead' WHERE locked_by = $1",
    index: '(locked_by)',
  },
  { what: 'a DELETE', query: 'DELETE FROM jobs WHERE locked_by = $1', index: '(locked_by)' },
  {
    what: 'a join from a filtered table',
    rule: 'missing-join-index',
    query: 'SELECT l.quantity FROM orders o JOIN lines l ON l.product_id = o.shop_id WHERE o.id = $1',
    index: '(product_id) INCLUDE (quantity)',
  },
  {
    what: 'a correlated subquery',
    rule: 'missing-join-index',
    query:
      'SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customers c WHERE c.id < 50',
    index: '(customer_id)',
  },
  {
    what: 'a join by a column of no foreign key',
    rule: 'missing-join-index',
    query: 'SELECT o.total_cents FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.id = $1',
    index: '(customer_id) INCLUDE (total_cents)',
  },
  {
    what: 'several queries by one index',
    query: [
      'SELECT * FROM orders WHERE customer_id = $1 AND shop_id = $2 AND placed_at > $3',
      'SELECT * FROM orders WHERE customer_id = $1',
    ],
    index: '(customer_id, shop_id, placed_at)',
  },
  {
    what: 'containment in JSONB',
    rule: 'gin-missing',
    query: 'SELECT id FROM articles WHERE data @> \'{"author": 17}\'',
    index: 'gin (data jsonb_path_ops)',
  },
  {
    what: 'overlap of arrays',
    rule: 'gin-missing',
    query: 'SELECT id FROM articles WHERE tags && ARRAY[5, 6]',
    index: 'gin (tags)',
  },
  {
    what: 'full-text search',
    rule: 'gin-missing',
    query:
      "SELECT id FROM articles WHERE to_tsvector('english', title) @@ to_tsquery('english', 'c4ca4238a0b923820dcc509a6f75849b')",
    index: "gin (to_tsvector('english', title))",
  },
  {
    what: 'a function that folds case',
    rule: 'wrapped-column',
    query: 'SELECT id FROM customers WHERE lower(email) = $1',
    index: '(lower(email))',
  },
];

describe('advice on indexes, asked of the planner', function () {
  this.timeout(120_000);
  let db: PGlite;

  before(async () => {
    await ready;
    db = await PGlite.create({ extensions: { pg_trgm } });
    await db.exec(SCHEMA + ROWS);
  });
  after(() => db.close());

  /** Undone afterwards. */
  async function tried(work: () => Promise<void>): Promise<void> {
    await db.exec('BEGIN');
    try {
      await work();
    } finally {
      await db.exec('ROLLBACK');
    }
  }

  async function plan(query: string): Promise<string> {
    const how = /\$\d/.test(query) ? 'EXPLAIN (GENERIC_PLAN)' : 'EXPLAIN';
    // Not as a prepared statement: the parameters have no values.
    const [result] = await db.exec(`${how} ${query}`);
    return result!.rows.map(row => String(row['QUERY PLAN'])).join('\n');
  }

  for (const { what, query, rule = 'missing-index-for-query', index } of SERVED) {
    it(`${rule} serves ${what}`, () =>
      tried(async () => {
        const queries = typeof query === 'string' ? [query] : query;
        const finding = findings(rule, queries.map(text => `${text};`).join('\n'))[0];
        assert.ok(finding, 'no finding');
        const sql = fixesOf(finding)[0]!.edits[0]!.newText.trim();
        assert.ok(sql.replace(';', '').endsWith(index), sql);
        const name = /CREATE INDEX (\S+)/.exec(sql)![1]!;
        const before = await Promise.all(queries.map(plan));
        await db.exec(sql + (index.includes('lower') ? ' ANALYZE customers;' : ''));
        for (const [i, text] of queries.entries()) {
          assert.ok(!before[i]!.includes(name));
          const after = await plan(text);
          assert.ok(after.includes(name), `${sql}\n${after}`);
        }
      }));
  }

  const PASSED_BY: readonly { rule: string; index: string; query: string }[] = [
    {
      rule: 'wrapped-column',
      index: 'CREATE INDEX i ON orders (placed_at);',
      query: "SELECT id FROM orders WHERE date_trunc('month', placed_at) = '2021-01-01'",
    },
    {
      rule: 'wrapped-column',
      index: 'CREATE INDEX i ON orders (customer_id);',
      query: 'SELECT id FROM orders WHERE customer_id + 1 = 5',
    },
    {
      rule: 'wrapped-column',
      index: 'CREATE INDEX i ON customers (email);',
      query: "SELECT id FROM customers WHERE upper(email) = 'X'",
    },
    {
      rule: 'implicit-cast-mismatch',
      index: 'CREATE INDEX i ON orders (customer_id);',
      query: 'SELECT id FROM orders WHERE customer_id = 5.0',
    },
    {
      rule: 'leading-wildcard',
      index: 'CREATE INDEX i ON customers (name text_pattern_ops);',
      query: "SELECT id FROM customers WHERE name LIKE '%c4ca4238%'",
    },
    {
      rule: 'or-across-columns',
      index: 'CREATE INDEX i ON orders (customer_id);',
      query: "SELECT id FROM orders WHERE customer_id = 5 OR reference = 'x'",
    },
  ];

  for (const { rule, index, query } of PASSED_BY) {
    it(`${rule} is right that ${/\(.*\)/.exec(index)![0]} does not serve ${query.slice(query.indexOf('WHERE'))}`, () =>
      tried(async () => {
        assert.equal(findings(rule, `${index}\n${query};`).length, 1);
        await db.exec(index);
        const found = await plan(query);
        assert.ok(/Seq Scan/.test(found) && !/\bon i\b|using i\b/.test(found), found);
      }));
  }

  const REWRITTEN: readonly { index: string; query: string }[] = [
    {
      index: 'CREATE INDEX i ON orders (placed_at);',
      query: "SELECT id FROM orders WHERE placed_at::date = '2021-05-31' ORDER BY id",
    },
    {
      index: 'CREATE INDEX i ON orders (placed_at);',
      query: "SELECT id FROM orders WHERE date_trunc('month', placed_at) = '2021-12-01' ORDER BY id",
    },
    {
      index: 'CREATE INDEX i ON orders (placed_at);',
      query: "SELECT id FROM orders WHERE placed_at::date > '2024-07-01' ORDER BY id",
    },
    {
      index: 'CREATE INDEX i ON orders (customer_id);',
      query: 'SELECT id FROM orders WHERE customer_id - 3 = 40 ORDER BY id',
    },
    {
      index: 'CREATE INDEX i ON orders (customer_id);',
      query: 'SELECT id FROM orders WHERE coalesce(customer_id, 0) = 44 ORDER BY id',
    },
  ];

  for (const { index, query } of REWRITTEN) {
    it(`wrapped-column rewrites ${query.slice(query.indexOf('WHERE'))} to find the same by the index`, () =>
      tried(async () => {
        const [finding] = findings('wrapped-column', `${index}\n${query};`);
        const { origin, newText } = fixesOf(finding!)[0]!.edits[0]!;
        const { text, body } = origin.unit.piece;
        const rewritten = (text.slice(0, origin.span.start) + newText + text.slice(origin.span.end)).slice(
          body.start,
        );
        await db.exec(index);
        const [before, after] = [await db.query(query), await db.query(rewritten)];
        assert.ok(before.rows.length > 0);
        assert.deepEqual(after.rows, before.rows);
        assert.ok(/\bon i\b|using i\b/.test(await plan(rewritten.replace(/ ORDER BY id;?/, ''))), rewritten);
      }));
  }

  it('leading-wildcard names an index that serves', () =>
    tried(async () => {
      const query = "SELECT id FROM customers WHERE name LIKE '%c4ca4238a0%'";
      const [finding] = findings('leading-wildcard', `${query};`);
      const using = /USING gin \([^)]*\)/.exec(finding!.message)![0];
      await db.exec(`CREATE EXTENSION pg_trgm; CREATE INDEX i ON customers ${using};`);
      assert.ok(/\bon i\b/.test(await plan(query)));
    }));

  it('index-column-order reads fewer entries in the order that it suggests', () =>
    tried(async () => {
      const query = "SELECT total_cents FROM orders WHERE customer_id = 5 AND placed_at > '2021-01-01'";
      const index = 'CREATE INDEX i ON orders (placed_at, customer_id);';
      const [finding] = findings('index-column-order', `${index}\n${query};`);
      const order = /Make it (\([^)]*\))/.exec(finding!.message)![1]!;
      await db.exec(`${index} CREATE INDEX better ON orders ${order};`);
      assert.ok(/better/.test(await plan(query)));
    }));

  it('composite-replaces-two is right that one index serves both', () =>
    tried(async () => {
      const queries = [
        'SELECT id FROM orders WHERE customer_id = $1 AND total_cents = $2',
        'SELECT id FROM orders WHERE total_cents = $2 AND customer_id = $1 AND shop_id = 3',
        'SELECT id FROM orders WHERE customer_id = $1',
      ];
      const indexes = 'CREATE INDEX i ON orders (customer_id);\nCREATE INDEX j ON orders (total_cents);';
      const sql = `${indexes}\n${queries.map(text => `${text};`).join('\n')}`;
      const [finding] = findings('composite-replaces-two', sql);
      const columns = /one index on (\([^)]*\))/.exec(finding!.message)![1]!;
      await db.exec(`CREATE INDEX pair ON orders ${columns};`);
      for (const query of queries) assert.ok((await plan(query)).includes('pair'));
    }));

  it('says nothing about queries that what is there serves', () => {
    const quiet = [
      'SELECT * FROM orders WHERE id = $1',
      'SELECT * FROM orders WHERE id = $1 AND state = $2 ORDER BY placed_at',
      'SELECT * FROM lines WHERE order_id = $1',
      'SELECT count(*) FROM orders',
      'SELECT state, count(*) FROM orders GROUP BY state',
      "SELECT count(*) FROM orders WHERE state = 'done'",
      'SELECT * FROM orders o JOIN lines l ON l.order_id = o.id',
      'SELECT * FROM orders ORDER BY id DESC LIMIT 5',
    ];
    const found = findings('missing-index-for-query', quiet.map(text => `${text};`).join('\n'));
    assert.deepEqual(
      found.map(finding => finding.message),
      [],
    );
  });
});

function findings(rule: string, sql: string): Finding[] {
  const run = bench({ 'schema.sql': SCHEMA + sql }, 'postgres', { rules: [ruleById(rule)!] });
  assert.deepEqual(run.log, []);
  return run.findings();
}
