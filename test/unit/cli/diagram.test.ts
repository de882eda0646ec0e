import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { runIn, Workspace } from './harness.js';

const STAR = `CREATE TABLE dim_date (date_key int PRIMARY KEY, full_date date, year int, quarter int, month int);
CREATE TABLE dim_shop (shop_key int PRIMARY KEY, shop_id int, name text);
CREATE TABLE dim_cause (cause_key int PRIMARY KEY, cause_id int, name text);
CREATE TABLE fact_sales (date_key int NOT NULL REFERENCES dim_date, shop_key int NOT NULL REFERENCES dim_shop, amount numeric(12,2));
CREATE TABLE fact_returns (date_key int NOT NULL REFERENCES dim_date, cause_key int NOT NULL REFERENCES dim_cause, amount numeric(12,2));
CREATE TABLE users (id bigint PRIMARY KEY, name text);
`;

describe('faultline diagram', () => {
  const workspace = new Workspace();
  before(() =>
    workspace.put({
      'star.sql': STAR,
      'other.sql': '-- dialect: mysql\nCREATE TABLE a (id int);',
      'pg.sql': '-- dialect: postgres\nCREATE TABLE b (id int);',
    }),
  );
  after(() => workspace.remove());

  it('draws every table, or those of stars', async () => {
    const all = await workspace.run('diagram star.sql');
    assert.equal(all.code, 0);
    assert.match(all.out, /^<svg xmlns/);
    assert.match(all.out, />users</);
    const star = await workspace.run('diagram star.sql --kind star --format mermaid');
    assert.match(star.out, /\["fact_sales"\]/);
    assert.doesNotMatch(star.out, /users/);
  });

  it('shows a table and what is near it', async () => {
    const names = async (args: string) => {
      const { out } = await workspace.run(`diagram star.sql --format json --focus fact_sales ${args}`);
      return (JSON.parse(out) as { tables: { name: string }[] }).tables.map(({ name }) => name);
    };
    assert.deepEqual(await names('--hops 0'), ['fact_sales']);
    assert.deepEqual(await names(''), ['dim_date', 'dim_shop', 'fact_sales']);
    assert.deepEqual(await names('--hops 3'), [
      'dim_date',
      'dim_shop',
      'dim_cause',
      'fact_sales',
      'fact_returns',
    ]);
  });

  it('writes to a file, and places as the files are called', async () => {
    const { out } = await workspace.run('diagram star.sql --format json -o made.json');
    assert.equal(out, '');
    const [first] = (JSON.parse(workspace.read('made.json')) as { tables: { place: unknown }[] }).tables;
    assert.deepEqual(first?.place, { file: 'star.sql', line: 1, column: 14 });
  });

  it('prints JSON as the schema in the documentation describes it', async () => {
    const root = resolve(__dirname, '../../..');
    const schema = JSON.parse(readFileSync(join(root, 'docs/diagram-output.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
    for (const example of ['analytics', 'shop', 'dialects/clickhouse.sql', 'events/devices.cql']) {
      const { out, err } = await runIn(join(root, 'examples'), ['diagram', example, '--format', 'json']);
      assert.ok(out !== '' && validate(JSON.parse(out)), err + JSON.stringify(validate.errors?.slice(0, 5)));
    }
    assert.equal(validate({ version: 1, tables: [{}] }), false);
  });

  it('compares with another version', async () => {
    workspace.put({
      'now/star.sql': STAR.replace('name text);\n', 'title text NOT NULL);\n').replace(
        /CREATE TABLE users.*\n/,
        '',
      ),
    });
    const markdown = await workspace.run('diagram now/star.sql --compare star.sql --format markdown');
    assert.match(
      markdown.out,
      /- `dim_shop`: changed\n {2}- `title`: added, `text NOT NULL`\n {2}- `name`: dropped, `text`/,
    );
    assert.match(markdown.out, /DROP TABLE users;/);
    assert.match(markdown.out, /Dropping dim_shop\.name loses its values\./);
    const json = JSON.parse(
      (await workspace.run('diagram now/star.sql --compare star.sql --format json')).out,
    );
    assert.deepEqual(json.tables, { 'public.dim_shop': 'changed', 'public.users': 'dropped' });
    const picture = await workspace.run('diagram now/star.sql --compare star.sql');
    for (const name of ['- users', '~ dim_shop', '+ title', '- name'])
      assert.ok(picture.out.includes(`>${name}<`), name);
  });

  it('says what is wrong', async () => {
    const fails = async (args: string, why: RegExp) => {
      const { code, err } = await workspace.run(`diagram ${args}`);
      assert.equal(code, 2);
      assert.match(err, why);
    };
    await fails('star.sql --focus sales', /no table "sales" here\. There are: fact_sales/);
    await fails(
      'pg.sql other.sql',
      /several schemas here: name the files of one\. mysql: other\.sql; postgres: pg\.sql/,
    );
    await fails('other.sql --kind star', /No fact was found/);
    await fails('none.sql', /no such file/);
    await fails('star.sql --format png', /Allowed choices are svg/);
  });
});
