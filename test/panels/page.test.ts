import assert from 'node:assert/strict';
import { closeBrowser, openPanel } from './support/page.js';

describe('panels in a plain page', () => {
  after(closeBrowser);

  for (const kind of ['topology', 'schema'] as const) {
    it(`opens the ${kind} panel under its policy without an error`, async () => {
      const panel = await openPanel({ kind, folder: 'examples/replicas', file: 'schema.sql' });
      try {
        await panel.page.locator('#panel > *').first().waitFor({ state: 'attached' });
        assert.deepEqual(panel.errors, []);
      } finally {
        await panel.close();
      }
    });
  }
});
