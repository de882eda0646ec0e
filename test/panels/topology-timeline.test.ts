import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { TopologyQuestion } from '../../server/src/protocol/topology-panel.js';
import { eventually } from './support/eventually.js';
import { closeBrowser, type OpenPanel } from './support/page.js';
import { openLab } from './support/stub.js';

type Lab = OpenPanel & { readonly asked: TopologyQuestion[] };

describe('timeline of the topology panel', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
    await lab.page.locator('.lanes').waitFor();
  });
  afterEach(async () => {
    await lab.close();
    assert.deepEqual(lab.errors, []);
  });
  after(closeBrowser);

  it('begins at the first fault and says what stands there', async () => {
    assert.equal(await instantOf(lab.page), '0.0');
    await eventually(async () =>
      (await lab.page.locator('.instant').innerText()).startsWith('0.0 s: n1 leads'),
    );
  });

  it('steps in time by buttons and keys, and from one event to the next', async () => {
    const { page } = lab;
    await page.getByRole('button', { name: 'Step forward' }).click();
    assert.equal(await instantOf(page), '0.1');
    await page.getByRole('button', { name: 'Step back' }).click();
    assert.equal(await instantOf(page), '0.0');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('.');
    assert.equal(await instantOf(page), '0.1');
    await page.keyboard.press(']');
    assert.equal(await instantOf(page), '20.4');
    await page.keyboard.press('[');
    assert.equal(await instantOf(page), '0.0');
    await page.keyboard.press('2');
    assert.equal(await instantOf(page), '31.0');
    await page.getByRole('button', { name: 'To start' }).click();
    assert.equal(await instantOf(page), '0.0');
  });

  it('moves the instant as a slider, in words', async () => {
    const { page } = lab;
    const slider = page.getByRole('slider', { name: 'Instant' });
    await slider.focus();
    await page.keyboard.press('End');
    assert.equal(await instantOf(page), '82.0');
    await page.keyboard.press('Home');
    for (let index = 0; index < 4; index++) await page.keyboard.press('PageUp');
    await eventually(async () =>
      /^1\d\.\d seconds: n1 leads, c2 blocked$/.test((await slider.getAttribute('aria-valuetext')) ?? ''),
    );
  });

  it('scrubs with the pointer, and chooses a node by its name', async () => {
    const { page } = lab;
    const box = (await page.locator('.lanes').boundingBox())!;
    await page.mouse.move(box.x + 300, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + 598, box.y + 30, { steps: 8 });
    await page.mouse.up();
    const there = Number(
      await eventually(async () => {
        const text = await instantOf(page);
        return Number(text) > 35 && text;
      }),
    );
    assert.ok(there < 41, String(there));
    assert.match(await page.locator('.instant').innerText(), /n2 leads, n1 stopped, c1 blocked/);
    await page.mouse.click(box.x + 20, box.y + 36);
    await page.getByRole('region', { name: 'Selected: n2' }).waitFor();
    assert.match(await page.locator('.rail .selected').innerText(), /leader/);
  });

  it('plays until it is paused, and stops at the end', async () => {
    const { page } = lab;
    await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '16×' });
    await page.getByRole('button', { name: 'Run' }).click();
    await eventually(async () => Number(await instantOf(page)) > 1);
    await page.getByRole('button', { name: 'Pause' }).click();
    const at = await instantOf(page);
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
    assert.equal(await instantOf(page), at);
    await page.getByRole('slider', { name: 'Instant' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    await eventually(async () => (await instantOf(page)) === '82.0');
  });

  it('tells events in words while it plays, losses at once', async () => {
    const { page } = lab;
    await page.evaluate(`
      window.told = [];
      new MutationObserver(() => {
        for (const role of ['status', 'alert'])
          for (const each of document.querySelectorAll('.unseen[role=' + role + ']'))
            if (each.textContent) window.told.push(role + ': ' + each.textContent.trim());
      }).observe(document.body, { subtree: true, characterData: true, childList: true });
    `);
    await page.getByRole('slider', { name: 'Instant' }).focus();
    await page.keyboard.press('End');
    for (let index = 0; index < 18; index++) await page.keyboard.press('Shift+ArrowLeft');
    await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '16×' });
    await page.getByRole('button', { name: 'Run' }).click();
    const told = (): Promise<string[]> => page.evaluate('window.told');
    await eventually(async () =>
      (await told()).some(each => each === 'alert: 66.8 s: n2 is rewound; 697 acknowledged writes are lost.'),
    );
    assert.ok((await told()).some(each => each.startsWith('status: 64.')));
  });

  it('draws each kind of mark, with words where there is room', async () => {
    const lanes = lab.page.locator('.lanes');
    for (const mark of [
      '.bar-leader',
      '.line-stopped',
      '.hollow',
      '.promotion',
      '.demotion',
      '.election',
      '.rollback',
      '.piece.only',
      '.piece.waiting',
      '.piece.lost',
      '.cross',
    ])
      assert.ok((await lanes.locator(mark).count()) > 0, mark);
    const text = await lanes.textContent();
    for (const words of ['leader  TL 1', 'stopped', 'blocked 31.4 s', '629 acknowledged, then lost', 'only'])
      assert.ok(text?.includes(words), words);
  });

  it('has the same as a table', async () => {
    const rows = lab.page.getByRole('table', { name: /What each node and client did/ }).getByRole('row');
    const text = (await rows.allTextContents()).join('\n');
    assert.match(text, /n20\.031\.0reads up to 31\.0 s old|n2-6\.0/);
    assert.match(text, /c2 is blocked for 31\.4 s between 0\.0 s and 31\.4 s/);
  });

  it('moves a fault in time by its grip', async () => {
    const { page, asked } = lab;
    const grip = page.getByRole('slider', { name: 'Partition n1 c1 | n2 n3 c2 end' });
    const box = (await grip.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 111, box.y + box.height / 2, { steps: 5 });
    // What it would be is seen before it is let go.
    await eventually(
      async () => Number(/^[\d.]+/.exec((await grip.getAttribute('aria-valuetext')) ?? '')?.[0]) < 55,
    );
    assert.equal(plays(asked).length, 1);
    await page.mouse.up();
    const last = await eventually(() => plays(asked)[1]);
    const [start, end] = last.schedule!.events;
    assert.equal(start!.at, 6_000);
    assert.ok(end!.at > 54_000 && end!.at < 58_000, String(end!.at));
    assert.equal(end!.fault.kind, 'heal');
  });

  it('moves both ends by the bar', async () => {
    const { page, asked } = lab;
    const box = (await page.locator('.fault-bar').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 7);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 55, box.y + 7, { steps: 4 });
    await page.mouse.up();
    const [start, end] = (await eventually(() => plays(asked)[1])).schedule!.events;
    assert.equal(end!.at - start!.at, 60_000);
    assert.ok(start!.at > 9_000);
  });

  it('moves a fault by keys, keeps the focus on it, and takes it away', async () => {
    const { page, asked } = lab;
    const grip = page.getByRole('slider', { name: 'Partition n1 c1 | n2 n3 c2 start' });
    await grip.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await eventually(async () => (await grip.getAttribute('aria-valuenow')) === '6100');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await eventually(async () => (await grip.getAttribute('aria-valuenow')) === '7100');
    assert.equal(await page.evaluate(`document.activeElement.getAttribute('aria-valuenow')`), '7100');
    await eventually(() => plays(asked).at(-1)?.schedule?.events[0]?.at === 7_100);
    await page.keyboard.press('Delete');
    await eventually(() => plays(asked).at(-1)?.schedule?.events.length === 0);
    await eventually(async () => (await page.locator('.fault-bar').count()) === 0);
  });

  it('opens a menu on a fault', async () => {
    const { page } = lab;
    await page.getByRole('slider', { name: /start$/ }).focus();
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu', { name: 'Partition n1 c1 | n2 n3 c2' });
    await menu.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(async () => (await instantOf(page)) === '60.0');
    await menu.waitFor({ state: 'detached' });
  });

  it('zooms time with the wheel around the pointer, and goes back to the whole', async () => {
    const { page } = lab;
    const ticks = (): Promise<string[]> => page.locator('.axis text').allTextContents();
    const before = await ticks();
    const box = (await page.locator('.lanes').boundingBox())!;
    await page.mouse.move(box.x + 500, box.y + 20);
    await page.keyboard.down('Control');
    for (let index = 0; index < 6; index++) await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await eventually(async () => (await ticks()).some(each => each.includes('.')));
    await page.getByRole('button', { name: 'Whole run' }).click();
    assert.deepEqual(await ticks(), before);
    await page.getByRole('application', { name: 'Lanes' }).focus();
    await page.keyboard.press('+');
    await eventually(async () => (await ticks()).join() !== before.join());
    await page.keyboard.press('0');
    await eventually(async () => (await ticks()).join() === before.join());
  });

  it('goes through lanes by arrows and says what is there', async () => {
    const { page } = lab;
    await page.getByRole('application', { name: 'Lanes' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    assert.equal(await instantOf(page), '28.7');
    await eventually(async () => /n2: n2 and n3 compare their logs\./.test(await spoken(page)));
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Selected: n2' }).waitFor();
  });

  it('forks: what comes after is forgotten and another seed goes on', async () => {
    const { page, asked } = lab;
    await page.keyboard.press('2');
    await page.keyboard.press('b');
    const last = await eventually(() => plays(asked)[1]);
    assert.deepEqual(
      last.schedule!.events.map(({ at }) => at),
      [6_000],
    );
    assert.equal(last.seed, plays(asked)[0]!.seed + 1);
  });

  it('asks for another seed', async () => {
    const { page, asked } = lab;
    await page.getByRole('spinbutton', { name: 'Seed' }).fill('42');
    await page.keyboard.press('Enter');
    await eventually(() => plays(asked).at(-1)?.seed === 42);
  });

  it('holds its frames while it is scrubbed, and draws no lane anew', async () => {
    const { page } = lab;
    const box = (await page.locator('.lanes').boundingBox())!;
    await page.evaluate(`
      window.drawn = 0;
      new MutationObserver(all => { window.drawn += all.length; })
        .observe(document.querySelector('.lanes'), { subtree: true, childList: true, attributes: true, attributeFilter: ['x', 'd', 'width'] });
      window.frames = [];
      let last;
      (function tick(now) {
        if (last !== undefined) window.frames.push(now - last);
        last = now;
        window.ticking = requestAnimationFrame(tick);
      })(performance.now());
    `);
    await page.mouse.move(box.x + 130, box.y + 30);
    await page.mouse.down();
    for (let round = 0; round < 3; round++)
      for (let x = 130; x < 1070; x += 10) await page.mouse.move(box.x + x, box.y + 30);
    await page.mouse.up();
    const { frames, drawn } = await page.evaluate<{ frames: number[]; drawn: number }>(
      '(cancelAnimationFrame(window.ticking), { frames: window.frames.slice(1), drawn: window.drawn })',
    );
    const sorted = [...frames].sort((a, b) => a - b);
    const part = (share: number): string => sorted[Math.floor(sorted.length * share)]!.toFixed(1);
    console.log(
      `      ${frames.length} frames: median ${part(0.5)} ms, 95 % ${part(0.95)} ms, 99 % ${part(0.99)} ms, over 20 ms: ${frames.filter(each => each > 20).length}`,
    );
    assert.equal(drawn, 0);
    assert.equal((await instantOf(page)) > '70', true);
  });
});

function instantOf(page: Page): Promise<string> {
  return page.locator('.playhead-label').innerText();
}

async function spoken(page: Page): Promise<string> {
  return (await page.locator('.unseen[role=status]').allTextContents()).join(' ');
}

function plays(asked: readonly TopologyQuestion[]): Extract<TopologyQuestion, { kind: 'play' }>[] {
  return asked.filter((each): each is Extract<TopologyQuestion, { kind: 'play' }> => each.kind === 'play');
}
