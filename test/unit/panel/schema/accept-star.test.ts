import { strict as assert } from 'node:assert';
import { PGlite } from '@electric-sql/pglite';
import initSqlJs from 'sql.js';
import type { EditProposal } from '../../../../server/src/protocol/schema-panel.js';
import { type Bench, bench, tableIn } from './support.js';

interface Types {
  readonly int?: string;
  readonly time?: string;
  readonly text?: string;
}

function shop({ int = 'bigint', time = 'timestamp', text = 'varchar(80)' }: Types = {}): string {
  return `CREATE TABLE categories (id ${int} NOT NULL PRIMARY KEY, name ${text} NOT NULL);
CREATE TABLE products (id ${int} NOT NULL PRIMARY KEY, category_id ${int} NOT NULL, sku ${text} NOT NULL, title ${text}, FOREIGN KEY (category_id) REFERENCES categories (id));
CREATE TABLE customers (id ${int} NOT NULL PRIMARY KEY, name ${text} NOT NULL, city ${text});
CREATE TABLE orders (id ${int} NOT NULL PRIMARY KEY, customer_id ${int}, placed_at ${time} NOT NULL, FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE order_items (order_id ${int} NOT NULL, product_id ${int} NOT NULL, quantity int NOT NULL, unit_price decimal(12,2) NOT NULL, PRIMARY KEY (order_id, product_id), FOREIGN KEY (order_id) REFERENCES orders (id), FOREIGN KEY (product_id) REFERENCES products (id));
`;
}

const ROWS = `INSERT INTO categories VALUES (1, 'food'), (2, 'tools');
INSERT INTO products VALUES (10, 1, 'a-1', 'Apple'), (11, 2, 'h-1', 'Hammer');
INSERT INTO customers VALUES (7, 'Ada', 'Rome'), (8, 'Bob', NULL);
INSERT INTO orders VALUES (100, 7, '2024-01-31 10:00:00'), (101, 8, '2024-02-01 09:00:00'), (102, NULL, '2024-02-01 12:00:00');
INSERT INTO order_items VALUES (100, 10, 3, 0.50), (100, 11, 1, 20.00), (101, 10, 2, 0.60), (102, 11, 1, 21.00);
`;
/** What the rows above come to by day, category and city. */
const REPORT = `SELECT d.full_date AS day, p.category_name AS category, c.city AS city, sum(f.quantity * f.unit_price) AS amount
FROM fact_order_item f JOIN dim_date d ON d.date_key = f.placed_date_key
JOIN dim_product p ON p.product_key = f.product_key
LEFT JOIN dim_customer c ON c.customer_key = f.customer_key
GROUP BY d.full_date, p.category_name, c.city ORDER BY 1, 2, 4`;
const REPORTED = [
  ['2024-01-31', 'food', 'Rome', 1.5],
  ['2024-01-31', 'tools', 'Rome', 20],
  ['2024-02-01', 'food', null, 1.2],
  ['2024-02-01', 'tools', null, 21],
];

async function accept(
  workspace: Bench,
  into: 'file' | 'beside',
  file?: string,
  table = 'public.order_items',
): Promise<EditProposal> {
  const answer = await workspace.ask({ kind: 'edit', change: { do: 'accept star', table, into } }, file);
  assert.ok(typeof answer !== 'string', String(answer));
  return answer;
}

