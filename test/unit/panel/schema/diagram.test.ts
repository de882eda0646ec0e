import { strict as assert } from 'node:assert';
import { wholeDiagram } from '../../../../media/schema/model/merge.js';
import { answerPanel } from '../../../../server/src/panel/answer.js';
import type { SchemaAnswer } from '../../../../server/src/protocol/schema-panel.js';
import { at } from '../../support/memory-host.js';
import { type Bench, bench, generatedSchema, tableIn } from './support.js';

const STAR = `
CREATE SCHEMA mart;
CREATE TABLE mart.dim_date (date_key int PRIMARY KEY, full_date date NOT NULL UNIQUE, year smallint NOT NULL, month smallint NOT NULL, quarter smallint NOT NULL);
CREATE TABLE mart.dim_region (region_key int PRIMARY KEY, region text NOT NULL);
CREATE TABLE mart.dim_city (city_key int PRIMARY KEY, city text NOT NULL, region_key int NOT NULL REFERENCES mart.dim_region);
CREATE TABLE mart.dim_customer (
  customer_key bigint PRIMARY KEY,
  customer_id bigint NOT NULL,
  segment text,
  city_key int NOT NULL REFERENCES mart.dim_city,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  is_current boolean NOT NULL
);
CREATE TABLE mart.dim_interest (interest_key int PRIMARY KEY, label text NOT NULL);
CREATE TABLE mart.bridge_customer_interest (
  customer_key bigint NOT NULL REFERENCES mart.dim_customer,
  interest_key int NOT NULL REFERENCES mart.dim_interest,
  PRIMARY KEY (customer_key, interest_key)
);
-- faultline: rows=1.8B bytes=142GB
CREATE TABLE mart.fact_sales (
  order_no text NOT NULL,
  line_no smallint NOT NULL,
  order_date_key int NOT NULL REFERENCES mart.dim_date,
  ship_date_key int REFERENCES mart.dim_date,
  customer_key bigint NOT NULL REFERENCES mart.dim_customer,
  quantity int NOT NULL,
  unit_price numeric(12,2) NOT NULL,
  balance numeric(12,2) NOT NULL,
  PRIMARY KEY (order_no, line_no, order_date_key)
) PARTITION BY RANGE (order_date_key);
CREATE TABLE mart.fact_sales_2024 PARTITION OF mart.fact_sales FOR VALUES FROM (20240101) TO (20250101);
`;

