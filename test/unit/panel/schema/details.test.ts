import { strict as assert } from 'node:assert';
import { bench, tableIn } from './support.js';

const STAR = `CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date NOT NULL, year int, quarter int, month int);
CREATE TABLE dim_shop (shop_key int PRIMARY KEY, shop_id int NOT NULL, city text, name text);
-- what was sold
-- faultline: rows=2M
CREATE TABLE fact_sales (
  date_key int NOT NULL REFERENCES dim_date,
  shop_key int NOT NULL REFERENCES dim_shop,
  amount numeric(12,2) NOT NULL,
  PRIMARY KEY (date_key, shop_key)
);
CREATE TABLE fact_visits (
  date_key int NOT NULL REFERENCES dim_date,
  shop_key int NOT NULL REFERENCES dim_shop,
  visits int NOT NULL,
  PRIMARY KEY (date_key, shop_key)
);
SELECT d.year, sum(s.amount) FROM fact_sales s JOIN dim_date d ON d.date_key = s.date_key GROUP BY d.year;
`;

describe('schema panel: details', () => {
  it('says why a table was taken for a fact, and how sure without its name', async () => {
    const { ask } = await bench(STAR);
    const details = await ask({ kind: 'details', table: 'public.fact_sales' });
    assert.ok(typeof details !== 'string');
    const named = details.evidence.find(({ convention }) => convention);
    assert.equal(named?.text, 'name "fact_sales"');
    assert.equal(named.place?.range.start.line, 4);
    assert.ok(details.evidence.some(({ text, convention }) => /dim_date/.test(text) && !convention));
    assert.ok(details.withoutNames! > 0.5 && details.withoutNames! < 0.99, String(details.withoutNames));
    assert.deepEqual(details.shares, [
      { fact: 'public.fact_visits', dimensions: ['public.dim_date', 'public.dim_shop'] },
    ]);
    assert.equal(details.queries, 1);
    assert.ok(details.storage.some(({ name, value }) => name === 'rows' && value.startsWith('2,000,000')));
    assert.match(details.definition ?? '', /^CREATE TABLE fact_sales/);
  });

  it('overrules by a comment, which can be taken back', async () => {
    const { ask, apply, diagram, analyzer } = await bench(STAR);
    const before = analyzer.text('file:///work/schema.sql');
    const details = await ask({ kind: 'details', table: 'public.fact_sales' });
    assert.ok(typeof details !== 'string');
    apply(details.overrule.find(({ title }) => title === 'Not a fact')!.edits);
    assert.match(analyzer.text('file:///work/schema.sql')!, /-- faultline: rows=2M role=entity\nCREATE/);
    const fact = tableIn(await diagram(), 'public.fact_sales');
    assert.deepEqual([fact.role, fact.rows], ['entity', 2_000_000]);
    const now = await ask({ kind: 'details', table: 'public.fact_sales' });
    assert.ok(typeof now !== 'string');
    assert.equal(now.evidence[0]?.text, 'a comment says so');
    apply(now.overrule.find(({ title }) => /speak for itself/.test(title))!.edits);
    assert.equal(analyzer.text('file:///work/schema.sql'), before);
    assert.equal(tableIn(await diagram(), 'public.fact_sales').role, 'fact');
  });

  it('puts a comment of its own above a statement, and takes its line away again', async () => {
    const { ask, apply, diagram, analyzer } = await bench(
      '\n  CREATE TABLE things (id int PRIMARY KEY, name text);\n',
    );
    const before = analyzer.text('file:///work/schema.sql');
    const role = async (title: RegExp) => {
      const details = await ask({ kind: 'details', table: 'public.things' });
      assert.ok(typeof details !== 'string');
      apply(details.overrule.find(each => title.test(each.title))!.edits);
      return tableIn(await diagram(), 'public.things').role;
    };
    assert.equal(await role(/^A fact$/), 'fact');
    assert.match(
      analyzer.text('file:///work/schema.sql')!,
      /\n {2}-- faultline: role=fact\n {2}CREATE TABLE/,
    );
    assert.equal(await role(/^A dimension$/), 'dimension');
    assert.equal(await role(/speak for itself/), 'lookup');
    assert.equal(analyzer.text('file:///work/schema.sql'), before);
  });

  it('believes faultline.yaml, and a comment more', async () => {
    const files = {
      'schema.sql': `${STAR}\n-- faultline: role=bridge\nCREATE TABLE dim_mix (a int, b int);`,
      'faultline.yaml': 'tables:\n  fact_visits:\n    role: aggregate\n  dim_*:\n    role: lookup\n',
    };
    const { diagram } = await bench(files);
    const found = await diagram('schema.sql');
    const roles = Object.fromEntries(found.tables.map(({ name, role }) => [name, role]));
    assert.deepEqual(roles, {
      dim_date: 'lookup',
      dim_shop: 'lookup',
      fact_sales: 'fact',
      fact_visits: 'aggregate',
      dim_mix: 'bridge',
    });
  });

  it('lets rules go by what is said', async () => {
    const sql = 'CREATE TABLE fact_things (id int PRIMARY KEY, name text, label text);\n';
    const facts = async (text: string) =>
      (await bench(text)).analyzer
        .findings('file:///work/schema.sql')
        .filter(({ rule }) => rule === 'fact-without-dimension-keys').length;
    const measured = `CREATE TABLE fact_sales (order_no text PRIMARY KEY, customer_name text NOT NULL, product_name text NOT NULL, amount numeric(14,2) NOT NULL, sold_on date NOT NULL);\nCREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date, year int, month int, quarter int);\n`;
    assert.equal(await facts(sql + measured), 1);
    assert.equal(await facts(`${sql}-- faultline: role=entity\n${measured}`), 0);
  });

  it('says in a sentence that a table is gone', async () => {
    const { ask } = await bench(STAR);
    assert.match(String(await ask({ kind: 'details', table: 'public.none' })), /no table public\.none/);
  });
});
