import assert from 'node:assert/strict';
import { violations } from './support/axe.js';
import { closeBrowser } from './support/page.js';
import { openSchema, type SchemaPage, until } from './support/schema-page.js';
import { generated, type SchemaFolder, schemaFolder, shopOfSixty } from './support/schemas.js';

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

/** What was measured is printed, not asserted: machines differ. */
describe('schema panel: a thousand tables', () => {
  let big: SchemaFolder;
  let shop: SchemaFolder;
  let panel: SchemaPage;
  before(() => {
    big = schemaFolder(generated(1000, 2000));
    shop = schemaFolder(shopOfSixty());
  });
  after(async () => {
    big.remove();
    shop.remove();
    await closeBrowser();
  });
  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, []);
  });

  it('shows clusters first, with the search in focus', async () => {
    panel = await openSchema({ ...big, memory: ER });
    const { page } = panel;
    assert.equal(await page.locator('#canvas .card.cluster').count(), 20);
    assert.equal(await page.evaluate('document.activeElement.id'), 'search');
    await panel.picture('schema-1000-clusters-dark');
    assert.deepEqual(await violations(page), []);
    await page.keyboard.type('t0512');
    await page.keyboard.press('Enter');
    await panel.card('area_10.t0512').waitFor();
    await until(page, `document.querySelector('.inspector h2').textContent === 't0512'`);
    await panel.picture('schema-1000-found-dark');
  });

  it('focuses on a table with its neighbours', async () => {
    panel = await openSchema({ ...big, theme: 'light', memory: ER });
    const { page, host } = panel;
    host.send({ type: 'do', command: { name: 'focus', argument: 'area_03.t0170' } });
    await panel.card('area_03.t0170').waitFor();
    const near = await page.locator('#canvas .card').count();
    assert.ok(near > 3 && near < 300, `${near} cards`);
    assert.match(
      (await page.locator('.focus-line').textContent()) ?? '',
      /^Focus t0170, 2 hops: \d+ of 1,000 tables$/,
    );
    await panel.picture('schema-1000-focus-light');
  });

  it('opens one cluster and all of them, and draws only what is seen', async () => {
    panel = await openSchema({ ...big, memory: ER });
    const { page } = panel;
    const others = await panel.places();
    await panel.card('cluster:area_00:').dblclick();
    await panel.card('area_00.t0000').waitFor();
    const after = await panel.places();
    const left = Object.keys(others).filter(id => after[id] !== undefined && others[id] === after[id]);
    assert.ok(left.length > 0, 'what stands left of it stays');
    await page.getByLabel('More', { exact: true }).click();
    await page.getByRole('menuitem', { name: /^Open all/ }).click();
    await until(page, `document.querySelectorAll('#canvas .card').length > 900`);
    await panel.picture('schema-1000-open-dark');
    await page.locator('#canvas').focus();
    for (let step = 0; step < 9; step++) await page.keyboard.press('+');
    await until(page, `document.querySelectorAll('#canvas .card').length < 250`);
  });

  it('lays out in a worker, and stops when told to', async () => {
    panel = await openSchema({ ...big, memory: ER });
    const { page } = panel;
    await panel.card('cluster:area_00:').dblclick();
    await panel.card('cluster:area_01:').dblclick();
    await panel.card('area_01.t0050').waitFor();
    const before = await panel.places();
    const start = async () => {
      await page.getByLabel('More', { exact: true }).click();
      await page.getByRole('menuitem', { name: 'Arrange for fewer crossings' }).click();
      await page.locator('.layouting').waitFor();
    };
    await start();
    await page.locator('.layouting').getByText('Stop').click();
    await page.locator('.layouting').waitFor({ state: 'detached' });
    assert.deepEqual(await panel.places(), before);
    await start();
    await page.locator('.layouting').waitFor({ state: 'detached', timeout: 50_000 });
    assert.notDeepEqual(await panel.places(), before);
  });

  it('prints how long it takes', async () => {
    const figures: string[] = [];
    for (const [name, folder] of [
      ['60 tables', shop],
      ['1,000 tables', big],
    ] as const) {
      panel = await openSchema({ ...folder, memory: ER });
      const times = await panel.page.evaluate<Record<string, number>>(
        `Object.fromEntries(performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime]))`,
      );
      const memory = await panel.page.evaluate<number>('performance.memory.usedJSHeapSize / 1e6');
      figures.push(
        `${name}: first picture ${Math.round(times.picture!)} ms after the page began (diagram asked at ${Math.round(times.asked!)} ms, answered at ${Math.round(times.answered!)} ms), heap ${Math.round(memory)} MB`,
      );
      if (folder === shop) {
        const took: number[] = [];
        for (let index = 0; index < 5; index++) {
          const start = performance.now();
          panel.edit(
            'schema.sql',
            'CREATE TABLE catalog.brand (',
            `CREATE TABLE catalog.brand (\n  extra_${index} text,`,
          );
          await until(
            panel.page,
            `[...document.querySelectorAll('.inspector dd')].length > 0 && window.performance.getEntriesByName('answered').length >= ${index + 2}`,
          );
          took.push(performance.now() - start);
        }
        figures.push(
          `60 tables: an edit reaches the diagram in ${took.map(Math.round).join(', ')} ms (looked at every 60 ms)`,
        );
      }
      await panel.close();
    }
    panel = await openSchema({ ...big, memory: ER });
    const { page } = panel;
    const frames = async (what: string) => {
      const { width, height } = { width: 700, height: 600 };
      await page.evaluate(
        `window.frames_ = []; (function tick(now) { window.frames_.push(now); window.ticking = requestAnimationFrame(tick); })(performance.now())`,
      );
      await page.mouse.move(width / 2, height / 2);
      for (let step = 0; step < 40; step++) await page.mouse.wheel(0, step % 20 < 10 ? -60 : 60);
      const count = await page.evaluate<number>(
        `(() => { cancelAnimationFrame(window.ticking); const all = window.frames_; return Math.round((all.length - 1) / ((all[all.length - 1] - all[0]) / 1000)); })()`,
      );
      figures.push(`1,000 tables, ${what}: ${count} frames a second while zooming`);
    };
    await frames('20 clusters');
    await page.getByLabel('More', { exact: true }).click();
    await page.getByRole('menuitem', { name: /^Open all/ }).click();
    await until(page, `document.querySelectorAll('#canvas .card').length > 900`);
    await frames('all open');
    const memory = await page.evaluate<number>('performance.memory.usedJSHeapSize / 1e6');
    figures.push(`1,000 tables, all open: heap ${Math.round(memory)} MB`);
    for (const each of figures) console.log(`      ${each}`);
    assert.ok(figures.length > 5);
  });
});
