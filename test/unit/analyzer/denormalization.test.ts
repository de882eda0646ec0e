import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Analyzer, createAnalyzer } from '../../../server/src/analyzer.js';
import { RULES } from '../../../server/src/rules/index.js';
import { at, memoryHost, ROOT } from '../support/memory-host.js';

/** Statements on which findings about copies rest: tables, notes beside columns, triggers, queries, refreshes, figures. */
const STATEMENTS = [
  'CREATE TABLE customers (id bigint PRIMARY KEY, name text, email text);',
  '-- faultline: rows=1M writes=400/s\nCREATE TABLE customers (id bigint PRIMARY KEY, name text);',
  'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, customer_name text, customer_email text);',
  'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL,\n  customer_name text -- DENORMALIZED: as printed\n);',
  'ALTER TABLE orders ADD COLUMN customer_city text;',
  "COMMENT ON COLUMN orders.customer_name IS 'snapshot';",
  'CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id; RETURN NULL; END $$;',
  'CREATE TRIGGER push AFTER UPDATE OF name ON customers FOR EACH ROW EXECUTE FUNCTION push();',
  'CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.customer_name := (SELECT name FROM customers WHERE id = NEW.customer_id); RETURN NEW; END $$;',
  'CREATE TRIGGER fill BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION fill();',
  'DROP TRIGGER push ON customers;',
  'CREATE TABLE posts (id bigint PRIMARY KEY, comments_count integer NOT NULL DEFAULT 0);',
  'CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts, tag_ids text);',
  'CREATE FUNCTION up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE posts SET comments_count = comments_count + 1 WHERE id = NEW.post_id; RETURN NULL; END $$;',
  'CREATE TRIGGER up AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION up();',
  'CREATE TRIGGER up2 AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION up();',
  'CREATE MATERIALIZED VIEW busy AS SELECT post_id, count(*) AS n FROM comments GROUP BY post_id;',
  'CREATE UNIQUE INDEX ON busy (post_id);',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY busy;',
  "SELECT cron.schedule('busy', '0 * * * *', 'REFRESH MATERIALIZED VIEW busy');",
  "SELECT id FROM comments WHERE tag_ids LIKE '%,7,%';",
  'CREATE TABLE sales_2023 (id bigint PRIMARY KEY, sold date);',
  'CREATE TABLE sales_2024 (id bigint PRIMARY KEY, sold date);',
];
const IDS = new Set(RULES.filter(({ subject }) => subject === 'denormalization').map(({ id }) => id));
const PATHS = ['a.sql', 'b.sql', 'c.sql'];

describe('findings about denormalization', function () {
  this.timeout(120_000);

  it('after any edits are those from scratch', async () => {
    const text = fc
      .uniqueArray(fc.constantFrom(...STATEMENTS), { maxLength: 9 })
      .map(list => list.join('\n'));
    const edit = fc.tuple(fc.constantFrom(...PATHS), text);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: 8 }), async edits => {
        const texts: Record<string, string> = { 'a.sql': STATEMENTS.join('\n'), 'b.sql': '', 'c.sql': '' };
        const analyzer = await opened(texts);
        findings(analyzer);
        for (const [path, next] of edits) {
          const uri = at(path);
          const size = analyzer.text(uri)!.length;
          analyzer.changeBuffer(uri, [{ range: analyzer.rangeOf(uri, 0, size), text: next }]);
          texts[path] = next;
          const now = findings(analyzer);
          found += now.length;
          assert.deepEqual(now, findings(await opened(texts)), JSON.stringify(texts));
        }
      }),
      { numRuns: 15 },
    );
    assert.ok(found > 50, `only ${found} findings were compared`);
  });
});

async function opened(texts: Readonly<Record<string, string>>): Promise<Analyzer> {
  const analyzer = createAnalyzer(memoryHost(texts), { keepLastGood: false });
  await analyzer.index([ROOT]);
  for (const [path, text] of Object.entries(texts)) analyzer.openBuffer(at(path), text);
  return analyzer;
}

function findings(analyzer: Analyzer): string[] {
  return PATHS.flatMap(path =>
    analyzer
      .findings(at(path))
      .filter(({ rule }) => IDS.has(rule))
      .map(
        ({ rule, severity, message, range }) =>
          `${path}:${JSON.stringify(range)} ${rule} ${severity} ${message}`,
      ),
  ).sort();
}
