import assert from 'node:assert/strict';
import { many } from './support/clusters.js';
import { closeBrowser, type OpenPanel } from './support/page.js';
import { openLab } from './support/stub.js';

const FRAMES = 120;

describe('a picture of a hundred nodes', () => {
  let panel: OpenPanel;
  const { snapshot, playback } = many(100);
  before(async () => {
    panel = await openLab({
      replace: question =>
        question.kind === 'snapshot'
          ? snapshot
          : question.kind === 'play'
            ? { kind: 'play', version: 1, playback }
            : undefined,
    });
    await panel.page.locator('[data-thing="node:n100"]').waitFor();
    await panel.page.locator('.minimap').waitFor();
    // The compiler of tests names functions by this.
    await panel.page.evaluate('globalThis.__name = named => named');
  });
  after(async () => {
    await panel.close();
    await closeBrowser();
  });

  it('follows the instant frame by frame', async () => {
    const { page } = panel;
    const slider = page.getByRole('slider', { name: 'Instant' });
    await slider.focus();
    const first = await nameOf('n1');
    const times = await page.evaluate(
      frames =>
        new Promise<number[]>(done => {
          const stamps: number[] = [];
          const step = (now: number): void => {
            stamps.push(now);
            if (stamps.length > frames) return done(stamps);
            document.activeElement!.dispatchEvent(
              new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }),
            );
            requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        }),
      FRAMES,
    );
    report('scrubbing', times);
    assert.notEqual(await nameOf('n1'), first);
    assert.match((await slider.textContent()) ?? '', /^12\.0$/);
    assert.deepEqual(panel.errors, []);
  });

  it('moves and grows without being drawn anew', async () => {
    const { page } = panel;
    const before = await page.locator('.canvas-picture > g').getAttribute('transform');
    await page.evaluate(() => {
      const window_ = window as unknown as { changed: number };
      window_.changed = 0;
      new MutationObserver(all => (window_.changed += all.length)).observe(
        document.querySelector('g.picture')!,
        {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        },
      );
    });
    const times = await page.evaluate(
      frames =>
        new Promise<number[]>(done => {
          const stamps: number[] = [];
          const room = document.querySelector('.canvas-room')!;
          const step = (now: number): void => {
            stamps.push(now);
            if (stamps.length > frames) return done(stamps);
            room.dispatchEvent(
              new WheelEvent('wheel', {
                deltaY: stamps.length < frames / 2 ? -3 : 3,
                clientX: 300,
                clientY: 400,
                bubbles: true,
                cancelable: true,
              }),
            );
            requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        }),
      FRAMES,
    );
    report('zooming', times);
    assert.notEqual(await page.locator('.canvas-picture > g').getAttribute('transform'), before);
    assert.equal(await page.evaluate(() => (window as unknown as { changed: number }).changed), 0);
  });

  it('shows names alone from afar, and all of a card from near', async () => {
    const { page } = panel;
    const card = page.locator('[data-thing="node:n37"]');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.locator('g.picture.far').waitFor();
    assert.equal((await card.textContent())?.trim(), 'n37');
    await panel.picture('canvas-hundred-far');
    for (let times = 0; times < 8; times++) await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.locator('g.picture:not(.far)').waitFor();
    assert.match((await card.textContent()) ?? '', /writes/);
    await panel.picture('canvas-hundred-near');
  });

  async function nameOf(node: string): Promise<string | null> {
    return panel.page.locator(`[data-thing="node:${node}"]`).getAttribute('aria-label');
  }
});

function report(what: string, times: readonly number[]): void {
  const each = times.slice(1).map((time, index) => time - times[index]!);
  const sorted = [...each].sort((a, b) => a - b);
  const mean = each.reduce((sum, ms) => sum + ms, 0) / each.length;
  const late = sorted[Math.floor(sorted.length * 0.95)]!;
  console.log(
    `      ${what}: ${(1000 / mean).toFixed(0)} frames/s, 95 % of the frames within ${late.toFixed(1)} ms`,
  );
}