describe('schema panel: diagram', () => {
  it('says of a fact what it is for, and of each measure whether it may be summed', async () => {
    const { diagram } = await bench(STAR);
    const found = await diagram();
    const fact = tableIn(found, 'mart.fact_sales');
    assert.equal(fact.role, 'fact');
    assert.equal(fact.grain, 'one row per order no, line no and order date');
    assert.equal(fact.size, '≈ 1.8 B rows, 142 GB');
    assert.deepEqual(
      fact.columns.filter(column => column.additivity).map(column => [column.name, column.additivity]),
      [
        ['quantity', 'additive'],
        ['unit_price', 'non-additive'],
        ['balance', 'semi-additive'],
      ],
    );
    assert.deepEqual(fact.partitions, {
      by: 'order_date_key',
      method: 'range',
      count: 1,
      names: ['fact_sales_2024'],
    });
    const part = tableIn(found, 'mart.fact_sales_2024');
    assert.deepEqual([part.partitionOf, part.role], ['mart.fact_sales', 'fact']);
  });

  it('names the columns that keep versions, and the parts that one dimension plays', async () => {
    const { diagram } = await bench(STAR);
    const found = await diagram();
    const customer = tableIn(found, 'mart.dim_customer');
    assert.deepEqual([customer.role, customer.variant], ['dimension', 'scd2']);
    assert.deepEqual(
      customer.columns.filter(column => column.part).map(column => [column.name, column.part]),
      [
        ['customer_id', 'natural key'],
        ['valid_from', 'valid from'],
        ['valid_to', 'valid to'],
        ['is_current', 'current'],
      ],
    );
    const dates = found.edges.filter(edge => edge.to === 'mart.dim_date');
    assert.deepEqual(
      dates.map(({ label, optional, many, declared }) => ({ label, optional, many, declared })),
      [
        { label: 'order date', optional: false, many: true, declared: true },
        { label: 'ship date', optional: true, many: true, declared: true },
      ],
    );
  });

  it('holds stars with the chains and bridges behind their dimensions', async () => {
    const { diagram } = await bench(STAR);
    const found = await diagram();
    assert.deepEqual(found.stars, [
      {
        fact: 'mart.fact_sales',
        dimensions: ['mart.dim_date', 'mart.dim_customer'],
        snowflakes: [{ dimension: 'mart.dim_customer', levels: ['mart.dim_city', 'mart.dim_region'] }],
        bridges: ['mart.bridge_customer_interest'],
      },
    ]);
    assert.equal(found.noStar, false);
  });

  it('tells references that names alone say, and tables that are only spoken of', async () => {
    const { diagram } = await bench(
      'CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, shop_id bigint REFERENCES shops (id));',
    );
    const found = await diagram();
    assert.deepEqual(
      found.edges.map(({ from, to, declared }) => [from, to, declared]),
      [
        ['public.orders', 'public.shops', true],
        ['public.orders', 'public.customers', false],
      ],
    );
    assert.equal(tableIn(found, 'public.shops').place, undefined);
    assert.equal(found.noStar, true);
  });

  it('draws one line for a key of one row, and one for a key that is declared twice', async () => {
    const { diagram } = await bench(
      'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users, FOREIGN KEY (user_id) REFERENCES users (id));',
    );
    const { edges } = await diagram();
    assert.deepEqual(
      edges.map(({ many, optional, label }) => [many, optional, label]),
      [[false, false, undefined]],
    );
  });

  it('says what views read, what triggers write and what keeps copies true', async () => {
    const { diagram } = await bench(`
CREATE TABLE posts (id bigint PRIMARY KEY, comments_count int NOT NULL DEFAULT 0);
CREATE TABLE users (id bigint PRIMARY KEY, city text);
CREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts, user_id bigint REFERENCES users, user_city text);
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE posts SET comments_count = comments_count + 1 WHERE id = NEW.post_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER counted AFTER INSERT ON comments FOR EACH ROW EXECUTE FUNCTION counted();
CREATE VIEW shown AS SELECT c.id, p.comments_count FROM comments c JOIN posts p ON p.id = c.post_id;
CREATE TABLE plans (id bigint PRIMARY KEY, tier text NOT NULL, UNIQUE (id, tier));
CREATE TABLE accounts (id bigint PRIMARY KEY, plan_id bigint, plan_tier text, FOREIGN KEY (plan_id, plan_tier) REFERENCES plans (id, tier) ON UPDATE CASCADE);
`);
    const found = await diagram();
    assert.deepEqual(
      found.edges.filter(edge => edge.kind !== 'references').map(edge => edge.id),
      [
        'writes:public.comments:counted>public.posts',
        'reads:public.shown>public.comments',
        'reads:public.shown>public.posts',
      ],
    );
    assert.deepEqual(
      found.copies.map(
        ({ from, to, keptBy }) => `${from.table}.${from.column} ${to.table}.${to.column} ${keptBy}`,
      ),
      [
        'public.comments.post_id public.posts.comments_count trigger',
        'public.users.city public.comments.user_city nothing',
        'public.plans.tier public.accounts.plan_tier cascade',
      ],
    );
    const shown = tableIn(found, 'public.shown');
    assert.deepEqual(
      shown.columns.map(({ name, type }) => `${name} ${type}`),
      ['id bigint', 'comments_count integer'],
    );
  });

  it('puts findings on the table and column that they are about, with their fixes in the details', async () => {
    const { diagram, ask, apply } = await bench(
      'CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL REFERENCES a);',
    );
    const b = tableIn(await diagram(), 'public.b');
    const finding = b.findings.find(({ rule }) => rule === 'fk-without-index');
    assert.equal(finding?.column, 'a_id');
    assert.equal(finding.place.range.start.line, 1);
    assert.equal(b.columns.find(({ name }) => name === 'a_id')?.findings, 1);
    assert.ok(b.findings.every(({ fixes }) => fixes === undefined));
    const details = await ask({ kind: 'details', table: 'public.b' });
    assert.ok(typeof details !== 'string');
    assert.deepEqual(
      details.findings.map(({ fixes: _, ...rest }) => rest),
      b.findings,
    );
    const [fix] = details.findings.find(({ rule }) => rule === 'fk-without-index')?.fixes ?? [];
    assert.ok(fix);
    apply(fix.edits);
    const after = tableIn(await diagram(), 'public.b');
    assert.ok(!after.findings.some(({ rule }) => rule === 'fk-without-index'));
  });

  it('keeps what an edit does not touch, and moves what it moves', async () => {
    const { diagram, analyzer } = await bench(generatedSchema(60, 120));
    const before = await diagram();
    const uri = at('schema.sql');
    const { line } = tableIn(before, 's0.t30').place!.range.start;
    analyzer.changeBuffer(uri, [
      {
        range: { start: { line: line + 2, character: 2 }, end: { line: line + 2, character: 6 } },
        text: 'title',
      },
    ]);
    const after = await diagram();
    assert.ok(after.version > before.version);
    assert.ok(tableIn(after, 's0.t30').columns.some(({ name }) => name === 'title'));
    const changed = after.tables.filter((table, i) => table !== before.tables[i]);
    // Findings on its neighbours are worked out anew.
    assert.ok(changed.length < 10, changed.map(({ id }) => id).join());
    analyzer.changeBuffer(uri, [
      { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text: '\n\n' },
    ]);
    const moved = await diagram();
    assert.equal(tableIn(moved, 's0.t30').place!.range.start.line, line + 2);
    assert.equal(
      tableIn(moved, 's9.t59').place!.range.start.line,
      tableIn(after, 's9.t59').place!.range.start.line + 2,
    );
    assert.equal(tableIn(moved, 's0.t0'), tableIn(after, 's0.t0'));
  });

  it('answers only what differs from the version that a page has', async () => {
    const { diagram, ask, analyzer } = await bench(generatedSchema(20, 30));
    const first = await diagram();
    const uri = at('schema.sql');
    const { line } = tableIn(first, 's5.t5').place!.range.start;
    const rename = (start: number, end: number, text: string) =>
      analyzer.changeBuffer(uri, [
        {
          range: { start: { line: line + 2, character: start }, end: { line: line + 2, character: end } },
          text,
        },
      ]);
    rename(2, 6, 'named');
    const newer = await ask({ kind: 'diagram', since: first.version });
    assert.ok(typeof newer !== 'string');
    assert.equal(newer.onto, first.version);
    assert.ok(newer.tables.length < 10, newer.tables.map(({ id }) => id).join());
    const merged = wholeDiagram(newer, first);
    const { version: _, ...whole } = await diagram();
    assert.ok(merged);
    const { version: __, ...rest } = merged;
    assert.deepEqual(rest, whole);
    assert.equal(tableIn(merged, 's1.t11'), tableIn(first, 's1.t11'));

    // An edge that moves is told of, and nothing is built on a version that nobody knows.
    analyzer.changeBuffer(uri, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
    ]);
    const moved = await ask({ kind: 'diagram', since: newer.version });
    assert.ok(typeof moved !== 'string');
    assert.equal(moved.edges.length, whole.edges.length);
    assert.equal(wholeDiagram(moved, first), undefined);
    const unknown = await ask({ kind: 'diagram', since: first.version - 1 });
    assert.ok(typeof unknown !== 'string');
    assert.equal(unknown.onto, undefined);
    analyzer.changeBuffer(uri, [
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: 'CREATE TABLE newcomers (id bigint PRIMARY KEY);\n',
      },
    ]);
    const more = await ask({ kind: 'diagram', since: unknown.version });
    assert.ok(typeof more !== 'string');
    assert.deepEqual([more.onto, more.tables.length], [undefined, 21]);
  });

  it('lets others go first while it draws many tables, and draws what they changed', async () => {
    const { analyzer } = await bench(generatedSchema(400, 800));
    let pauses = 0;
    const found = await drawn(analyzer, {
      pause: async () => {
        if (pauses++ > 0) return;
        analyzer.changeBuffer(at('schema.sql'), [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            text: 'CREATE TABLE newcomers (id bigint PRIMARY KEY);\n',
          },
        ]);
      },
    });
    assert.ok(pauses > 0);
    assert.ok('kind' in found && found.kind === 'diagram');
    tableIn(found, 'public.newcomers');
    assert.equal(found.tables.length, 401);
  });

  it('stops when nobody waits for it any more', async () => {
    const { analyzer } = await bench(generatedSchema(400, 800));
    let pauses = 0;
    const found = await drawn(analyzer, {
      pause: async () => void pauses++,
      cancelled: () => pauses > 0,
    });
    assert.equal(pauses, 1);
    assert.ok(!('kind' in found));
  });

  it('answers a sentence for a file that is no SQL', async () => {
    const { ask } = await bench({ 'schema.sql': 'CREATE TABLE a (id int);' });
    assert.match(String(await ask({ kind: 'diagram' }, 'notes.txt')), /not SQL/);
  });
});

function drawn(
  analyzer: Bench['analyzer'],
  context: { pause(): Promise<void>; cancelled?(): boolean },
): Promise<SchemaAnswer | { readonly why: string }> {
  return answerPanel(
    'schema',
    { kind: 'diagram', uri: at('schema.sql') },
    { analyzer, cancelled: () => false, part: () => {}, ...context },
  ) as Promise<SchemaAnswer | { readonly why: string }>;
}
