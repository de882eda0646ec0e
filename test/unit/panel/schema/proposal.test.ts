import { strict as assert } from 'node:assert';
import { bench, tableIn } from './support.js';

const SHOP = (
  dialect: string,
  int = 'bigint',
  time = 'timestamp',
  text = 'varchar(80)',
) => `-- dialect: ${dialect}
CREATE TABLE categories (id ${int} NOT NULL PRIMARY KEY, name ${text} NOT NULL);
CREATE TABLE products (id ${int} NOT NULL PRIMARY KEY, category_id ${int} NOT NULL, sku ${text} NOT NULL, title ${text}, FOREIGN KEY (category_id) REFERENCES categories (id));
CREATE TABLE customers (id ${int} NOT NULL PRIMARY KEY, name ${text} NOT NULL, city ${text}, password_hash ${text});
CREATE TABLE orders (id ${int} NOT NULL PRIMARY KEY, customer_id ${int} NOT NULL, placed_at ${time} NOT NULL, FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE order_items (order_id ${int} NOT NULL, product_id ${int} NOT NULL, quantity int NOT NULL, unit_price decimal(12,2) NOT NULL, PRIMARY KEY (order_id, product_id), FOREIGN KEY (order_id) REFERENCES orders (id), FOREIGN KEY (product_id) REFERENCES products (id));
`;

async function proposed(sql: string) {
  const workspace = await bench(sql);
  const answer = await workspace.ask({ kind: 'proposal' });
  assert.ok(typeof answer !== 'string', String(answer));
  return { answer, workspace };
}

describe('schema panel: proposal', () => {
  it('takes the lines of what happens for the fact, and says why', async () => {
    const { answer } = await proposed(SHOP('postgres'));
    const [fact, ...more] = answer.facts;
    assert.equal(more.length, 0);
    assert.equal(fact?.table, 'public.order_items');
    assert.match(
      fact.because,
      /^order_items has 2 numbers \(quantity, unit_price\), refers to orders, customers and products and happens at a time \(placed_at\); nothing refers to it\.$/,
    );
    assert.deepEqual(fact.dimensions, ['public.customers', 'public.products']);
    assert.doesNotMatch(fact.ddl, /password/);
    // The category is folded into the product.
    assert.match(
      fact.ddl,
      /CREATE TABLE dim_product \([^;]*category_name varchar\(80\)|category_name character varying\(80\)/,
    );
  });

  it('has a row for each of its source, and says by what they are told apart', async () => {
    const { answer } = await proposed(SHOP('postgres'));
    const ddl = answer.facts[0]!.ddl;
    assert.match(ddl, /\n {2}PRIMARY KEY \(order_id, product_key\)/);
    const { analyzer } = await bench(`-- dialect: postgres\n${ddl}`);
    const found = await analyzer.findings('file:///work/schema.sql');
    assert.ok(!found.some(({ rule }) => rule === 'no-primary-key'));
  });

  it('takes over what no dimension stands for', async () => {
    const sensors = `-- dialect: postgres
CREATE TABLE sites (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE sensors (id bigint PRIMARY KEY, label text NOT NULL);
CREATE TABLE readings (
  sensor_id bigint NOT NULL REFERENCES sensors (id),
  site_id bigint REFERENCES sites (id),
  taken_at timestamptz NOT NULL,
  amount numeric(8, 2) NOT NULL,
  PRIMARY KEY (sensor_id, taken_at)
);`;
    const { answer } = await proposed(sensors);
    // A day alone would not tell two readings of one sensor apart.
    assert.match(answer.facts[0]!.ddl, /\n {2}PRIMARY KEY \(sensor_key, taken_at\)/);
    assert.match(answer.facts[0]!.load, /SELECT s\.taken_at, CAST\(to_char/);
  });

  for (const [dialect, ...types] of [
    ['postgres'],
    ['cockroach'],
    ['mysql'],
    ['mariadb', 'bigint', 'datetime'],
    ['sqlite', 'integer', 'text', 'text'],
    ['tsql', 'bigint', 'datetime2'],
    ['redshift'],
    ['snowflake', 'number(38,0)', 'timestamp_ntz'],
    ['bigquery', 'INT64', 'TIMESTAMP', 'STRING'],
    ['spark', 'BIGINT', 'TIMESTAMP', 'STRING'],
  ] as const) {
    it(`writes a star that is read as one, and how to fill it: ${dialect}`, async () => {
      const sql = SHOP(dialect, ...types);
      const { answer } = await proposed(sql);
      const [fact] = answer.facts;
      assert.match(fact!.load, /INSERT INTO dim_date/);
      const { analyzer, diagram } = await bench(`${sql}\n${fact!.ddl}\n${fact!.load}`);
      const problems = analyzer
        .units('file:///work/schema.sql')
        .flatMap(({ readings, piece }) =>
          readings.flatMap(({ problem, partial }) =>
            problem || partial ? [`${problem?.message}: ${piece.text}`] : [],
          ),
        );
      assert.deepEqual(problems, []);
      const found = await diagram();
      const star = found.stars.find(({ fact: key }) => /fact_order_item$/i.test(key));
      const dimensions = star?.dimensions.map(key => tableIn(found, key).name.toLowerCase());
      // Where no key is declared, the number of an order may name the order itself, which is still there.
      const undeclared = dialect === 'bigquery' || dialect === 'spark';
      assert.deepEqual(dimensions?.filter(name => !undeclared || name !== 'orders').sort(), [
        'dim_customer',
        'dim_date',
        'dim_product',
      ]);
    });
  }

  it('proposes nothing where nothing could be summed', async () => {
    const { answer } = await proposed('CREATE TABLE notes (id bigint PRIMARY KEY, body text);');
    assert.deepEqual(answer.facts, []);
    assert.match(answer.notes[0]!, /No table has numbers/);
  });
});
