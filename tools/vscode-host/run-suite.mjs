#!/usr/bin/env node
// Stands in for `code` where there is none: takes the arguments that @vscode/test-electron gives, ignores those it does not
// know, runs the suite in the host's extension host, and exits with the suite's code.
import { resolve } from 'node:path';
import { launchBrowser, startHost, workbenchUrl } from './host.mjs';
import { serveWindow } from './window.mjs';

const flag = name =>
  process.argv.map(arg => arg.match(`^--${name}=(.*)$`)?.[1]).find(value => value !== undefined);
const extension = resolve(flag('extensionDevelopmentPath') ?? '.');
const suite = resolve(flag('extensionTestsPath') ?? '');
const workspace = resolve(process.argv.slice(2).find(arg => !arg.startsWith('-')) ?? '.');
const timeout = Number(process.env.FAULTLINE_SUITE_TIMEOUT_MS ?? 900_000);
const screenshots = process.env.FAULTLINE_SCREENSHOTS ?? 'test/output';

const browser = await launchBrowser();
const page = await (await browser.newContext({ viewport: { width: 1360, height: 860 } })).newPage();
const window = await serveWindow(page, screenshots);
let host;
let code = 1;
const end = async status => {
  await browser.close().catch(() => undefined);
  await host?.stop();
  window.close();
  process.exit(status);
};
process.once('SIGINT', () => void end(130));
process.once('SIGTERM', () => void end(143));

try {
  host = await startHost({ env: { FAULTLINE_WINDOW: window.url } });
  code = await runSuite();
} catch (error) {
  console.error(String(error));
  await page.screenshot({ path: `${screenshots}/failure.png` }).catch(() => undefined);
}
await end(code);

function runSuite() {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`the suite did not end within ${timeout} ms`)), timeout).unref();
    page.on('crash', () => fail(new Error('the page crashed')));
    host.child.once('exit', status => fail(new Error(`VS Code ended with ${status}`)));
    const remote = path => `vscode-remote://${host.authority}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    // The workbench calls these where the page has them, so they have to be there before it loads.
    Promise.all([
      page.exposeFunction('codeAutomationExit', done),
      page.exposeFunction('codeAutomationLog', (type, args) => {
        if (process.env.FAULTLINE_VERBOSE) console.log(type, ...args);
      }),
    ])
      .then(() => page.goto(workbenchUrl(host, workspace, payload)))
      .catch(fail);
  });
}
