import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { closeBrowser } from './support/page.js';
import { ER_FIRST, openSchema, type SchemaPage, until } from './support/schema-page.js';
import { type SchemaFolder, schemaFolder } from './support/schemas.js';

const SHOP = `-- dialect: postgres
CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  placed_at timestamptz NOT NULL
);
CREATE TABLE notes (id bigint PRIMARY KEY, order_no bigint NOT NULL, body text);
CREATE TABLE visits (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  customer_name text
);
CREATE TABLE tags (id bigint PRIMARY KEY, label text NOT NULL);
`;

/** What people do with the picture by hand: each change of the schema by its form, its preview and its edit. */
describe('schema panel: by hand', () => {
  let folder: SchemaFolder;
  let panel: SchemaPage;
  before(() => {
    folder = schemaFolder(SHOP);
  });
  after(async () => {
    folder.remove();
    await closeBrowser();
  });
  beforeEach(async () => {
    panel = await openSchema({ ...folder, theme: 'light', memory: ER_FIRST });
  });
  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  const text = () => panel.host.analyzer.text(panel.host.uriOf('schema.sql')) ?? '';
  const dialog = () => panel.page.getByRole('dialog');
  const menu = async (id: string, item: string, column?: string) => {
    const card = panel.card(id);
    if (column === undefined) await card.click({ button: 'right', position: { x: 24, y: 12 } });
    else await card.locator(`[data-column="${column}"]`).click({ button: 'right' });
    await panel.page.getByRole('menu').getByText(item, { exact: true }).click();
  };
  /** Through the form, by way of the preview. */
  const apply = async () => {
    assert.deepEqual(await violations(panel.page), []);
    await dialog().getByText('Show the edits').first().click();
    await dialog().getByText('Apply', { exact: true }).waitFor();
    assert.deepEqual(await violations(panel.page), []);
    await dialog().getByText('Apply', { exact: true }).click();
  };

  it('adds a column', async () => {
    await menu('public.customers', 'Add column…');
    await dialog().getByLabel('Name').fill('city');
    await dialog().getByLabel('Type').fill('varchar(40)');
    await dialog().getByLabel('May be null').uncheck();
    await apply();
    await panel.card('public.customers').locator('[data-column="city"]').waitFor();
    assert.match(text(), /name text NOT NULL,\n {2}city varchar\(40\) NOT NULL\n/);
  });

  it('renames a column', async () => {
    await menu('public.notes', 'Rename column…', 'body');
    await dialog().getByLabel('New name').fill('words');
    await apply();
    await panel.card('public.notes').locator('[data-column="words"]').waitFor();
    assert.match(text(), /order_no bigint NOT NULL, words text\)/);
  });

  it('adds a foreign key, and draws it', async () => {
    await menu('public.notes', 'Add foreign key…', 'order_no');
    await dialog().getByLabel('Refers to').selectOption({ label: 'public.orders' });
    await panel.picture('schema-form-foreign-key-light');
    await apply();
    await panel.page.locator('[data-link="ref:public.notes(order_no)>public.orders"]').waitFor();
    assert.match(text(), /FOREIGN KEY \(order_no\) REFERENCES orders \(id\)/);
  });

  it('says why a change is refused, and makes none', async () => {
    const before = text();
    await menu('public.customers', 'Add column…');
    await dialog().getByLabel('Name').fill('name');
    await dialog().getByText('Show the edits').first().click();
    await dialog().getByText('customers has a column name already.').waitFor();
    assert.equal(await dialog().getByText('Apply', { exact: true }).count(), 0);
    assert.deepEqual(await violations(panel.page), []);
    await dialog().getByText('Close', { exact: true }).click();
    assert.equal(text(), before);
  });

  it('turns a copy into a view', async () => {
    await panel.page.locator('.link.copy').first().waitFor({ state: 'attached' });
    await menu('public.visits', 'Turn customer_name into a view');
    await dialog().getByText('Apply', { exact: true }).click();
    await panel.page.locator('#canvas .card.view').waitFor();
    assert.match(text(), /CREATE VIEW[\s\S]*JOIN customers/i);
    assert.doesNotMatch(text(), /customer_name text/);
  });

  it('makes a fix of a finding', async () => {
    await panel.card('public.orders').click();
    const fix = panel.page.locator('.finding-card .button').filter({ hasText: 'index' });
    await fix.first().click();
    const { edits } = await panel.said('apply');
    assert.match(edits.map(({ newText }) => newText).join(), /CREATE INDEX/);
    await until(
      panel.page,
      `![...document.querySelectorAll('.finding-card')].some(card => card.textContent.includes('fk-without-index'))`,
    );
  });

  it('moves a card with its lines, and leads them around what is in their way', async () => {
    const { page } = panel;
    const box = (await panel.card('public.customers').boundingBox())!;
    const before = await panel.places();
    const line = page.locator('[data-link="ref:public.orders(customer_id)>public.customers"] .line');
    const path = await line.getAttribute('d');
    await page.mouse.move(box.x + 30, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x - 60, box.y + 160, { steps: 6 });
    await page.mouse.up();
    await until(
      page,
      `document.querySelector('[data-link="ref:public.orders(customer_id)>public.customers"] .line').getAttribute('d') !== ${JSON.stringify(path)}`,
    );
    const after = await panel.places();
    assert.deepEqual(
      Object.keys(after).filter(id => after[id] !== before[id]),
      ['public.customers'],
    );
    const { value } = await panel.said('remember');
    assert.ok('places' in (value as object), 'where it stands is kept');
  });

  it('pins a card, which stays when all is arranged again', async () => {
    const { page } = panel;
    const box = (await panel.card('public.tags').boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y - 90, { steps: 4 });
    await page.mouse.up();
    const moved = (await panel.places())['public.tags'];
    await menu('public.tags', 'Pin');
    await page.getByLabel('More', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Arrange again' }).click();
    await until(page, `document.querySelector('.card[data-id="public.tags"]') !== null`);
    assert.equal((await panel.places())['public.tags'], moved);
  });

  it('shows keys only, of one table', async () => {
    await menu('public.orders', 'Keys only');
    const orders = panel.card('public.orders');
    await orders.locator('[data-column="placed_at"]').waitFor({ state: 'detached' });
    assert.equal(await orders.locator('[data-column="customer_id"]').count(), 1);
    assert.equal(await panel.card('public.notes').locator('[data-column="body"]').count(), 1);
  });

  it('draws less of a card the farther it is away', async () => {
    const { page } = panel;
    await page.locator('#canvas').focus();
    const rows = () => page.locator('#canvas .card [data-column]').count();
    const near = await rows();
    for (let step = 0; step < 8; step++) await page.keyboard.press('-');
    await until(page, `document.querySelectorAll('#canvas .card [data-column]').length === 0`);
    assert.ok(near > 8);
    await page.keyboard.press('0');
    await until(page, `document.querySelectorAll('#canvas .card [data-column]').length === ${near}`);
  });

  it('goes where somebody points in the small map', async () => {
    const { page } = panel;
    await page.locator('#canvas').focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('+');
    const map = page.locator('.minimap');
    await map.waitFor();
    const seen = () => map.locator('.minimap-seen').getAttribute('x');
    const before = await seen();
    await map.click({ position: { x: 120, y: 48 } });
    await until(
      page,
      `document.querySelector('.minimap-seen').getAttribute('x') !== ${JSON.stringify(before)}`,
    );
  });

  it('is shared in every format', async () => {
    const { page, host } = panel;
    for (const [item, name, begins] of [
      ['SVG, plain colours', 'schema-er.svg', /^<svg /],
      ['Mermaid', 'schema-er.mmd', /^erDiagram/],
      ['DBML', 'schema-er.dbml', /Table /],
      ['PlantUML', 'schema-er.puml', /^@startuml/],
      ['Graphviz', 'schema-er.dot', /^digraph/],
      ['JSON', 'schema-er.json', /^\{/],
      ['Data dictionary (Markdown)', 'schema-er.md', /^# /],
    ] as const) {
      host.said.length = 0;
      await page.getByText('Export', { exact: true }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
      const saved = await panel.said('save');
      assert.equal(saved.name, name);
      assert.match(saved.content, begins);
      assert.match(saved.content, /orders/);
    }
    await page.getByText('Export', { exact: true }).click();
    await page.getByRole('menuitem', { name: 'Copy as Mermaid' }).click();
    assert.match((await panel.said('copy')).text, /^erDiagram/);
  });
});
