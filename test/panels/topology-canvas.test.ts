import assert from 'node:assert/strict';
import { closeBrowser, type OpenPanel, openPanel } from './support/page.js';
import { THEMES, type Theme } from './support/themes.js';

const LAB = {
  kind: 'topology',
  folder: 'test/fixtures/clusters/lab/patroni-async',
  file: 'n1/patroni.yml',
} as const;

describe('the picture of a cluster', () => {
  after(closeBrowser);

  for (const theme of Object.keys(THEMES) as Theme[]) {
    it(`draws a run, torn and whole: ${theme}`, async () => {
      await using(await openPanel({ ...LAB, theme }), async panel => {
        const { page } = panel;
        await page.locator('[data-thing="node:n1"]').waitFor();
        await page.getByRole('button', { name: 'Isolate the leader' }).click();
        await settled(panel);
        await page.keyboard.press('F6');
        await page.getByRole('slider', { name: /time/i }).first().focus();
        for (let step = 0; step < 3; step++) await page.keyboard.press(']');
        await page.locator('.rift').first().waitFor();
        await panel.picture(`canvas-${theme.replaceAll(' ', '-')}`);
        assert.deepEqual(panel.errors, []);
      });
    });
  }
});

async function settled({ page }: OpenPanel): Promise<void> {
  await page.locator('.timeline').waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .busy') === null);
}

async function using(panel: OpenPanel, work: (panel: OpenPanel) => Promise<void>): Promise<void> {
  try {
    await work(panel);
  } finally {
    await panel.close();
  }
}
