import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { MIXED, mixedSchema } from './support/mixed-schema.js';
import { closeBrowser } from './support/page.js';
import { ER_FIRST, openSchema, type SchemaPage, until } from './support/schema-page.js';
import { type SchemaFolder, schemaFolder } from './support/schemas.js';

/** Of the shape and size of the largest real schema that the panel was opened on by hand. */
describe('schema panel: a large schema as people write them', () => {
  let folder: SchemaFolder;
  let panel: SchemaPage;
  before(() => {
    folder = schemaFolder(mixedSchema());
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

  for (const theme of ['dark', 'light'] as const)
    it(`shows clusters by schema and by what hangs together, ${theme}`, async () => {
      panel = await openSchema({ ...folder, theme, memory: ER_FIRST });
      const { page } = panel;
      const all = MIXED.tables + MIXED.views;
      assert.match((await page.locator('.counts').textContent()) ?? '', new RegExp(`^${all} tables, `));
      const clusters = await page.locator('#canvas .card.cluster').count();
      assert.ok(clusters >= MIXED.schemas && clusters < 60, `${clusters} clusters`);
      await panel.picture(`schema-mixed-clusters-${theme}`);
      assert.deepEqual(await violations(page), []);
      const marks = await page.evaluate<Record<string, number>>(
        `Object.fromEntries(performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime]))`,
      );
      console.log(
        `      ${all} tables and views: first picture ${Math.round(marks.picture!)} ms after the page began, asked at ${Math.round(marks.asked!)}, answered at ${Math.round(marks.answered!)}`,
      );
    });

  it('finds names that need quotes, and goes to their definition', async () => {
    panel = await openSchema({ ...folder, memory: ER_FIRST });
    const { page } = panel;
    await page.keyboard.type('the "big"');
    await page.keyboard.press('Enter');
    await until(page, `document.querySelector('.inspector h2').textContent.includes('big')`);
    const title = await page.locator('.inspector h2').textContent();
    await panel.picture('schema-mixed-found-dark');
    await page.locator('#canvas').focus();
    await page.keyboard.press('Enter');
    const { place } = await panel.said('open');
    const text = panel.host.analyzer.text(place.uri) ?? '';
    const line = text.split('\n')[place.range.start.line] ?? '';
    assert.ok(line.includes(title!.replace(/"/g, '""')), `${title} in ${line}`);
  });

  it('opens every cluster, and draws them all', async () => {
    panel = await openSchema({ ...folder, theme: 'light', memory: ER_FIRST });
    const { page } = panel;
    await page.getByLabel('More', { exact: true }).click();
    await page.getByRole('menuitem', { name: /^Open all/ }).click();
    await until(page, `document.querySelectorAll('#canvas .card').length >= ${MIXED.tables}`);
    await until(
      page,
      `(() => { const now = document.querySelector('#canvas .plane > g').getAttribute('transform'); const still = window.last_ === now; window.last_ = now; return still; })()`,
    );
    await panel.picture('schema-mixed-open-light');
  });
});
