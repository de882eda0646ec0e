import { mkdirSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { panelPage } from '../../../client/src/views/page.js';
import { bundlePanels } from '../../../scripts/lib/panels.mjs';
import type { PanelKind, ToPanel } from '../../../server/src/protocol/webview.js';
import { launchBrowser } from '../../../tools/vscode-host/host.mjs';
import { PlainHost, type StubAnswer } from './plain-host.js';
import { THEMES, type Theme, themeStyle } from './themes.js';

const ROOT = resolve(__dirname, '../../..');
const PICTURES = join(ROOT, 'test/output/panels');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

export interface OpenOptions {
  readonly kind: PanelKind;
  /** Folder below the repository's, read as the workspace. */
  readonly folder: string;
  /** The file that the panel is about, from that folder. */
  readonly file?: string;
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: boolean;
  /** What an earlier session remembered. */
  readonly memory?: Readonly<Record<string, unknown>>;
  /** Answers instead of the server. */
  readonly answer?: StubAnswer;
  /** A script that is run in the page before its own, each time that it begins. */
  readonly init?: string;
}

/** A panel in a plain page of a real browser. */
export interface OpenPanel {
  readonly page: Page;
  readonly host: PlainHost;
  /** Everything that went wrong in the page: thrown, logged as an error, or refused by the policy. */
  readonly errors: readonly string[];
  /** Saves a picture as `test/output/panels/<name>.png`. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;
/** The scripts as they are now: built once per run of the tests. */
let bundles: Promise<Map<string, Uint8Array>> | undefined;

/** Call in an `after` hook of each suite that opens panels. */
export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

export async function openPanel(options: OpenOptions): Promise<OpenPanel> {
  bundles ??= bundlePanels();
  const files = await bundles;
  let events: ServerResponse | undefined;
  const waiting: string[] = [];
  const deliver = (message: ToPanel): void => {
    const line = `data: ${JSON.stringify(message)}\n\n`;
    if (events === undefined) waiting.push(line);
    else events.write(line);
  };
  const host = await PlainHost.open(
    options.kind,
    join(ROOT, options.folder),
    options.file,
    deliver,
    options.answer,
  );
  Object.assign(host.memory, options.memory ?? {});
  const failures: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://panel').pathname;
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      events = response;
      for (const line of waiting.splice(0)) response.write(line);
      return;
    }
    if (path === '/post') {
      let body = '';
      request.on('data', chunk => (body += chunk));
      request.on('end', () => {
        response.end();
        host.receive(JSON.parse(body)).catch(error => failures.push(String(error?.stack ?? error)));
      });
      return;
    }
    serve(path, options, files, response);
  });
  const origin = await listen(server);
  browser ??= launchBrowser();
  const context = await (await browser).newContext({
    viewport: options.size ?? { width: 1100, height: 800 },
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  if (options.init !== undefined) await page.addInitScript(options.init);
  page.on('pageerror', error => failures.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') failures.push(message.text());
  });
  await page.goto(`${origin}/`);
  return {
    page,
    host,
    errors: failures,
    picture: async name => {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
    close: async () => {
      await context.close();
      events?.end();
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}

function serve(
  path: string,
  { kind, theme = 'dark' }: OpenOptions,
  files: ReadonlyMap<string, Uint8Array>,
  response: ServerResponse,
): void {
  if (path === '/') {
    const page = panelPage({ kind, title: kind, nonce: 'plain', base: '/media', origin: "'self'" })
      // What the editor puts into every page of its own: the theme, and the end of the bridge.
      .replace(
        '<head>',
        '<head><link rel="stylesheet" href="/theme.css"><script nonce="plain" src="/bridge.js"></script>',
      )
      .replace('<body', `<body class="${THEMES[theme].body}"`)
      .replace("script-src 'nonce-plain'", "script-src 'nonce-plain' 'self'");
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  } else if (path === '/theme.css') {
    response.writeHead(200, { 'content-type': 'text/css' }).end(themeStyle(theme));
  } else if (path === '/bridge.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(BRIDGE);
  } else {
    const file = files.get(path.replace(/^\/media\//, ''));
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': type }).end(file);
  }
}

/** The editor's interface for pages, over a connection to this process. */
const BRIDGE = `
const queue = [];
let sending = false;
async function flush() {
  if (sending) return;
  sending = true;
  while (queue.length > 0) await fetch('/post', { method: 'POST', body: queue.shift() });
  sending = false;
}
window.acquireVsCodeApi = () => ({
  postMessage(message) { queue.push(JSON.stringify(message)); flush(); },
  // As the editor does, across reloads.
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState(value) { sessionStorage.setItem('state', JSON.stringify(value)); },
});
new EventSource('/events').onmessage = ({ data }) => window.postMessage(JSON.parse(data), '*');
`;

async function listen(server: Server): Promise<string> {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
