import { strict as assert } from 'node:assert';
import type { DiagramChange, EditProposal } from '../../../../server/src/protocol/schema-panel.js';
import { type Bench, bench, tableIn } from './support.js';

async function propose(workspace: Bench, change: DiagramChange, file?: string): Promise<EditProposal> {
  const answer = await workspace.ask({ kind: 'edit', change }, file);
  assert.ok(typeof answer !== 'string', String(answer));
  return answer;
}

async function done(workspace: Bench, change: DiagramChange, file?: string): Promise<EditProposal> {
  const proposal = await propose(workspace, change, file);
  assert.ok(proposal.edits.length > 0, proposal.notes.join(' '));
  workspace.apply(proposal.edits);
  return proposal;
}

const SHOP = `CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL, -- as printed
  city text -- where
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  name text,
  placed_at timestamptz NOT NULL
);
COMMENT ON COLUMN customers.name IS 'what they are called';
CREATE INDEX customers_by_name ON customers (lower(name));
CREATE VIEW shown AS SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.name <> '';
CREATE FUNCTION trimmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.name := trim(NEW.name);
  RETURN NEW;
END
$$;
CREATE TRIGGER trimmed BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION trimmed();
`;

describe('schema panel: edits', () => {
  it('renames a column wherever it is named, and leaves what is called alike', async () => {
    const workspace = await bench({
      'schema.sql': SHOP,
      'queries.sql': QUERIES,
    });
    const change = {
      do: 'rename column',
      table: 'public.customers',
      column: 'name',
      to: 'full name',
    } as const;
    await done(workspace, change);
    assert.equal(
      workspace.analyzer.text('file:///work/queries.sql'),
      `SELECT c."full name" AS name, o.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE lower(c."full name") = 'x' ORDER BY c."full name";
INSERT INTO customers (id, "full name") VALUES (1, 'a') ON CONFLICT ("full name") DO UPDATE SET "full name" = excluded."full name";
UPDATE orders SET name = 'b' WHERE id = 1;
`,
    );
    const text = workspace.analyzer.text('file:///work/schema.sql')!;
    assert.match(text, /"full name" text NOT NULL, -- as printed/);
    assert.match(text, /COMMENT ON COLUMN customers\."full name" IS/);
    assert.match(text, /\(lower\("full name"\)\)/);
    assert.match(text, /SELECT o\.id, c\."full name" AS name FROM/);
    assert.match(text, /NEW\."full name" := trim\(NEW\."full name"\);/);
    assert.match(text, /customer_id bigint NOT NULL REFERENCES customers \(id\),\n {2}name text,/);
    const found = await workspace.diagram();
    assert.ok(tableIn(found, 'public.customers').columns.some(({ name }) => name === 'full name'));
    assert.ok(tableIn(found, 'public.orders').columns.some(({ name }) => name === 'name'));
    assert.deepEqual(
      tableIn(found, 'public.shown').columns.map(({ name }) => name),
      ['id', 'name'],
    );
  });

  it('renames a column in the keys that refer to it', async () => {
    const workspace = await bench(SHOP);
    await done(workspace, { do: 'rename column', table: 'public.customers', column: 'id', to: 'number' });
    const text = workspace.analyzer.text('file:///work/schema.sql')!;
    assert.match(text, /number bigint PRIMARY KEY/);
    assert.match(text, /REFERENCES customers \(number\)/);
    assert.match(text, /ON c\.number = o\.customer_id/);
    assert.match(text, /CREATE TABLE orders \(\n {2}id bigint/);
  });

  it('refuses to rename what it cannot tell in full', async () => {
    const workspace = await bench(
      `${SHOP}CREATE FUNCTION odd() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'UPDATE customers SET name = 1'; PERFORM name FROM customers; name := 2; END $$;`,
    );
    const proposal = await propose(workspace, {
      do: 'rename column',
      table: 'public.customers',
      column: 'name',
      to: 'title',
    });
    assert.deepEqual(proposal.edits, []);
    assert.match(proposal.notes[0]!, /"name" means in schema\.sql line \d+.*by hand/);
  });

  it('renames a table in keys, queries, triggers and bodies', async () => {
    const workspace = await bench({
      'schema.sql': `${SHOP}CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM customers WHERE customers.city IS NOT NULL $$;\n`,
      'app.py': 'db.execute("SELECT id FROM customers WHERE city = %s", (city,))\n',
    });
    await done(workspace, { do: 'rename table', table: 'public.customers', to: 'people' });
    const text = workspace.analyzer.text('file:///work/schema.sql')!;
    assert.doesNotMatch(text.replace(/customers_by_name/g, ''), /\bcustomers\b/);
    assert.match(text, /count\(\*\) FROM people WHERE people\.city/);
    assert.match(workspace.analyzer.text('file:///work/app.py')!, /SELECT id FROM people WHERE/);
    const found = await workspace.diagram();
    assert.ok(found.edges.some(({ id }) => id === 'ref:public.orders(customer_id)>public.people'));
    assert.ok(found.edges.some(({ id }) => id === 'reads:public.shown>public.people'));
    assert.equal(tableIn(found, 'public.people').triggers.length, 1);
  });

  it('adds to the last migration where a migration made the table', async () => {
    const workspace = await bench({
      'migrations/V1__start.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);\n',
      'migrations/V2__more.sql': 'ALTER TABLE users ADD COLUMN city text;\n',
    });
    const first = 'migrations/V1__start.sql';
    const last = 'file:///work/migrations/V2__more.sql';
    const proposal = await done(
      workspace,
      { do: 'rename column', table: 'public.users', column: 'mail', to: 'email' },
      first,
    );
    assert.match(workspace.analyzer.text(last)!, /ALTER TABLE users RENAME COLUMN mail TO email;/);
    assert.match(proposal.notes[0]!, /V2__more\.sql/);
    await done(
      workspace,
      { do: 'add column', table: 'public.users', column: 'born', type: 'date', nullable: true },
      first,
    );
    assert.match(workspace.analyzer.text(last)!, /ALTER TABLE users ADD COLUMN born date;/);
    await done(
      workspace,
      { do: 'add index', table: 'public.users', columns: ['email'], unique: true },
      first,
    );
    const { columns, indexes } = tableIn(await workspace.diagram(first), 'public.users');
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['id', 'email', 'city', 'born'],
    );
    assert.ok(indexes.some(({ name, unique }) => name === 'users_email_idx' && unique));
    assert.equal(workspace.analyzer.text('file:///work/migrations/V1__start.sql')!.includes('email'), false);
  });

  it('adds a column behind the others, and keeps comments where they are', async () => {
    const workspace = await bench(SHOP);
    await done(workspace, {
      do: 'add column',
      table: 'public.customers',
      column: 'zip code',
      type: 'varchar(10)',
      nullable: false,
    });
    assert.match(
      workspace.analyzer.text('file:///work/schema.sql')!,
      /city text, -- where\n {2}"zip code" varchar\(10\) NOT NULL\n\);/,
    );
    const inline = await bench({ 'a.sql': 'CREATE TABLE a (id int, b int, PRIMARY KEY (id));' });
    await done(inline, { do: 'add column', table: 'public.a', column: 'c', type: 'int', nullable: true });
    assert.equal(
      inline.analyzer.text('file:///work/a.sql'),
      'CREATE TABLE a (id int, b int, c int, PRIMARY KEY (id));',
    );
    const wrong = await propose(inline, {
      do: 'add column',
      table: 'public.a',
      column: 'd',
      type: 'int; DROP TABLE a',
      nullable: true,
    });
    assert.deepEqual(wrong.edits, []);
  });

  it('adds an index, or says which one there is', async () => {
    const workspace = await bench(SHOP);
    await done(workspace, {
      do: 'add index',
      table: 'public.orders',
      columns: ['customer_id'],
      unique: false,
    });
    assert.ok(
      tableIn(await workspace.diagram(), 'public.orders').indexes.some(
        ({ name }) => name === 'orders_customer_id_idx',
      ),
    );
    const again = await propose(workspace, {
      do: 'add index',
      table: 'public.orders',
      columns: ['customer_id'],
      unique: false,
    });
    assert.match(again.notes[0]!, /has this index already: orders_customer_id_idx/);
  });

  it('adds a foreign key where the types fit and its end is a key', async () => {
    const sql =
      'CREATE TABLE a (id bigint PRIMARY KEY, label text);\nCREATE TABLE b (id bigint PRIMARY KEY, a bigint, t text);\n';
    const key = { do: 'add foreign key', table: 'public.b', columns: ['a'], to: 'public.a' } as const;
    const workspace = await bench(sql);
    await done(workspace, { ...key, toColumns: ['id'] });
    assert.ok(
      (await workspace.diagram()).edges.some(edge => edge.id === 'ref:public.b(a)>public.a' && edge.declared),
    );
    const refused = async (change: DiagramChange, why: RegExp) => {
      const proposal = await propose(await bench(sql), change);
      assert.deepEqual(proposal.edits, []);
      assert.match(proposal.notes[0]!, why);
    };
    await refused({ ...key, columns: ['t'], toColumns: ['id'] }, /b\.t is text and a\.id is bigint/);
    await refused({ ...key, columns: ['t'], toColumns: ['label'] }, /keeps \(label\) of a unique/);
    const lite = await bench(`-- dialect: sqlite\n${sql}`);
    await done(lite, { ...key, table: '.b', to: '.a', toColumns: ['id'] });
    assert.match(
      lite.analyzer.text('file:///work/schema.sql')!,
      /t text, FOREIGN KEY \(a\) REFERENCES a \(id\)\)/,
    );
  });

  it('turns a copy into a view', async () => {
    const workspace = await bench(
      'CREATE TABLE customers (id bigint PRIMARY KEY, name text);\nCREATE TABLE visits (\n  id bigint PRIMARY KEY,\n  customer_id bigint NOT NULL REFERENCES customers,\n  customer_name text\n);\n',
    );
    const { copies } = await workspace.diagram();
    await done(workspace, { do: 'copy to view', copy: copies[0]!.id });
    const found = await workspace.diagram();
    assert.deepEqual(
      tableIn(found, 'public.visits').columns.map(({ name }) => name),
      ['id', 'customer_id'],
    );
    assert.deepEqual(found.copies, []);
    assert.equal(tableIn(found, 'public.visits_with_customers').role, 'view');
  });

  it('renames in other dialects', async () => {
    for (const [dialect, table] of [
      ['mysql', '.orders'],
      ['tsql', 'dbo.orders'],
      ['sqlite', '.orders'],
    ] as const) {
      const workspace = await bench(
        `-- dialect: ${dialect}\nCREATE TABLE orders (id int NOT NULL PRIMARY KEY, total int);\nCREATE INDEX orders_total ON orders (total);\nSELECT total FROM orders WHERE total > 5;\n`,
      );
      await done(workspace, { do: 'rename column', table, column: 'total', to: 'order' });
      const text = workspace.analyzer.text('file:///work/schema.sql')!;
      assert.match(text, /SELECT ["`[]order["`\]] AS total FROM orders WHERE ["`[]order["`\]] > 5;/, dialect);
      assert.match(text, /ON orders \(["`[]order["`\]]\)/, dialect);
    }
  });
});

const QUERIES = `SELECT c.name, o.name FROM customers c JOIN orders o ON o.customer_id = c.id WHERE lower(c.name) = 'x' ORDER BY c.name;
INSERT INTO customers (id, name) VALUES (1, 'a') ON CONFLICT (name) DO UPDATE SET name = excluded.name;
UPDATE orders SET name = 'b' WHERE id = 1;
`;
