// The browser's language server in a browser: starts dist/web/server.js as a web worker and talks to it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from '../tools/vscode-host/host.mjs';
import { installHost } from '../tools/vscode-host/install.mjs';
import { root } from './lib/run.mjs';

const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };
const TIMEOUT_MS = 60_000;

/** Gives `{ passed, failed }` for one conversation with the worker. */
export async function checkWorker() {
  installHost();
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const file = join(root, path);
    if (path === '/') return response.setHeader('content-type', TYPES.html).end('<!doctype html>');
    if (!path.startsWith('/dist/') || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[path.split('.').pop()] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const { findings, drawn, lost } = await page.evaluate(converse, TIMEOUT_MS);
    const rules = findings.map(finding => finding.code);
    if (!rules.includes('no-primary-key')) throw new Error(`it found ${JSON.stringify(findings)}`);
    if (!/^<svg [\s\S]*notes/.test(drawn?.answer?.text ?? ''))
      throw new Error(`it drew ${JSON.stringify(drawn)}`);
    if (!/an acknowledged write is lost/.test(lost.message))
      throw new Error(`it searched ${JSON.stringify(lost)}`);
    console.log(`Web worker: ok, found ${rules.join(', ')}, drew them and searched a cluster in a browser`);
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.log(`Web worker: FAILED, ${String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * Runs in the page: plays the editor, and gives the findings of its SQL, a picture of that, and what a search says of the
 * config that is opened then.
 */
function converse(timeout) {
  const folder = 'memfs:/work';
  const uri = `${folder}/schema.sql`;
  const text = 'CREATE TABLE notes (body text);\nCREATE TABLE logs (line text) PARTITION BY RANGE (line);\n';
  const config = {
    uri: `${folder}/my.cnf`,
    languageId: 'ini',
    version: 1,
    text: '# MySQL 8.4\n[mysqld]\nserver_id = 1\nreport_host = db1\nlog_bin = binlog\nsync_binlog = 0\n',
  };
  const answers = {
    'faultline/findFiles': ({ include }) => (include.some(glob => glob.includes('sql')) ? [uri] : []),
    'faultline/readFile': params => (params.uri === uri ? { kind: 'text', text } : { kind: 'missing' }),
  };
  return new Promise((done, fail) => {
    const log = [];
    let findings;
    let drawn;
    setTimeout(() => fail(new Error(`no answer in time: ${log.join('; ')}`)), timeout);
    const worker = new Worker('/dist/web/server.js');
    const send = message => worker.postMessage({ jsonrpc: '2.0', ...message });
    worker.onerror = event => fail(new Error(event.message));
    worker.onmessage = ({ data: { id, method, params, result } }) => {
      if (method === undefined && id === 1 && result) send({ method: 'initialized', params: {} });
      if (method !== undefined && id !== undefined) send({ id, result: answers[method]?.(params) ?? null });
      if (method === 'window/logMessage') log.push(params.message);
      if (method === undefined && id === 2) {
        drawn = result;
        // There are no threads: it is searched between messages.
        send({ method: 'textDocument/didOpen', params: { textDocument: config } });
      }
      const lost = params?.diagnostics?.find(({ code }) => code === 'simulated-lost-write');
      if (lost !== undefined && params.uri === config.uri) done({ findings, drawn, lost });
      if (method !== 'textDocument/publishDiagnostics' || params.uri !== uri || findings !== undefined)
        return;
      findings = params.diagnostics;
      // A picture takes the layout, which the server has to fetch.
      const question = { kind: 'export', uri, format: 'svg', mode: 'er' };
      send({ id: 2, method: 'faultline/panel', params: { panel: 'schema', question } });
    };
    send({
      id: 1,
      method: 'initialize',
      params: {
        processId: null,
        rootUri: null,
        workspaceFolders: [{ uri: folder, name: 'work' }],
        capabilities: {},
        initializationOptions: { serverFiles: new URL('/dist/', location.href).href },
      },
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await checkWorker();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
