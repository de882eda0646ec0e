import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import initSqlJs from 'sql.js';
import { ruleById } from '../../../server/src/rules/index.js';
import { fixesOf } from '../../../server/src/rules/rule.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { applied, bench, only, ready } from './harness.js';

/** Where a script and a query run. */
interface Database {
  exec(sql: string): Promise<unknown>;
  rows(sql: string): Promise<readonly unknown[]>;
}

const COPY = `
CREATE TABLE customers (id integer PRIMARY KEY, name text, city text);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  customer_id integer REFERENCES customers (id) ON UPDATE CASCADE ON DELETE SET NULL,
  customer_name text,
  customer_city text
);
`;

const COUNTS = `
CREATE TABLE posts (id integer PRIMARY KEY, comments_count integer, total_points integer NOT NULL DEFAULT 0);
CREATE TABLE comments (
  id integer PRIMARY KEY,
  post_id integer REFERENCES posts (id) ON UPDATE CASCADE ON DELETE CASCADE,
  points integer
);
`;

/** Rows whose copy differs from the source. */
const WRONG_COPIES = `
SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
WHERE o.customer_name IS DISTINCT FROM c.name OR o.customer_city IS DISTINCT FROM c.city`;

const WRONG_COUNTS = `
SELECT p.id FROM posts p
WHERE COALESCE(p.comments_count, 0) <> (SELECT count(*) FROM comments c WHERE c.post_id = p.id)
   OR p.total_points <> (SELECT COALESCE(sum(c.points), 0) FROM comments c WHERE c.post_id = p.id)`;

/** What people do to a parent and its children; numbers choose rows, and may miss. */
type Write =
  | {
      readonly what: 'parent' | 'child';
      readonly id: number;
      readonly parent: number;
      readonly value: number | null;
    }
  | { readonly what: 'change' | 'touch'; readonly id: number; readonly value: number | null }
  | { readonly what: 'move' | 'renumber'; readonly id: number; readonly parent: number | null }
  | { readonly what: 'delete parent' | 'delete child'; readonly id: number }
  | { readonly what: 'move all'; readonly parent: number };

const id = fc.integer({ min: 1, max: 6 });
const value = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
const writes: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ what: fc.constantFrom('parent' as const, 'child' as const), id, parent: id, value }),
  fc.record({ what: fc.constantFrom('change' as const, 'touch' as const), id, value }),
  fc.record({ what: fc.constant('move' as const), id, parent: fc.option(id, { nil: null }) }),
  fc.record({ what: fc.constant('renumber' as const), id, parent: id }),
  fc.record({ what: fc.constantFrom('delete parent' as const, 'delete child' as const), id }),
  fc.record({ what: fc.constant('move all' as const), parent: id }),
);

