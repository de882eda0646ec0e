import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { violations } from './support/axe.js';
import { eventually, saidBy } from './support/eventually.js';
import { labSearch, labSnapshot } from './support/lab.js';
import { closeBrowser } from './support/page.js';
import { openLab } from './support/stub.js';
import { THEMES, type Theme } from './support/themes.js';

const NARROW = { width: 420, height: 1200 };

describe('the topology panel for everybody', () => {
  after(closeBrowser);

  for (const theme of Object.keys(THEMES) as Theme[])
    it(`has nothing for axe to find in ${theme}: run, search, menu, help, narrow`, async () => {
      const lab = await openLab({ theme });
      const { page } = lab;
      try {
        await page.locator('.lanes').waitFor();
        assert.deepEqual(await violations(page), [], 'run');
        await page.keyboard.press('f');
        await page.locator('.fix').first().waitFor();
        await page.getByRole('button', { name: 'Play with fix' }).click();
        await page.locator('.before-after').waitFor();
        await page.getByText('What the model leaves out').click();
        assert.deepEqual(await violations(page), [], 'search');
        await page.getByRole('button', { name: 'Share' }).click();
        await page.getByRole('menu').waitFor();
        assert.deepEqual(await violations(page), [], 'menu');
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
        assert.deepEqual(await violations(page), [], 'help');
        await page.keyboard.press('Escape');
        await page.getByRole('slider', { name: 'ttl' }).focus();
        await page.keyboard.press('ArrowLeft');
        await page.locator('.apply .diff').waitFor();
        await page.locator('.lanes').click({ position: { x: 20, y: 36 } });
        await page.locator('.rail .selected').waitFor();
        await page.setViewportSize(NARROW);
        await page.locator('.app.narrow').waitFor();
        assert.deepEqual(await violations(page), [], 'narrow');
        assert.deepEqual(lab.errors, []);
      } finally {
        await lab.close();
      }
    });

  for (const theme of Object.keys(THEMES) as Theme[])
    it(`has nothing for axe to find in ${theme}: stale reads, compared, outdated, broken, not playable, empty`, async () => {
      let version = 1;
      let shows: 'cluster' | 'drawn' | 'nothing' = 'cluster';
      const lab = await openLab({
        theme,
        replace: question => {
          if (question.kind === 'search') return { ...labSearch(true), version: 1 };
          if (question.kind !== 'snapshot') return undefined;
          const snapshot = labSnapshot(version);
          if (shows === 'nothing') return { kind: 'snapshot', version, clusters: [] };
          return shows === 'cluster'
            ? snapshot
            : { ...snapshot, shown: { ...snapshot.shown!, notPlayable: 'Kafka is drawn, not played.' } };
        },
      });
      const { page, host } = lab;
      const looksAt = async (state: string) => {
        assert.deepEqual(await violations(page), [], state);
        await lab.picture(`state-${state}-${theme.replaceAll(' ', '-')}`);
      };
      try {
        await page.locator('.lanes').waitFor();
        await page.getByRole('tab', { name: /^Stale reads/ }).click();
        await page.getByRole('slider', { name: 'Instant' }).press('PageUp');
        await page.locator('.stale-read').first().waitFor();
        await looksAt('stale');
        host.send({ type: 'do', command: { name: 'compare', argument: { label: 'HEAD', texts: {} } } });
        await page.getByText('Compared with HEAD:').waitFor();
        await looksAt('compared');
        await page.keyboard.press('f');
        await page.locator('.fix').first().waitFor();
        version = 2;
        host.send({ type: 'changed' });
        await page.getByText('The files have changed since they were searched.').waitFor();
        await looksAt('outdated');
        shows = 'nothing';
        version = 3;
        host.send({ type: 'changed' });
        await page.getByRole('alert').waitFor();
        await looksAt('broken');
        // A page that begins now knows no better picture.
        await page.reload();
        await page.getByRole('button', { name: 'Open an example' }).waitFor();
        await looksAt('empty');
        shows = 'drawn';
        await page.reload();
        await page.getByText('Kafka is drawn, not played.').waitFor();
        await looksAt('not-playable');
        assert.deepEqual(lab.errors, []);
      } finally {
        await lab.close();
      }
    });

  it('is used by keyboard alone: break, see why, search, fix', async () => {
    const lab = await openLab();
    const { page } = lab;
    await page.locator('.lanes').waitFor();
    const regions: string[] = [];
    for (let index = 0; index < 4; index++) {
      await page.keyboard.press('F6');
      regions.push(await focusedRegion(page));
    }
    // The canvas is a region too once it can take the focus.
    assert.deepEqual(regions.filter(name => name !== 'canvas').slice(0, 3), [
      'header',
      'verdict',
      'inspector',
    ]);
    await page.keyboard.press('Shift+F6');
    await toRegion(page, 'verdict');
    // Why: the lens, then the line that is to blame.
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal((await saidBy(lab.host, 'open')).place.range.start.line, 3);
    // A fault later, the run played and paused.
    await toRegion(page, 'timeline');
    await focusByTab(page, 'slider', /start$/);
    await page.keyboard.press('Alt+ArrowRight');
    await eventually(() =>
      lab.asked.some(each => each.kind === 'play' && each.schedule?.events[0]?.at === 6_100),
    );
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    // The shortest failure, its fix written.
    await page.keyboard.press('f');
    await page.locator('.fix').first().waitFor();
    await toRegion(page, 'inspector');
    await focusByTab(page, 'button', /^Apply fix$/);
    await page.keyboard.press('Enter');
    assert.equal((await saidBy(lab.host, 'apply')).label, 'Vote before standing');
    // Out again.
    await page.keyboard.press('Escape');
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  it('keeps letters that are typed into a field', async () => {
    const lab = await openLab();
    await lab.page.locator('.lanes').waitFor();
    await lab.page.getByRole('spinbutton', { name: 'Seed' }).focus();
    await lab.page.keyboard.press('p');
    await lab.page.keyboard.press('f');
    await lab.page.keyboard.press(' ');
    assert.ok(!lab.host.said.some(({ type }) => type === 'run'));
    assert.ok(!lab.asked.some(({ kind }) => kind === 'search'));
    await lab.page.getByRole('button', { name: 'Run' }).waitFor();
    await lab.close();
  });

  it('walks through a menu by keys, and gives the focus back', async () => {
    const lab = await openLab();
    const { page } = lab;
    await page.locator('.lanes').waitFor();
    const more = page.locator('[data-region="header"]').getByRole('button', { name: 'More' });
    await more.focus();
    await page.keyboard.press('Enter');
    const focused = (): Promise<string> =>
      page.evaluate(`document.activeElement.querySelector('.menu-label')?.textContent ?? ''`);
    assert.equal(await focused(), 'Find shortest failure');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'Keyboard');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'Find shortest failure');
    await page.keyboard.press('b');
    assert.equal(await focused(), 'Break it');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'Isolate the leader');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'Break it');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'Break it');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menu').count(), 0);
    assert.equal(await page.evaluate(`document.activeElement.getAttribute('aria-label')`), 'More');
    await page.keyboard.press('Enter');
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await eventually(() =>
      lab.asked.some(each => each.kind === 'play' && each.schedule?.events.length === 0),
    );
    assert.equal(await page.getByRole('menu').count(), 0);
    await lab.close();
  });

  for (const [size, name] of [
    [{ width: 1100, height: 800 }, 'wide'],
    [NARROW, 'narrow'],
  ] as const)
    it(`has no text that is cut or runs out of the page: ${name}`, async () => {
      const lab = await openLab({ size });
      await lab.page.locator('.lanes').waitFor();
      await lab.page.keyboard.press('f');
      await lab.page.locator('.fix').first().waitFor();
      const wide = await lab.page.evaluate<string[]>(`
        [...document.querySelectorAll('#panel *')]
          .filter(each => each.getClientRects().length > 0 && each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('svg, pre, .unseen'))
          .map(each => each.className || each.tagName)
      `);
      assert.deepEqual(wide, []);
      const cut = await lab.page.evaluate<string[]>(`
        [...document.querySelectorAll('.verdict-value, .verdict-name, .instant, .parameter-name, .rail h2')]
          .filter(each => each.scrollWidth > each.clientWidth + 1)
          .map(each => each.textContent)
      `);
      assert.deepEqual(cut, []);
      await lab.picture(`topology-page-${name}`);
      await lab.close();
    });
});

function focusedRegion(page: Page): Promise<string> {
  return page.evaluate(`document.activeElement.closest('[data-region]')?.dataset.region ?? ''`);
}

async function toRegion(page: Page, name: string): Promise<void> {
  for (let index = 0; index < 6; index++) {
    if ((await focusedRegion(page)) === name) return;
    await page.keyboard.press('F6');
  }
  assert.equal(await focusedRegion(page), name);
}

/** Tabs on until a control has the focus. */
async function focusByTab(page: Page, role: string, name: RegExp): Promise<void> {
  for (let index = 0; index < 40; index++) {
    const [has, label] = await page.evaluate<[string, string]>(`[
      document.activeElement.getAttribute('role') ?? document.activeElement.tagName.toLowerCase(),
      document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim(),
    ]`);
    if (has === role && name.test(label)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no ${role} ${name} by Tab`);
}
