import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { closeBrowser } from './support/page.js';
import { openSchema, type SchemaPage } from './support/schema-page.js';
import { type SchemaFolder, schemaFolder, warehouse } from './support/schemas.js';
import { THEMES, type Theme } from './support/themes.js';

/** Every state that the panel can be brought into, in every theme, half of them in a side bar. */
describe('schema panel: no barrier in any state', () => {
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

  for (const [index, theme] of (Object.keys(THEMES) as Theme[]).entries())
    it(`in the ${theme} theme`, async () => {
      const narrow = index % 2 === 1;
      const size = narrow ? { width: 420, height: 776 } : { width: 1100, height: 800 };
      panel = await openSchema({ ...folder, theme, size });
      const { page, host } = panel;
      const found: Record<string, readonly string[]> = {};
      const look = async (state: string): Promise<void> => {
        const all = await violations(page);
        if (all.length > 0) found[state] = all.map(String);
        await panel.picture(`schema-state-${state}-${theme.replaceAll(' ', '-')}`);
      };
      const menu = async (id: string, item?: string): Promise<void> => {
        await panel.card(id).click({ button: 'right', position: { x: 12, y: 8 } });
        if (item !== undefined) await page.getByRole('menu').getByText(item, { exact: true }).click();
      };
      await panel.card('fold:public.dim_product').dblclick();
      await panel.card('public.dim_brand').waitFor();
      await page.locator('#canvas').press('0');
      await look('unfolded');
      await menu('public.fact_sales');
      await look('menu');
      await page.keyboard.press('Escape');
      await menu('public.fact_sales', 'Focus, 1 hop');
      await look('focus');
      await page.locator('#search').click();
      await page.keyboard.type('key');
      await page.getByRole('option').first().waitFor();
      await look('search');
      await page.keyboard.press('Escape');
      // A narrow page has what can be exported among the rest.
      await (narrow ? page.getByLabel('More', { exact: true }) : page.locator('#export')).click();
      await page.getByRole('menuitem').first().waitFor();
      await look('export');
      await page.keyboard.press('Escape');
      await panel.mode('ER');
      panel.cursor('schema.sql', 'sum(f.net_amount)\nFROM fact_sales f\nJOIN');
      await page.locator('.card.lit').first().waitFor();
      await look('query');
      const uri = host.uriOf('schema.sql');
      const before = (host.analyzer.text(uri) ?? '').replace('title text', 'title varchar(80)');
      const command = { name: 'compare', argument: { label: 'HEAD', texts: { [uri]: before } } } as const;
      host.send({ type: 'do', command });
      await page.locator('.card.changed').first().waitFor();
      await page.getByText(/^Migration/).click();
      await look('compare');
      assert.deepEqual(found, {});
    });
});
