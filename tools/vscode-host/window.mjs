// The suite runs inside VS Code and cannot see its window. This lets it: a small server on 127.0.0.1 that looks at the page.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const TIMEOUT_MS = 30_000;

/**
 * The panels of a kind that are shown: VS Code keeps each page in a frame within a frame. `view` is the outer frame, `frame` is
 * where the page is.
 */
async function panels(page, kind) {
  const views = page.locator('iframe.webview.ready');
  const found = [];
  for (let i = 0; i < (await views.count()); i++) {
    const view = views.nth(i);
    const frame = view.contentFrame().frameLocator('iframe#active-frame');
    const own = await frame.locator(`link[href$="/${kind}.css"]`).count();
    if (own > 0 && (await view.isVisible())) found.push({ view, frame });
  }
  return found;
}

async function panel(page, kind) {
  const found = (await panels(page, kind)).at(-1);
  if (found === undefined) throw new Error(`no ${kind} panel is shown`);
  return found;
}

/** By role and name (`pattern`: a regular expression), or by selector. */
function partOf(frame, { role, name, pattern, selector }) {
  if (selector !== undefined) return frame.locator(selector);
  return frame.getByRole(role, { name: pattern === undefined ? name : new RegExp(pattern, 'i') });
}

const LOOKS = /Texts$|Pictures$|Parts$|^texts$|^count$/;

/** What only looks is done again where a frame was replaced under its eyes: web views load anew when what they show changes. */
async function looked(action, look) {
  for (let tries = 1; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (tries === 5 || !LOOKS.test(action) || !/detached|context was destroyed/i.test(String(error)))
        throw error;
    }
  }
}

/** Serves the page's window; `url` goes to the suite. Screenshots go to `folder`. */
export async function serveWindow(page, folder) {
  mkdirSync(folder, { recursive: true });
  const actions = {
    /** A picture of the whole window, or of the first element that the selector finds. */
    screenshot: async ({ name, selector }) => {
      const target = selector === undefined ? page : page.locator(selector).first();
      await target.screenshot({ path: join(folder, `${name}.png`), timeout: TIMEOUT_MS });
      return true;
    },
    /** The visible text of everything the selector finds. */
    texts: ({ selector }) => page.locator(selector).allInnerTexts(),
    /** The text of it in the web views that are shown, whatever they are, pictures too. */
    webviewTexts: async ({ selector }) => {
      const views = page.locator('iframe.webview.ready');
      const found = [];
      for (let i = 0; i < (await views.count()); i++) {
        const frame = views.nth(i).contentFrame().frameLocator('iframe#active-frame');
        found.push(...(await frame.locator(selector).allTextContents()));
      }
      return found;
    },
    /** The words of the pictures that are there and not broken. */
    webviewPictures: async () => {
      const views = page.locator('iframe.webview.ready');
      const found = [];
      for (let i = 0; i < (await views.count()); i++) {
        const frame = views.nth(i).contentFrame().frameLocator('iframe#active-frame');
        found.push(
          ...(await frame
            .locator('img')
            .evaluateAll(all =>
              all.filter(each => each.complete && each.naturalWidth > 0).map(({ alt }) => alt),
            )),
        );
      }
      return found;
    },
    /** What stands in the panels of a kind that are shown, one text per panel. */
    panelTexts: async ({ kind }) => {
      const found = [];
      for (const { frame } of await panels(page, kind)) found.push(await frame.locator('body').innerText());
      return found;
    },
    /** Names, texts and states of what the panel of a kind has in a role (or below a selector). */
    panelParts: async ({ kind, ...what }) => {
      const all = await panels(page, kind);
      if (all.length === 0) return [];
      return partOf(all.at(-1).frame, what).evaluateAll(elements =>
        elements.map(element => ({
          text: element.textContent ?? '',
          name: element.getAttribute('aria-label') ?? '',
          state: Object.fromEntries(
            ['aria-pressed', 'aria-selected', 'aria-checked', 'aria-valuetext', 'aria-current'].flatMap(
              key => (element.hasAttribute(key) ? [[key.slice(5), element.getAttribute(key)]] : []),
            ),
          ),
        })),
      );
    },
    panelClick: async ({ kind, double, right, ...what }) => {
      const part = partOf((await panel(page, kind)).frame, what).first();
      const options = { timeout: TIMEOUT_MS, button: right === true ? 'right' : 'left' };
      await (double === true ? part.dblclick(options) : part.click(options));
      return true;
    },
    panelPress: async ({ kind, keys, ...what }) => {
      await partOf((await panel(page, kind)).frame, what)
        .first()
        .press(keys, { timeout: TIMEOUT_MS });
      return true;
    },
    /** Drags along points, each as parts of the box of what it begins at: `[0, 0]` is its top left, `[1, 1]` its bottom right. */
    panelDrag: async ({ kind, path, ...what }) => {
      const box = await partOf((await panel(page, kind)).frame, what)
        .first()
        .boundingBox({ timeout: TIMEOUT_MS });
      const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await page.mouse.move(...at(path[0]));
      await page.mouse.down();
      for (const point of path.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
      await page.mouse.up();
      return true;
    },
    panelScreenshot: async ({ kind, name }) => {
      const { view } = await panel(page, kind);
      await view.screenshot({ path: join(folder, `${name}.png`), timeout: TIMEOUT_MS });
      return true;
    },
    count: ({ selector }) => page.locator(selector).count(),
    press: ({ keys }) => page.keyboard.press(keys).then(() => true),
    type: ({ text }) => page.keyboard.type(text).then(() => true),
    click: ({ selector }) =>
      page
        .locator(selector)
        .first()
        .click({ timeout: TIMEOUT_MS })
        .then(() => true),
    hover: ({ selector }) =>
      page
        .locator(selector)
        .first()
        .hover({ timeout: TIMEOUT_MS })
        .then(() => true),
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    try {
      const { action, ...options } = JSON.parse(body);
      const result = await looked(action, () => actions[action](options));
      response.end(JSON.stringify({ result }));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ error: String(error) }));
    }
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
