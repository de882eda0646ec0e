// Everything: types, lint, generated files, unit tests, and the integration suite in a real VS Code.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { integration } from './integration.mjs';
import { node, root, since, tools } from './lib/run.mjs';
import { hostInstalled, needsHost } from './lib/vscode.mjs';
import { compareSimulators } from './simulator-worker.mjs';
import { checkWebExtension } from './web-extension.mjs';
import { checkWorker } from './worker.mjs';

const NONE = { passed: 0, failed: 0 };
const started = Date.now();
let passed = 0;
let failed = 0;

/** A check that is right or wrong as a whole counts as one test. */
async function check(name, args) {
  const moment = Date.now();
  const { code, output } = await node(args, { capture: true });
  if (code === 0) passed++;
  else {
    failed++;
    process.stdout.write(output);
  }
  console.log(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${since(moment)})`);
}

// The slow part of a first run is a download: it goes on beside the checks.
const host = needsHost() ? node(['tools/vscode-host/install.mjs']) : undefined;

await check('Types', ['scripts/typecheck.mjs']);
await check('Lint', [tools.biome, 'ci', '.']);
await check('Generated files', [tools.tsx, 'scripts/generate.ts', '--check']);

// Each keeps one core busy: panels are looked at while the unit tests run.
const unitTests = mochaTests('Unit', []);
await host;
// The host brings the browser that this needs; where a desktop VS Code is used there may be none.
const panels = hostInstalled()
  ? await mochaTests('Panels', ['--config', 'test/panels/mocharc.json'], true)
  : NONE;
passed += panels.passed;
failed += panels.failed;
const unit = await unitTests;
passed += unit.passed;
failed += unit.failed;

const suite = await integration();
passed += suite.passed;
failed += suite.failed;

if (hostInstalled()) {
  const worker = await checkWorker();
  passed += worker.passed;
  failed += worker.failed;
  const web = await checkWebExtension();
  passed += web.passed;
  failed += web.failed;
  const simulators = await compareSimulators();
  passed += simulators.passed;
  failed += simulators.failed;
}

console.log(`Everything took ${since(started)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** One suite of mocha's, by the name under which its results are told. @param beside Another prints at the same time. */
async function mochaTests(name, args, beside = false) {
  const moment = Date.now();
  const results = join(root, `test/output/${name.toLowerCase()}.json`);
  mkdirSync(join(root, 'test/output'), { recursive: true });
  rmSync(results, { force: true });
  const reporter = ['--reporter', 'scripts/lib/mocha-reporter.cjs', '--reporter-option', `file=${results}`];
  const { code, output } = await node([tools.mocha, ...args, ...reporter], { capture: beside });
  process.stdout.write(output);
  if (!existsSync(results)) {
    console.log(`${name}: the tests wrote no results, so they did not run.`);
    return { passed: 0, failed: 1 };
  }
  const stats = JSON.parse(readFileSync(results, 'utf8'));
  console.log(`${name}: ${stats.passes} passed, ${stats.failures} failed (${since(moment)})`);
  const silent = stats.failures === 0 && (stats.passes === 0 || code !== 0);
  return { passed: stats.passes, failed: silent ? 1 : stats.failures };
}
