// The extension as a browser runs it: VS Code's page loads dist/web into its worker for extensions, the language server is
// another worker, and files are read through the editor.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser, startHost, workbenchUrl } from '../tools/vscode-host/host.mjs';
import { installHost } from '../tools/vscode-host/install.mjs';
import { root, since } from './lib/run.mjs';

const TIMEOUT_MS = 60_000;
/** How long VS Code has to ask for the extension, and how many pages are tried. */
const ASKED_MS = 20_000;
const PAGES = 8;
/** Where the page finds the extension: VS Code's own address, since it may fetch from nowhere else. */
const FOLDER = '/faultline-web';

/** Gives `{ passed, failed }`: a cluster of three files is put together, drawn and played, and a schema has its findings. */
export async function checkWebExtension() {
  installHost();
  const workspace = mkdtempSync(join(tmpdir(), 'faultline-web-'));
  cpSync(join(root, 'examples/failover'), workspace, { recursive: true });
  const output = join(root, 'test/output');
  mkdirSync(output, { recursive: true });
  const host = await startHost();
  const browser = await launchBrowser();
  const started = Date.now();
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  try {
    await serveExtension(page, host);
    const file = `vscode-remote://${host.authority}${join(workspace, 'pay1/patroni.yml')}`;
    const payload = [
      ['openFile', file],
      ['skipWelcome', 'true'],
    ];
    await openUntilAsked(page, workbenchUrl(host, workspace, payload));
    await page.locator('.codelens-decoration', { hasText: 'Topology: payments: 3 members' }).waitFor();
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-info').first().waitFor();
    await page.locator('.codelens-decoration a', { hasText: 'Topology' }).first().click();
    const panel = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    const verdict = panel.locator('.verdict', { hasText: 'Lost writes' }).first();
    await verdict.waitFor();
    for (const name of ['pay1', 'pay2', 'pay3'])
      await panel.locator(`[data-thing="node:${name}"]`).first().waitFor({ state: 'attached' });
    await page.screenshot({ path: join(output, 'web-extension.png') });
    const said = ((await verdict.textContent()) ?? '').replace(/\s+/g, ' ').split('. ')[0];
    console.log(
      `Web extension: ok, three files drawn and played as one cluster (${said}; ${since(started)})`,
    );
    return { passed: 1, failed: 0 };
  } catch (error) {
    await page.screenshot({ path: join(output, 'web-extension-failure.png') }).catch(() => undefined);
    console.log(`Web extension: FAILED, ${String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    await browser.close();
    await host.stop();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/**
 * Opens the page, and again if VS Code does not ask for the extension: now and then it stops its extension hosts while they
 * start, starts them anew and then activates nothing at all. What the extension does once it is loaded has one try.
 */
async function openUntilAsked(page, url) {
  for (let left = PAGES; left > 0; left--) {
    const asked = page.waitForRequest(request => request.url().endsWith(`${FOLDER}/dist/web/extension.js`), {
      timeout: ASKED_MS,
    });
    const [{ status, reason }] = await Promise.allSettled([asked, page.goto(url, { waitUntil: 'commit' })]);
    if (status === 'fulfilled') return;
    if (left === 1) throw reason;
    console.log('Web extension: VS Code activated nothing, its page is opened again');
    await page.goto('about:blank');
  }
}

/** Has the page take the extension for one that came with VS Code, as a site that embeds it would say. */
async function serveExtension(page, host) {
  await page.context().route(
    url => url.origin === host.url && url.pathname.startsWith(`${FOLDER}/`),
    route => {
      const path = join(root, new URL(route.request().url()).pathname.slice(FOLDER.length));
      return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 });
    },
  );
  const location = { scheme: 'http', authority: host.authority, path: FOLDER };
  await page.addInitScript(extension => {
    const get = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = get.call(this, name);
      if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings') return value;
      return JSON.stringify({ ...JSON.parse(value), additionalBuiltinExtensions: [extension] });
    };
  }, location);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await checkWebExtension();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