describe('triggers that fixes write, under random writes', function () {
  this.timeout(180_000);
  let postgres: PGlite;

  before(async () => {
    await ready;
    postgres = await PGlite.create();
  });
  after(() => postgres.close());

  /** A new database of the engine, with a script run in it. */
  const databases = {
    async postgres(script: string): Promise<Database> {
      await postgres.exec('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;');
      await postgres.exec(script);
      return {
        exec: sql => postgres.exec(sql),
        rows: async sql => (await postgres.query(sql)).rows,
      };
    },
    async sqlite(script: string): Promise<Database> {
      const database = new (await initSqlJs()).Database();
      database.run('PRAGMA foreign_keys = ON');
      database.exec(script);
      return {
        exec: async sql => database.exec(sql),
        rows: async sql => database.exec(sql),
      };
    },
  };

  for (const dialect of ['postgres', 'sqlite'] as const) {
    it(`keep copies equal to their source (${dialect})`, async () => {
      const rows =
        "INSERT INTO customers VALUES (1, 'a', 'b'); INSERT INTO orders VALUES (1, 1, 'old', NULL), (2, NULL, 'x', 'y');\n";
      const engine = await databases[dialect](fixed(COPY, rows, 'unsynchronized-copy', dialect));
      // Rows that refer to nothing are beyond a backfill that joins.
      await engine.exec('DELETE FROM orders WHERE customer_id IS NULL');
      await keeps(engine, WRONG_COPIES, write => {
        switch (write.what) {
          case 'parent':
            return `INSERT INTO customers VALUES (${write.id}, '${write.value}', ${write.value === null ? 'NULL' : `'c${write.value}'`})`;
          case 'child':
            return `INSERT INTO orders VALUES (${write.id}, ${write.parent}, 'wrong', NULL)`;
          case 'change':
            return `UPDATE customers SET name = ${write.value === null ? 'NULL' : `'n${write.value}'`}, city = 'x' WHERE id = ${write.id}`;
          case 'touch':
            return `UPDATE orders SET customer_name = 'touched' WHERE id = ${write.id}`;
          case 'move':
            return `UPDATE orders SET customer_id = ${write.parent ?? 'NULL'} WHERE id = ${write.id}`;
          case 'renumber':
            return `UPDATE customers SET id = ${write.parent}, city = 'moved' WHERE id = ${write.id}`;
          case 'delete parent':
            return `DELETE FROM customers WHERE id = ${write.id}`;
          case 'delete child':
            return `DELETE FROM orders WHERE id = ${write.id}`;
          case 'move all':
            return `UPDATE orders SET customer_id = ${write.parent}`;
        }
      });
    });

    it(`keep counts and sums equal to what they count (${dialect})`, async () => {
      const rows =
        'INSERT INTO posts VALUES (1, NULL, 7); INSERT INTO comments VALUES (1, 1, 3), (2, 1, NULL);\n';
      const engine = await databases[dialect](fixed(COUNTS, rows, 'unsynchronized-aggregate', dialect));
      await keeps(engine, WRONG_COUNTS, write => {
        switch (write.what) {
          case 'parent':
            return `INSERT INTO posts (id) VALUES (${write.id})`;
          case 'child':
            return `INSERT INTO comments VALUES (${write.id}, ${write.parent}, ${write.value ?? 'NULL'})`;
          case 'change':
            return `UPDATE posts SET id = id WHERE id = ${write.id}`;
          case 'touch':
            return `UPDATE comments SET points = ${write.value ?? 'NULL'} WHERE id = ${write.id}`;
          case 'move':
            return `UPDATE comments SET post_id = ${write.parent ?? 'NULL'}, points = 5 WHERE id = ${write.id}`;
          case 'renumber':
            // An action of a foreign key moves the children of a row that has its new number already.
            return `UPDATE comments SET id = ${write.parent} WHERE id = ${write.id}`;
          case 'delete parent':
            return `DELETE FROM posts WHERE id = ${write.id}`;
          case 'delete child':
            return `DELETE FROM comments WHERE id = ${write.id}`;
          case 'move all':
            return `UPDATE comments SET post_id = ${write.parent}`;
        }
      });
    });
  }

  /** Runs writes, of which the engine may refuse some, and looks after each. */
  async function keeps(engine: Database, wrong: string, sql: (write: Write) => string): Promise<void> {
    assert.deepEqual(await engine.rows(wrong), [], 'wrong before the first write');
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(writes, { minLength: 10, maxLength: 40 }), async list => {
        for (const write of list) {
          const statement = sql(write);
          try {
            await engine.exec(statement);
            done++;
          } catch (error) {
            // Numbers that are taken, and parents that are not there.
            if (!/duplicate key|foreign key|UNIQUE constraint/i.test(String(error))) throw error;
          }
          assert.deepEqual(await engine.rows(wrong), [], statement);
        }
      }),
      { numRuns: 20 },
    );
    assert.ok(done > 200, `only ${done} writes took place`);
  }

  /** The schema with rows in it, after the first fix of each finding. */
  function fixed(schema: string, rows: string, rule: string, dialect: Dialect): string {
    let sql = schema + rows;
    for (let round = 0; round < 5; round++) {
      const files = { 'schema.sql': sql };
      const [finding] = bench(files, dialect, only(ruleById(rule)!)).findings();
      if (!finding) {
        assert.ok(round > 0, 'nothing found');
        // The rows stand before the triggers, which have to bring them up to date.
        return schema + rows + sql.slice(schema.length).replace(rows, '');
      }
      const [fix] = fixesOf(finding);
      assert.match(fix!.title, /trigger/);
      sql = applied(files, fix!.edits)['schema.sql']!;
    }
    throw new Error('a fix does not silence its finding');
  }
});
