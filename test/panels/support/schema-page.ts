import type { Locator, Page } from 'playwright-core';
import type { FromPanel, PanelPosition } from '../../../server/src/protocol/webview.js';
import { type OpenOptions, type OpenPanel, openPanel } from './page.js';

/** The schema panel, with what its tests ask of it. */
export interface SchemaPage extends OpenPanel {
  card(id: string): Locator;
  mode(name: 'Star' | 'ER' | 'Compare'): Promise<void>;
  /** Where every card stands in the picture. */
  places(): Promise<Record<string, string>>;
  /** The last message of a kind that the page sent; waits for one. */
  said<K extends FromPanel['type']>(type: K): Promise<Extract<FromPanel, { type: K }>>;
  /** Replaces text in a file as somebody who types. */
  edit(file: string, from: string, to: string): void;
  cursor(file: string, before: string): void;
}

/** What is remembered where somebody looked at tables and references last. */
export const ER_FIRST = {
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
} as const;

/** Opens the panel and waits for its first picture, or for what stands in its place. */
export async function openSchema(options: Omit<OpenOptions, 'kind'>): Promise<SchemaPage> {
  const panel = await openPanel({ kind: 'schema', ...options });
  const { page, host } = panel;
  await page.locator('.card, .empty p:not(.dim), .proposal').first().waitFor();
  await settled(panel);
  return {
    ...panel,
    card: id => page.locator(`.card[data-id="${id}"]`),
    mode: async name => {
      await page.getByLabel(name, { exact: true }).check();
      await settled(panel);
    },
    places: () =>
      page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('#canvas .card')].map(card => [card.dataset.id, card.getAttribute('transform')]))`,
      ),
    said: async <K extends FromPanel['type']>(type: K) => {
      const find = () =>
        host.said.findLast(each => each.type === type) as Extract<FromPanel, { type: K }> | undefined;
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        await page.evaluate('new Promise(done => requestAnimationFrame(done))');
      }
    },
    edit: (file, from, to) => {
      const uri = host.uriOf(file);
      const text = host.analyzer.text(uri) ?? '';
      if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
      host.analyzer.openBuffer(uri, text.replace(from, to));
      host.send({ type: 'changed' });
    },
    cursor: (file, before) => {
      const uri = host.uriOf(file);
      const text = host.analyzer.text(uri) ?? '';
      const offset = text.indexOf(before);
      if (offset < 0) throw new Error(`${file} does not contain ${before}`);
      host.send({ type: 'cursor', uri, position: positionAt(text, offset) });
    },
  };
}

/** Waits until the picture stands still: nothing is laid out, and the zoom has arrived. */
async function settled({ page }: OpenPanel): Promise<void> {
  await until(
    page,
    `(() => {
      const now = document.querySelector('#canvas .plane > g')?.getAttribute('transform') ?? '';
      const still = document.body.lastTransform === now;
      document.body.lastTransform = now;
      return still && document.querySelector('.layouting') === null;
    })()`,
  );
}

/** Waits until an expression is true in the page, looking every few frames. */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > end) throw new Error(`never became true: ${expression}`);
    await page.evaluate('new Promise(done => setTimeout(done, 60))');
  }
}

function positionAt(text: string, offset: number): PanelPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before[before.length - 1]!.length };
}
