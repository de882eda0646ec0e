import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
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
    const { used, total } = await workerHeap(page);
    console.log(
      `      100 tables laid out: the worker uses ${Math.round(used / 1e6)} MB of a heap of ${Math.round(total / 1e6)} MB`,
    );
    assert.ok(used > 0);
  });

  for (const reducedMotion of [true, false])
    it(reducedMotion ? 'jumps where people want less motion' : 'glides else', async () => {
      panel = await openSchema({ ...shop, memory: ER, reducedMotion });
      const { page } = panel;
      await page.locator('#canvas').focus();
      // Every place that the picture is seen at on the way.
      await page.evaluate(`window.seen_ = new Set(); new MutationObserver(() => window.seen_.add(
        document.querySelector('#canvas .plane > g').getAttribute('transform')
      )).observe(document.querySelector('#canvas .plane > g'), { attributeFilter: ['transform'] })`);
      const before = await page.locator('#canvas .plane > g').getAttribute('transform');
      await page.keyboard.press('+');
      await until(
        page,
        `(() => { const now = document.querySelector('#canvas .plane > g').getAttribute('transform');
          const still = now !== ${JSON.stringify(before)} && window.last_ === now; window.last_ = now; return still; })()`,
      );
      const steps = await page.evaluate<number>('window.seen_.size');
      assert.ok(reducedMotion ? steps === 1 : steps > 1, `${steps} steps`);
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
    const frames = async (what: string, act: () => Promise<void>) => {
      await page.evaluate(
        `window.frames_ = []; (function tick(now) { window.frames_.push(now); window.ticking = requestAnimationFrame(tick); })(performance.now())`,
      );
      await act();
      const count = await page.evaluate<number>(
        `(() => { cancelAnimationFrame(window.ticking); const all = window.frames_; return Math.round((all.length - 1) / ((all[all.length - 1] - all[0]) / 1000)); })()`,
      );
      figures.push(`1,000 tables, ${what}: ${count} frames a second`);
    };
    const zoom = async () => {
      await page.mouse.move(350, 300);
      for (let step = 0; step < 40; step++) await page.mouse.wheel(0, step % 20 < 10 ? -60 : 60);
    };
    await frames('20 clusters, zooming', zoom);
    await page.getByLabel('More', { exact: true }).click();
    await page.getByRole('menuitem', { name: /^Open all/ }).click();
    await until(page, `document.querySelectorAll('#canvas .card').length > 900`);
    await frames('all open, zooming', zoom);
    const drag = async () => {
      // The card that is nearest to the middle of what is seen.
      const [x, y] = await page.evaluate<[number, number]>(`(() => {
        const at = [...document.querySelectorAll('#canvas .card')].map(card => card.getBoundingClientRect()).map(({ x, y, width, height }) => [x + width / 2, y + height / 2]);
        const far = ([x, y]) => Math.hypot(x - 400, y - 400);
        return at.sort((a, b) => far(a) - far(b))[0];
      })()`);
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let step = 1; step <= 40; step++) await page.mouse.move(x + step * 4, y + step * 2);
      await page.mouse.up();
    };
    await frames('all open, dragging a card', drag);
    await page.locator('#canvas').focus();
    for (let step = 0; step < 8; step++) await page.keyboard.press('+');
    await until(page, `document.querySelectorAll('#canvas .card').length < 250`);
    await frames('all open and near, dragging a card', drag);
    const memory = await page.evaluate<number>('performance.memory.usedJSHeapSize / 1e6');
    figures.push(`1,000 tables, all open: heap ${Math.round(memory)} MB`);
    for (const each of figures) console.log(`      ${each}`);
    assert.ok(figures.length > 5);
  });
});

/** What the page's worker holds, in bytes: only the browser's protocol for developers tells. */
async function workerHeap(page: Page): Promise<{ readonly used: number; readonly total: number }> {
  const session = await page.context().newCDPSession(page);
  try {
    const answer = new Promise<string>(done =>
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        if ((JSON.parse(message) as { id?: number }).id === 1) done(message);
      }),
    );
    const attached = new Promise<string>(done =>
      session.on('Target.attachedToTarget', ({ sessionId }) => done(sessionId)),
    );
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    const message = JSON.stringify({ id: 1, method: 'Runtime.getHeapUsage' });
    await session.send('Target.sendMessageToTarget', { sessionId: await attached, message });
    const { result } = JSON.parse(await answer) as { result: { usedSize: number; totalSize: number } };
    return { used: result.usedSize, total: result.totalSize };
  } finally {
    await session.detach();
  }
}
