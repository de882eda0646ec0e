import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { closeBrowser } from './support/page.js';
import { openSchema, type SchemaPage, until } from './support/schema-page.js';
import { type SchemaFolder, schemaFolder, shopOfSixty, warehouse } from './support/schemas.js';

const ER = {
  schema: {
    mode: 'er',
    hops: 2,
    hidden: [],
    pinned: [],
    keysOnly: false,
    toggled: [],
    unfolded: [],
    opened: [],
    places: {},
  },
};

describe('schema panel: tables and references', () => {
  let shop: SchemaFolder;
  let star: SchemaFolder;
  let panel: SchemaPage;
  before(() => {
    shop = schemaFolder(shopOfSixty());
    star = schemaFolder(warehouse());
  });
  after(async () => {
    shop.remove();
    star.remove();
    await closeBrowser();
  });
  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  for (const theme of ['dark', 'light', 'high contrast', 'high contrast light'] as const)
    it(`draws sixty tables without a barrier in the ${theme} theme`, async () => {
      panel = await openSchema({ ...shop, theme, memory: ER });
      assert.equal(await panel.page.locator('#canvas .card').count(), 60);
      await panel.card('catalog.variant').click();
      await panel.picture(`schema-oltp-60-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await violations(panel.page), []);
    });

  it('proposes stars for a schema that has none, and adds one to the file', async () => {
    panel = await openSchema(shop);
    const { page } = panel;
    await page.getByRole('heading', { name: 'No fact table was found' }).waitFor();
    await page.locator('.fact-proposal').first().waitFor();
    await panel.picture('schema-proposal-dark');
    assert.deepEqual(await violations(page), []);
    await page.getByText('Add to schema.sql…').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: /^Star around / }).waitFor();
    await panel.picture('schema-proposal-accept-dark');
    assert.deepEqual(await violations(page), []);
    await dialog.getByText('Apply', { exact: true }).click();
    await page.locator('#canvas .card.fact').first().waitFor();
    await until(page, `document.querySelector('.proposal') === null`);
    const { edits, creates } = await panel.said('apply');
    assert.equal(creates, undefined);
    assert.match(edits[0]?.newText ?? '', /CREATE TABLE[\s\S]*INSERT/);
    await panel.picture('schema-proposal-accepted-dark');
  });

  it('makes a file of a proposed star, in a narrow side bar as well', async () => {
    panel = await openSchema({ ...shop, theme: 'light', size: { width: 420, height: 776 } });
    const { page } = panel;
    await page.locator('.fact-proposal').first().waitFor();
    await panel.picture('schema-proposal-narrow-light');
    assert.deepEqual(await violations(page), []);
    await page.getByText('New file beside it…').first().click();
    await page.getByRole('dialog').getByText('A new file. Making it can be undone in the editor.').waitFor();
    await panel.picture('schema-proposal-beside-narrow-light');
    assert.deepEqual(await violations(page), []);
    await page.getByRole('dialog').getByText('Apply', { exact: true }).click();
    const { edits, creates } = await panel.said('apply');
    assert.match(creates?.[0] ?? '', /\/star_\w+\.sql$/);
    assert.deepEqual([...new Set(edits.map(({ uri }) => uri))], creates);
    await page.locator('#canvas .card.fact').first().waitFor();
  });

  it('draws types, keys and nullability of columns', async () => {
    panel = await openSchema({ ...star, memory: ER, size: { width: 1900, height: 1300 } });
    const sales = panel.card('public.fact_sales');
    await sales.waitFor();
    const text = await sales.textContent();
    assert.match(text ?? '', /order_date_key/);
    assert.match(text ?? '', /numeric\(14,\s?2\) NN/);
    assert.match(text ?? '', /2 partitions/);
    assert.equal(await panel.card('public.fact_sales_2025').count(), 0, 'a partition is a part of its table');
    assert.ok((await panel.page.locator('.link.reads').count()) > 0, 'what a view reads');
  });

  it('keeps places, zoom and selection while the file is typed in, and puts new tables near', async () => {
    panel = await openSchema({ ...shop, memory: ER });
    await panel.card('catalog.brand').click();
    const before = await panel.places();
    const zoom = () => panel.page.locator('#canvas .plane > g').getAttribute('transform');
    const zoomBefore = await zoom();
    panel.edit(
      'schema.sql',
      'CREATE TABLE catalog.brand (',
      'CREATE TABLE catalog.brand_owner (id bigint PRIMARY KEY, brand_id bigint REFERENCES catalog.brand (id));\nCREATE TABLE catalog.brand (\n  slogan text,',
    );
    await panel.card('catalog.brand_owner').waitFor();
    const after = await panel.places();
    const moved = Object.keys(before).filter(id => before[id] !== after[id]);
    assert.deepEqual(moved, []);
    assert.equal(await zoom(), zoomBefore);
    assert.equal(await panel.page.locator('.inspector h2').textContent(), 'brand');
    await panel.page.getByText('slogan', { exact: true }).first().waitFor({ state: 'attached' });
    const [x, y] = numbers(after['catalog.brand_owner']);
    const [nearX, nearY] = numbers(after['catalog.brand']);
    assert.ok(Math.hypot(x - nearX, y - nearY) < 900, `${x - nearX}, ${y - nearY}`);
  });

  it('follows the cursor, and lights the joins of the query that it is in', async () => {
    panel = await openSchema({ ...star, memory: ER });
    const { page } = panel;
    panel.cursor('schema.sql', 'store_code text');
    await until(page, `document.querySelector('.inspector h2').textContent === 'dim_store'`);
    panel.cursor('schema.sql', 'sum(f.net_amount)\nFROM fact_sales f\nJOIN');
    await page.locator('.link.lit').first().waitFor();
    assert.equal(await page.locator('.card.lit').count(), 2);
    await panel.picture('schema-query-path-dark');
    panel.cursor('schema.sql', 'CREATE TABLE dim_store');
    await page.locator('.card.lit').first().waitFor({ state: 'detached' });
  });

  it('adds an index: a form, a preview, an edit', async () => {
    panel = await openSchema({ ...shop, memory: ER });
    const { page } = panel;
    await panel.card('ops.role').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Add index…' }).click();
    await page.getByRole('dialog').getByRole('checkbox').nth(1).check();
    await panel.picture('schema-form-dark');
    assert.deepEqual(await violations(page), []);
    await page.getByRole('dialog').getByText('Show the edits').first().click();
    await page.getByRole('dialog').getByText('Apply', { exact: true }).click();
    const { edits } = await panel.said('apply');
    assert.match(edits.map(({ newText }) => newText).join('\n'), /CREATE INDEX[\s\S]*ops\.role/i);
  });

  it('renames a table everywhere', async () => {
    panel = await openSchema({ ...shop, memory: ER });
    const { page } = panel;
    await panel.card('ops.role').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rename table…' }).click();
    await page.getByRole('dialog').getByLabel('New name').fill('duty');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Apply', { exact: true }).click();
    await panel.card('ops.duty').waitFor();
    assert.equal(await panel.card('ops.role').count(), 0);
    assert.doesNotMatch(panel.host.analyzer.text(panel.host.uriOf('schema.sql')) ?? '', /ops\.role\b/);
  });

  it('compares with another version, in words, shapes and a migration', async () => {
    panel = await openSchema({ ...star, theme: 'light', memory: ER });
    const { page, host } = panel;
    const uri = host.uriOf('schema.sql');
    const before = (host.analyzer.text(uri) ?? '')
      .replace(/CREATE TABLE dim_store[^;]*;/, '')
      .replace('store_key integer NOT NULL REFERENCES dim_store (store_key),', 'store_no integer,')
      .replace('title text', 'title varchar(80)')
      .concat('\nCREATE TABLE dim_channel (channel_key integer PRIMARY KEY, name text);\n');
    host.send({
      type: 'do',
      command: { name: 'compare', argument: { label: 'HEAD', texts: { [uri]: before } } },
    });
    await page.locator('.card.added').first().waitFor();
    assert.equal(await page.locator('.card.added').getAttribute('data-id'), 'public.dim_store');
    assert.equal(await page.locator('.card.dropped').getAttribute('data-id'), 'public.dim_channel');
    assert.ok((await page.locator('.card.changed').count()) >= 2);
    await page.getByText(/^Migration/).click();
    assert.match(
      (await page.locator('.compare-line pre').textContent()) ?? '',
      /CREATE TABLE[\s\S]*dim_store/i,
    );
    await page.getByText(/^Migration/).click();
    await panel.picture('schema-compare-light');
    assert.deepEqual(await violations(page), []);
  });

  it('draws copies, and tells what keeps them true', async () => {
    panel = await openSchema({
      folder: 'examples/shop',
      file: 'migrations/V2__orders.sql',
      theme: 'light',
      memory: ER,
    });
    const { page } = panel;
    await page.locator('.link.copy').first().waitFor({ state: 'attached' });
    await panel.picture('schema-copies-light');
    assert.ok((await page.locator('.link.copy.loose .kept-sign').count()) > 0);
  });
});

function numbers(transform: string | undefined): [number, number] {
  const [x, y] = (transform ?? '').match(/-?\d+(\.\d+)?/g) ?? [];
  return [Number(x), Number(y)];
}
