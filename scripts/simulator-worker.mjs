// Same seed, same trace: plays and searches clusters in Node and in a browser's worker, and compares what comes out.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { launchBrowser } from '../tools/vscode-host/host.mjs';
import { installHost } from '../tools/vscode-host/install.mjs';
import { root } from './lib/run.mjs';

const LAB = join(root, 'test/fixtures/clusters/lab');
const CLUSTERS = ['etcd3-isolate-leader', 'redis-isolate', 'patroni-async', 'galera3-isolate'];
const TIMEOUT_MS = 120_000;
const ENTRY = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  entryPoints: ['test/worker/simulator.ts'],
};

/** Gives `{ passed, failed }`: each cluster is one test. */
export async function compareSimulators() {
  installHost();
  const folder = mkdtempSync(join(tmpdir(), 'faultline-simulator-'));
  try {
    const files = Object.fromEntries(CLUSTERS.map(name => [name, filesIn(join(LAB, name))]));
    const ours = (await inNode(folder)).digestsOf(files);
    const theirs = await inBrowser(files);
    let failed = 0;
    for (const [at, digest] of ours.entries()) {
      const same = JSON.stringify(digest) === JSON.stringify(theirs[at]);
      const tried = digest.operations > 100 && digest.states > 100;
      if (!same || !tried) failed++;
      console.log(
        `Simulator of ${digest.name} in a browser: ${same && tried ? 'ok' : 'FAILED'}, ${digest.operations} operations, ${digest.states} states`,
      );
      if (!same) console.log(`  Node    ${JSON.stringify(digest)}\n  browser ${JSON.stringify(theirs[at])}`);
    }
    return { passed: ours.length - failed, failed };
  } catch (error) {
    console.log(`Simulator in a browser: FAILED, ${String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inNode(folder) {
  const outfile = join(folder, 'simulator.cjs');
  await esbuild.build({ ...ENTRY, platform: 'node', format: 'cjs', outfile });
  return createRequire(outfile)(outfile);
}

/** The bundle as the browser's language server is built: minified, and without anything of Node's. */
async function inBrowser(files) {
  const { outputFiles } = await esbuild.build({
    ...ENTRY,
    platform: 'browser',
    format: 'iife',
    globalName: 'simulator',
    minify: true,
    write: false,
    define: { global: 'globalThis' },
    footer: { js: 'onmessage = ({ data }) => postMessage(simulator.digestsOf(data));' },
  });
  const server = createServer((request, response) => {
    const isScript = request.url === '/worker.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? outputFiles[0].text : '<!doctype html>');
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(askWorker, [files, TIMEOUT_MS]);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page. */
function askWorker([files, timeout]) {
  return new Promise((done, fail) => {
    const worker = new Worker('/worker.js');
    setTimeout(() => fail(new Error(`no answer within ${timeout / 1000} s`)), timeout);
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = event => fail(new Error(event.message));
    worker.postMessage(files);
  });
}

function filesIn(folder) {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry => {
      if (!entry.isFile()) return [];
      const path = join(entry.parentPath, entry.name);
      return [[relative(folder, path), readFileSync(path, 'utf8')]];
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await compareSimulators();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
