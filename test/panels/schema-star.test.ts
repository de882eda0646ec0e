import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { closeBrowser } from './support/page.js';
import { openSchema, type SchemaPage, until } from './support/schema-page.js';
import { type SchemaFolder, schemaFolder, warehouse } from './support/schemas.js';
import { THEMES, type Theme } from './support/themes.js';

describe('schema panel: stars', () => {
  let folder: SchemaFolder;
  let panel: SchemaPage;
  before(() => {
    folder = schemaFolder(warehouse());
  });
  after(async () => {
    folder.remove();
    await closeBrowser();
  });
  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  for (const theme of Object.keys(THEMES) as Theme[])
    it(`has no barrier in the ${theme} theme`, async () => {
      panel = await openSchema({ ...folder, theme });
      await panel.card('public.fact_sales').click();
      await panel.page.locator('.evidence li').first().waitFor();
      await panel.picture(`schema-snowflake-${theme.replaceAll(' ', '-')}`);
      assert.deepEqual(await violations(panel.page), []);
    });

  it('draws the small star of the example', async () => {
    panel = await openSchema({ folder: 'examples/analytics', file: 'fact_sales.sql', theme: 'light' });
    assert.match(
      (await panel.page.locator('.counts').textContent()) ?? '',
      /^5 stars, \d+ tables, \d+ findings$/,
    );
    await panel.card('mart.fact_sales').click();
    assert.equal(await panel.page.locator('.inspector h2').textContent(), 'fact_sales');
    // No rule of the page's own bars covers its first row.
    assert.equal(await panel.page.evaluate(`document.querySelector('.fact-header').getBBox().height`), 28);
    await panel.picture('schema-small-star-light');
  });

  it('shares dimensions, folds levels, and shows the parts that a date plays', async () => {
    panel = await openSchema(folder);
    assert.equal(await panel.card('public.dim_product').locator('.ring').count(), 1, 'conformed');
    assert.equal(await panel.card('public.dim_customer').locator('.ring').count(), 0);
    assert.equal(await panel.card('public.dim_brand').count(), 0);
    const labels = await panel.page.locator('.link text').allTextContents();
    assert.ok(labels.includes('order date') && labels.includes('ship date'), labels.join());
    assert.ok(labels.includes('inferred'));
    await panel.card('fold:public.dim_product').dblclick();
    await panel.card('public.dim_brand').waitFor();
    await panel.card('public.dim_category').waitFor();
  });

  it('keeps what does not belong to a level where it was when levels are shown', async () => {
    panel = await openSchema(folder);
    const before = await panel.places();
    await panel.card('fold:public.dim_product').dblclick();
    await panel.card('public.dim_brand').waitFor();
    const after = await panel.places();
    for (const [id, place] of Object.entries(before))
      if (after[id] !== undefined) assert.equal(after[id], place, id);
  });

  it('tells why a table is a fact, and writes the comment that overrules it', async () => {
    panel = await openSchema(folder);
    await panel.card('public.fact_sales').click();
    await panel.page.getByRole('button', { name: 'Not a fact' }).click();
    const { edits, label } = await panel.said('apply');
    assert.equal(label, 'Not a fact');
    assert.match(edits[0]?.newText ?? '', /role=entity/);
    await until(panel.page, `!document.querySelector('.counts').textContent.startsWith('2 stars')`);
  });

  it('opens the definition on a double click and on Enter', async () => {
    panel = await openSchema(folder);
    await panel.card('public.dim_store').dblclick();
    const { place } = await panel.said('open');
    const text = panel.host.analyzer.text(place.uri) ?? '';
    const line = text.split('\n')[place.range.start.line] ?? '';
    assert.match(line, /CREATE TABLE dim_store/);
  });

  it('is used by keys alone', async () => {
    panel = await openSchema(folder);
    const { page } = panel;
    await page.locator('#canvas').focus();
    const name = () => page.locator('.inspector h2').textContent();
    assert.equal(await name(), 'fact_sales', 'the first fact is selected');
    await page.keyboard.press('ArrowRight');
    assert.equal(await name(), 'fact_inventory');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await name(), 'fact_sales');
    await page.keyboard.press('/');
    await page.keyboard.type('discount_pct');
    await page.keyboard.press('Enter');
    await page.locator('.column.on', { hasText: 'discount_pct' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Rename column…' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F6');
    assert.equal(await page.evaluate('document.activeElement.id'), 'inspector');
  });

  it('says what is selected to those who do not see it', async () => {
    panel = await openSchema(folder);
    await panel.card('public.fact_sales').click();
    const sentence =
      /^fact_sales, fact, transaction, \d+ percent sure, 6 keys to 5 dimensions, 5 measures, \d findings?\.$/;
    await until(
      panel.page,
      `document.querySelector('[role=status].unseen').textContent.startsWith('fact_sales')`,
    );
    assert.match((await panel.page.locator('[role=status].unseen').textContent()) ?? '', sentence);
    const listed = await panel.page.locator('ul[aria-label="Tables in the picture"] li').allTextContents();
    assert.ok(listed.some(each => sentence.test(each)));
  });

  it('focuses, hides, pins, and remembers all of it', async () => {
    panel = await openSchema(folder);
    const { page } = panel;
    const choose = async (id: string, item: string) => {
      await panel.card(id).click({ button: 'right' });
      await page.getByRole('menu').getByText(item, { exact: true }).click();
    };
    await choose('public.fact_inventory', 'Focus, 1 hop');
    await panel.card('public.fact_sales').waitFor({ state: 'detached' });
    assert.equal(
      await page.locator('.focus-line').textContent(),
      'Focus fact_inventory, 1 hop: 6 of 13 tables',
    );
    await choose('public.dim_warehouse', 'Hide');
    await panel.card('public.dim_warehouse').waitFor({ state: 'detached' });
    const kept = async () => {
      for (;;) {
        const message = await panel.said('remember');
        const { hidden } = message.value as { readonly hidden: readonly string[] };
        if (hidden.includes('public.dim_warehouse')) return message.value;
        await page.evaluate('new Promise(done => setTimeout(done, 50))');
      }
    };
    const memory = { schema: await kept() };
    const first = panel;
    panel = await openSchema({ ...folder, memory });
    await first.close();
    assert.equal(
      await panel.page.locator('.focus-line').textContent(),
      'Focus fact_inventory, 1 hop: 5 of 13 tables',
    );
    assert.equal(await panel.card('public.dim_warehouse').count(), 0);
  });

  it('saves what is shown as SVG and PNG', async () => {
    panel = await openSchema(folder);
    const { page } = panel;
    const save = async (item: string) => {
      await page.getByText('Export', { exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await save('SVG of what is shown');
    const svg = await panel.said('save');
    assert.equal(svg.name, 'schema-star.svg');
    assert.match(svg.content, /^<svg xmlns=/);
    assert.match(svg.content, />discount_pct</);
    assert.doesNotMatch(svg.content, /var\(--/, 'colours are the theme’s own');
    assert.equal(
      await page.evaluate(
        `new DOMParser().parseFromString(${JSON.stringify(svg.content)}, 'image/svg+xml').querySelector('parsererror')`,
      ),
      null,
    );
    panel.host.said.length = 0;
    await save('PNG of what is shown');
    const png = await panel.said('save');
    const bytes = Buffer.from(png.content, 'base64');
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.readUInt32BE(16) > 1000, `${bytes.readUInt32BE(16)} px wide`);
  });

  it('fits a narrow side bar', async () => {
    panel = await openSchema({ ...folder, size: { width: 420, height: 776 } });
    await panel.card('public.fact_sales').click();
    await panel.page.locator('.finding-card').first().waitFor();
    await panel.picture('schema-snowflake-narrow-dark');
    assert.deepEqual(await violations(panel.page), []);
    const wide = await panel.page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(wide <= 420, `${wide} px`);
  });
});
