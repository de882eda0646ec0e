import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Playback, TopologySnapshot } from '../../server/src/protocol/topology-panel.js';
import { cutOneWay, inThree, torn, twoLeaders } from './support/clusters.js';
import { eventually } from './support/eventually.js';
import { labSnapshot } from './support/lab.js';
import { closeBrowser, type OpenPanel } from './support/page.js';
import { openLab, type StubOptions } from './support/stub.js';

const NARROW = { width: 420, height: 1100 };

describe('states of the picture', () => {
  after(closeBrowser);

  for (const [size, name] of [
    [undefined, 'wide'],
    [NARROW, 'narrow'],
  ] as const)
    it(`tears between the sides of a partition and leaves room for its words: ${name}`, () =>
      draws(torn(), 14_600, { ...(size === undefined ? {} : { size }) }, async panel => {
        const [left, right] = await Promise.all([boxOf(panel, 'node:n1'), boxOf(panel, 'node:n2')]);
        const lips = await panel.page.locator('.rift .lip').evaluateAll(all =>
          all.map(each => {
            const { left: x, right: end } = each.getBoundingClientRect();
            return { x, end };
          }),
        );
        assert.equal(lips.length, 2);
        assert.ok(left.x + left.width < lips[0]!.x, 'n1 stands left of the tear');
        assert.ok(lips[1]!.end < right.x, 'n2 stands right of it');
        assert.ok(lips[1]!.x - lips[0]!.x >= 14, `${lips[1]!.x - lips[0]!.x} px between the lips`);
        assert.match(await panel.page.locator('.rift text').first().textContent().then(String), /14\.6 s/);
        await panel.picture(`state-torn-${name}`);
      }));

  for (const reducedMotion of [false, true])
    it(`lets things ${reducedMotion ? 'jump where people want less motion' : 'glide'} when it tears and heals`, () =>
      draws(torn(), -1_000, { reducedMotion }, async panel => {
        const { page } = panel;
        await page.evaluate(WATCH);
        const home = await standing(page);
        await page.evaluate('window.places.splice(0, window.places.length - 1)');
        await moveTo(panel, 14_600);
        const away = await standing(page);
        const tear = await page.evaluate<string[]>('window.places.splice(0, window.places.length - 1)');
        assert.equal(tear[0], home);
        assert.notEqual(away, home);
        assert.equal(tear.length === 1, reducedMotion, tear.join('; '));
        await moveTo(panel, 61_000);
        assert.equal(await standing(page), home);
        const healing = await page.evaluate<string[]>('window.places');
        assert.equal(healing[0], away);
        assert.equal(healing.length === 2, reducedMotion, healing.join('; '));
        assert.equal(await page.locator('.rift').count(), 0);
      }));

  it('tears twice for three groups, in the light theme', () =>
    draws(inThree(), 20_000, { theme: 'light' }, async panel => {
      assert.equal(await panel.page.locator('.rift').count(), 2);
      await panel.picture('state-three');
    }));

  it('tears nothing for a cut in one direction: the dead one ends in a bar, the live one stays whole', () =>
    draws(cutOneWay(), 5_000, {}, async panel => {
      assert.equal(await panel.page.locator('.rift').count(), 0);
      const cut = panel.page.locator('[data-thing^="link:"] .line.cut').first();
      assert.equal(await cut.locator('.bar').count(), 1);
      assert.equal(await cut.locator('.alive').count(), 1);
      await panel.picture('state-one-way');
    }));

  it('brackets two leaders and says for how long', () =>
    draws(twoLeaders(), 40_000, { theme: 'high contrast light' }, async panel => {
      assert.equal(await panel.page.locator('.card.leader').count(), 2);
      assert.match(String(await panel.page.locator('.two-leaders').textContent()), /two leaders, 9\.0 s/);
      await panel.picture('state-two-leaders');
    }));
});

/** Keeps every place in which n2 stands, and for how many frames it has stood still. */
const WATCH = `{
  window.places = [];
  window.still = 0;
  const look = () => {
    const place = document.querySelector('[data-thing="node:n2"] > g').getAttribute('transform');
    if (window.places.at(-1) === place) window.still++;
    else { window.places.push(place); window.still = 0; }
    window.looking = requestAnimationFrame(look);
  };
  cancelAnimationFrame(window.looking);
  look();
}`;

/** Where n2 stands once nothing has moved it for some frames. */
function standing(page: Page): Promise<string> {
  return eventually(() => page.evaluate<string | false>('window.still > 10 && window.places.at(-1)'));
}

async function draws(
  { snapshot, playback }: { readonly snapshot?: TopologySnapshot; readonly playback: Playback },
  atMs: number,
  options: StubOptions,
  look: (panel: OpenPanel) => Promise<void>,
): Promise<void> {
  const panel = await openLab({
    ...options,
    replace: question =>
      question.kind === 'snapshot'
        ? (snapshot ?? labSnapshot())
        : question.kind === 'play'
          ? { kind: 'play', version: 1, playback }
          : undefined,
  });
  try {
    await panel.page.locator('[data-thing="client:c1"]').waitFor();
    await moveTo(panel, atMs);
    await look(panel);
    assert.deepEqual(panel.errors, []);
  } finally {
    await panel.close();
  }
}

/** @param ms After the first fault. */
async function moveTo({ page }: OpenPanel, ms: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Instant' });
  await slider.focus();
  for (let step = 0; step < 60; step++) {
    const left = Math.round(ms / 100 - Number(await slider.textContent()) * 10);
    if (left === 0) return;
    const [key, size] =
      Math.abs(left) >= 50 ? ['Page', 50] : Math.abs(left) >= 10 ? ['Shift+Arrow', 10] : ['Arrow', 1];
    const way = size === 50 ? (left > 0 ? 'Up' : 'Down') : left > 0 ? 'Right' : 'Left';
    await page.keyboard.press(`${key}${way}`);
  }
  assert.fail(`the instant stands at ${await slider.textContent()}`);
}

async function boxOf({ page }: OpenPanel, thing: string) {
  return (await page.locator(`[data-thing="${thing}"]`).boundingBox())!;
}
