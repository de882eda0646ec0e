// The suite runs inside VS Code and cannot see its window. This lets it: a small server on 127.0.0.1 that looks at the page.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const TIMEOUT_MS = 30_000;

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
    /** The text of it in the web views that are shown, pictures too: VS Code keeps each page in a frame within a frame. */
    webviewTexts: async ({ selector }) => {
      const views = page.locator('iframe.webview.ready');
      const found = [];
      for (let i = 0; i < (await views.count()); i++) {
        const frame = views.nth(i).contentFrame().frameLocator('iframe#active-frame');
        found.push(...(await frame.locator(selector).allTextContents()));
      }
      return found;
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
      const result = await actions[action](options);
      response.end(JSON.stringify({ result }));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ error: String(error) }));
    }
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