describe('schema panel: a star that is accepted', () => {
  for (const [dialect, types] of [
    ['postgres', {}],
    ['cockroach', {}],
    ['mysql', {}],
    ['mariadb', { time: 'datetime' }],
    ['sqlite', { int: 'integer', time: 'text', text: 'text' }],
    ['tsql', { time: 'datetime2' }],
    ['redshift', {}],
    ['snowflake', { int: 'number(38,0)', time: 'timestamp_ntz' }],
    ['bigquery', { int: 'INT64', time: 'TIMESTAMP', text: 'STRING' }],
    ['spark', { int: 'BIGINT', time: 'TIMESTAMP', text: 'STRING' }],
  ] as const)
    it(`stands behind the file and is drawn: ${dialect}`, async () => {
      const before = `-- dialect: ${dialect}\n${shop(types)}`;
      const workspace = await bench(before);
      const [offered] = await factsOf(workspace);
      const { edits, creates, label } = await accept(workspace, 'file', undefined, offered);
      assert.match(label, /^Star around order_items$/i);
      assert.equal(creates, undefined);
      workspace.apply(edits);
      const after = workspace.analyzer.text('file:///work/schema.sql') ?? '';
      assert.ok(after.startsWith(before.trimEnd()), 'what was there stays');
      const found = await workspace.diagram();
      assert.equal(found.noStar, false);
      assert.ok(found.stars.some(({ fact }) => /fact_order_item$/i.test(fact)));
    });

  it('is a file of its own beside, under a name that is free', async () => {
    const workspace = await bench({
      'db/schema.sql': `-- dialect: postgres\n${shop()}`,
      'db/star_order_item.sql': '-- dialect: postgres\nCREATE TABLE notes (id bigint PRIMARY KEY);\n',
    });
    const { edits, creates } = await accept(workspace, 'beside');
    assert.deepEqual(creates, ['file:///work/db/star_order_item_2.sql']);
    assert.deepEqual([...new Set(edits.map(({ uri }) => uri))], creates);
    assert.match(edits[0]!.newText, /^-- dialect: postgres\n-- Star around order_items: its tables\.\n/);
    workspace.apply(edits);
    const { stars } = await workspace.diagram();
    assert.ok(stars.some(({ fact }) => fact === 'public.fact_order_item'));
    assert.doesNotMatch(workspace.analyzer.text('file:///work/db/schema.sql') ?? '', /fact_order_item/);
  });

  it('stands in the last migration, and says so', async () => {
    const workspace = await bench({
      'migrations/V1__shop.sql': `-- dialect: postgres\n${shop()}`,
      'migrations/V2__notes.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY);\n',
    });
    const { edits, notes } = await accept(workspace, 'file');
    assert.deepEqual([...new Set(edits.map(({ uri }) => uri))], ['file:///work/migrations/V2__notes.sql']);
    assert.match(notes.join(' '), /the end of the last migration, V2__notes\.sql/);
    const beside = await accept(workspace, 'beside');
    assert.match(beside.notes.join(' '), /no migration under this name/);
  });

  it('takes other names where tables of a star are there already', async () => {
    const workspace = await bench(
      `-- dialect: postgres\n${shop()}CREATE TABLE dim_date (day date PRIMARY KEY);\nCREATE TABLE dim_customer (id int PRIMARY KEY, name text);\n`,
    );
    const { edits } = await accept(workspace, 'file');
    const text = edits.map(({ newText }) => newText).join('');
    assert.match(text, /CREATE TABLE dim_date_2 \(/);
    assert.match(text, /CREATE TABLE dim_customer_2 \(/);
    assert.match(text, /REFERENCES dim_date_2 \(date_key\)/);
  });

  it('is refused where nobody proposes it', async () => {
    const workspace = await bench(`-- dialect: postgres\n${shop()}`);
    const { edits, notes } = await accept(workspace, 'file', undefined, 'public.categories');
    assert.deepEqual(edits, []);
    assert.deepEqual(notes, ['These files do not propose that star any more.']);
  });

  it('runs in PostgreSQL, and sums up to what the application holds', async () => {
    const db = await PGlite.create();
    try {
      await db.exec(shop({ text: 'text' }) + ROWS);
      await db.exec(await starOf('postgres', { text: 'text' }));
      const { rows } = await db.query<Record<string, unknown>>(
        REPORT.replace('d.full_date AS', 'd.full_date::text AS'),
      );
      assert.deepEqual(
        rows.map(({ day, category, city, amount }) => [day, category, city, Number(amount)]),
        REPORTED,
      );
      const missing = await db.query(
        `SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'fact_order_item'::regclass`,
      );
      assert.equal(missing.rows.length, 3, 'each key of the fact refers to its dimension');
    } finally {
      await db.close();
    }
  });

  it('runs in SQLite, and sums up to the same', async () => {
    const { Database } = await initSqlJs();
    const db = new Database();
    db.run('PRAGMA foreign_keys = ON');
    const types = { int: 'integer', time: 'text', text: 'text' };
    db.run(shop(types) + ROWS);
    db.run(await starOf('sqlite', types));
    assert.deepEqual(
      db
        .exec(REPORT)[0]
        ?.values.map(([day, category, city, amount]) => [
          day,
          category,
          city,
          Math.round(Number(amount) * 100) / 100,
        ]),
      REPORTED,
    );
  });
});

async function factsOf(workspace: Bench): Promise<string[]> {
  const answer = await workspace.ask({ kind: 'proposal' });
  assert.ok(typeof answer !== 'string', String(answer));
  return answer.facts.map(({ table }) => table);
}

/** The statements of the star that the shop is offered. */
async function starOf(dialect: string, types: Types): Promise<string> {
  const workspace = await bench(`-- dialect: ${dialect}\n${shop(types)}`);
  const [table] = await factsOf(workspace);
  const { edits } = await accept(workspace, 'beside', undefined, table);
  assert.equal(tableIn(await workspace.diagram(), table!).name, 'order_items');
  return edits.map(({ newText }) => newText).join('');
}
