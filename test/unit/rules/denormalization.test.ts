import { strict as assert } from 'node:assert';
import { ruleById } from '../../../server/src/rules/index.js';
import { type Finding, fixesOf } from '../../../server/src/rules/rule.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { applied, bench, only, ready } from './harness.js';

/** Messages alone: a diff of whole findings cannot be read. */
function messages(found: readonly Finding[]): string[] {
  return found.map(({ message }) => message);
}

const CUSTOMERS = 'CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(40), email varchar(60));\n';
const ORDERS =
  'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, customer_name varchar(40));\n';
const POSTS = 'CREATE TABLE posts (id bigint PRIMARY KEY, comments_count integer NOT NULL DEFAULT 0);\n';
const COMMENTS = 'CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts);\n';

function findings(
  rule: string,
  files: Readonly<Record<string, string>> | string,
  dialect: Dialect = 'postgres',
): Finding[] {
  const run = bench(
    typeof files === 'string' ? { 'schema.sql': files } : files,
    dialect,
    only(ruleById(rule)!),
  );
  assert.deepEqual(run.log, []);
  return run.findings();
}

describe('denormalization', () => {
  before(() => ready);

  describe('a copy', () => {
    it('is weighed in figures: joins saved against copies written, and bytes', () => {
      const [finding] = findings(
        'unsynchronized-copy',
        `-- faultline: rows=1M writes=5/s\n${CUSTOMERS}-- faultline: rows=20M reads=3k/s\n${ORDERS}`,
      );
      const tradeOff = finding!.tradeOff!();
      assert.match(tradeOff.gains.join(), /3,000\/s/);
      // 20 orders for each customer, 5 writes a second.
      assert.match(tradeOff.costs.join(), /100\/s copies/);
      assert.match(tradeOff.breakEven!, /more than 20 times/);
      assert.match(tradeOff.costs.join(), /\d (MB|GB)/);
      assert.match(tradeOff.advice.join(), /Keep the copy/);
      assert.deepEqual(
        tradeOff.numbers.slice(0, 4).map(({ label, value }) => [label, value]),
        [
          ['rows of orders', '20,000,000'],
          ['reads of orders', '3,000/s'],
          ['rows of customers', '1,000,000'],
          ['writes of customers', '5/s'],
        ],
      );
      assert.ok(tradeOff.numbers.every(({ from }) => from !== ''));
    });

    it('is weighed without inventing what nobody said', () => {
      const [finding] = findings('unsynchronized-copy', CUSTOMERS + ORDERS);
      const tradeOff = finding!.tradeOff!();
      assert.equal(finding!.severity, 'hint');
      assert.equal(tradeOff.breakEven, undefined);
      assert.match(tradeOff.gains.join(), /not known/);
      assert.ok(tradeOff.numbers.every(({ label }) => !/rows|reads|writes/.test(label)));
    });

    it('of what has to be consistent or changes often is a warning', () => {
      for (const facts of ['consistency=strong', 'writes=400/s']) {
        const [finding] = findings('unsynchronized-copy', `-- faultline: ${facts}\n${CUSTOMERS}${ORDERS}`);
        assert.equal(finding!.severity, 'warning', facts);
      }
    });

    it('is found across files, and kept by a trigger in a third', () => {
      const files = { 'a.sql': CUSTOMERS, 'b.sql': ORDERS };
      assert.equal(findings('unsynchronized-copy', files).length, 1);
      const trigger =
        'CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION push();';
      assert.deepEqual(messages(findings('unsynchronized-copy', { ...files, 'c.sql': trigger })), []);
    });

    it('may be kept by what cannot be read in full', () => {
      const trigger =
        "CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE format('UPDATE %I SET customer_name = $1', TG_ARGV[0]) USING NEW.name;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION push();";
      assert.deepEqual(messages(findings('unsynchronized-copy', CUSTOMERS + ORDERS + trigger)), []);
    });

    it('of a price, a state, a key or in a history is none', () => {
      const parent =
        'CREATE TABLE products (id bigint PRIMARY KEY, price numeric, status text, sku text UNIQUE, name text);\n';
      const child = (name: string, column: string) =>
        `${parent}CREATE TABLE ${name} (id bigint PRIMARY KEY, product_id bigint NOT NULL REFERENCES products, ${column});`;
      for (const sql of [
        child('items', 'product_price numeric'),
        child('items', 'product_status text'),
        child('items', 'product_id2 bigint'),
        child('items', 'product_name jsonb'),
        child('item_history', 'product_name text'),
        child('fact_items', 'product_name text'),
      ])
        assert.deepEqual(messages(findings('unsynchronized-copy', sql)), [], sql);
      assert.equal(findings('unsynchronized-copy', child('items', 'product_name text')).length, 1);
    });

    it('is documented where its column is added, above the line or the statement', () => {
      const table =
        'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers);\n';
      for (const add of [
        'ALTER TABLE orders ADD COLUMN customer_name varchar(40);',
        'ALTER TABLE orders\n  ADD COLUMN note text,\n  ADD COLUMN IF NOT EXISTS customer_name varchar(40);',
        'ALTER TABLE orders ADD note text, ADD customer_name varchar(40);',
      ]) {
        const sql = CUSTOMERS + table + add;
        const [finding] = findings('unsynchronized-copy', sql);
        const fix = fixesOf(finding!).find(({ title }) => /Note/.test(title));
        const fixed = applied({ 'schema.sql': sql }, fix!.edits)['schema.sql']!;
        assert.match(fixed, /\n *-- DENORMALIZED: /);
        assert.deepEqual(messages(findings('unsynchronized-copy', fixed)), [], fixed);
      }
    });

    it('is not written by triggers that would fail', () => {
      const sql =
        'CREATE TABLE teams (id bigint PRIMARY KEY, name text);\nCREATE TABLE players (id bigint PRIMARY KEY, team_id bigint REFERENCES teams, team_name text NOT NULL);';
      const [finding] = findings('unsynchronized-copy', sql);
      assert.ok(fixesOf(finding!).every(({ title }) => !/trigger/.test(title)));
    });

    it('is taken away only where nothing else names it', () => {
      const view = (sql: string) =>
        findings('unsynchronized-copy', sql)
          .flatMap(fixesOf)
          .some(({ title }) => /view/.test(title));
      assert.ok(view(CUSTOMERS + ORDERS));
      assert.ok(!view(`${CUSTOMERS}${ORDERS}CREATE INDEX ON orders (customer_name);`));
      assert.ok(!view(`${CUSTOMERS}${ORDERS}SELECT customer_name FROM orders;`));
      assert.ok(!view(`${CUSTOMERS}${ORDERS}CREATE VIEW v AS SELECT * FROM orders;`));
    });

    it('is kept by single-statement triggers of MySQL that a fix writes', () => {
      const sql =
        'CREATE TABLE customers (id int PRIMARY KEY, name varchar(40));\nCREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, customer_name varchar(40), FOREIGN KEY (customer_id) REFERENCES customers (id));';
      const [finding] = findings('unsynchronized-copy', sql, 'mysql');
      const fixed = applied({ 'schema.sql': sql }, fixesOf(finding!)[0]!.edits)['schema.sql']!;
      for (const rule of [
        'unsynchronized-copy',
        'sync-trigger-one-direction',
        'sync-trigger-misses-operation',
      ])
        assert.deepEqual(messages(findings(rule, fixed, 'mysql')), [], fixed);
      // Without the second half, the other direction is missed.
      const half = fixed.replace(/CREATE TRIGGER customers_copied[^;]*;/, '');
      assert.equal(findings('sync-trigger-one-direction', half, 'mysql').length, 1, half);
    });
  });

  describe('a count', () => {
    it('is weighed in figures', () => {
      const [finding] = findings(
        'unsynchronized-aggregate',
        `-- faultline: rows=1M reads=10k/s\n${POSTS}-- faultline: rows=30M writes=200/s\n${COMMENTS}`,
      );
      const tradeOff = finding!.tradeOff!();
      assert.match(tradeOff.gains.join(), /300,000 rows a second/);
      assert.match(tradeOff.costs.join(), /200\/s/);
      assert.match(tradeOff.advice.join(), /Keep it/);
    });

    it('that only an update of the reference leaves wrong is a hint', () => {
      const trigger =
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  IF TG_OP = 'INSERT' THEN\n    UPDATE posts SET comments_count = comments_count + 1 WHERE id = NEW.post_id;\n  ELSE\n    UPDATE posts SET comments_count = comments_count - 1 WHERE id = OLD.post_id;\n  END IF;\n  RETURN NULL;\nEND\n$$;\n";
      const on = (events: string) =>
        findings(
          'sync-trigger-misses-operation',
          `${POSTS}${COMMENTS}${trigger}CREATE TRIGGER keep AFTER ${events} ON comments FOR EACH ROW EXECUTE FUNCTION keep();`,
        ).map(({ severity }) => severity);
      assert.deepEqual(on('INSERT'), ['warning']);
      assert.deepEqual(on('INSERT OR DELETE'), ['hint']);
    });

    it('may be counted anew under a lock', () => {
      const trigger = (lock: string) =>
        `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  ${lock}\n  UPDATE posts SET comments_count = (SELECT count(*) FROM comments WHERE post_id = NEW.post_id) WHERE id = NEW.post_id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER keep AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION keep();`;
      const found = (lock: string) => findings('racy-aggregate', POSTS + COMMENTS + trigger(lock)).length;
      assert.equal(found(''), 1);
      for (const lock of [
        'PERFORM 1 FROM posts WHERE id = NEW.post_id FOR UPDATE;',
        'PERFORM pg_advisory_xact_lock(NEW.post_id);',
        'LOCK TABLE comments IN SHARE ROW EXCLUSIVE MODE;',
      ])
        assert.equal(found(lock), 0, lock);
    });

    it('is not counted anew where a program adds to it', () => {
      const routine =
        'CREATE FUNCTION add(p bigint) RETURNS void LANGUAGE sql AS $$ UPDATE posts SET comments_count = comments_count + 1 WHERE id = p $$;';
      assert.deepEqual(messages(findings('unsynchronized-aggregate', POSTS + COMMENTS + routine)), []);
      assert.deepEqual(messages(findings('racy-aggregate', POSTS + COMMENTS + routine)), []);
    });
  });

  it('names what it writes with the schema that was written', () => {
    const sql =
      'CREATE TABLE public.t (id bigint PRIMARY KEY, a bigint);\nCREATE MATERIALIZED VIEW public.v AS SELECT a, count(*) AS n FROM public.t GROUP BY a;';
    const [finding] = findings('materialized-view-without-refresh', sql);
    const fixed = applied({ 'schema.sql': sql }, fixesOf(finding!)[0]!.edits)['schema.sql']!;
    assert.match(fixed, /CREATE UNIQUE INDEX v_a_key ON public\.v \(a\)/);
    assert.match(fixed, /CREATE FUNCTION public\.refresh_v\(\)/);
    assert.match(fixed, /REFRESH MATERIALIZED VIEW CONCURRENTLY public\.v;/);
    for (const rule of ['materialized-view-without-refresh', 'materialized-view-without-unique-index'])
      assert.deepEqual(messages(findings(rule, fixed)), []);
  });

  describe('figures that speak for or against', () => {
    const QUERY =
      'SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1;\n';
    const PLAIN =
      'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers);\n';

    it('propose a copy that its own fix makes and keeps', () => {
      const sql = `-- faultline: rows=1M writes=5/s\n${CUSTOMERS}-- faultline: rows=20M reads=30k/s\n${PLAIN}${QUERY}${QUERY.replace('$1', '7')}`;
      const [finding] = findings('denormalize-candidate', sql);
      assert.match(finding!.message, /2 queries join orders with customers for customers\.name alone/);
      const fixed = applied({ 'schema.sql': sql }, fixesOf(finding!)[0]!.edits)['schema.sql']!;
      assert.match(
        fixed,
        /ADD COLUMN customer_name character varying\(40\)|ADD COLUMN customer_name varchar\(40\)/,
      );
      for (const rule of ['denormalize-candidate', 'unsynchronized-copy', 'sync-trigger-one-direction'])
        assert.deepEqual(messages(findings(rule, fixed)), [], rule);
    });

    it('propose none for a query that tests the other table, or needs much of it', () => {
      const sql = (query: string) =>
        `-- faultline: rows=1M writes=5/s\n${CUSTOMERS}-- faultline: rows=20M reads=30k/s\n${PLAIN}${query}${query.replace('$1', '7')}`;
      for (const query of [
        QUERY.replace('WHERE o.id', "WHERE c.email = 'a' AND o.id"),
        QUERY.replace('c.name', 'c.*'),
      ])
        assert.deepEqual(messages(findings('denormalize-candidate', sql(query))), [], query);
    });
  });
});
