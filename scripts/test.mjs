// Everything: types, lint, generated files, unit tests, and the integration suite in a real VS Code.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { integration } from './integration.mjs';
import { node, root, since, tools } from './lib/run.mjs';
import { hostInstalled, needsHost } from './lib/vscode.mjs';
import { compareSimulators } from './simulator-worker.mjs';
import { checkWebExtension } from './web-extension.mjs';
import { checkWorker } from './worker.mjs';

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

// Each keeps one core busy: panels are looked at while the unit tests run, and help with what is left of those then.
const waiting = unitParts();
const unitTests = workThrough(waiting);
await host;
// The host brings the browser that this needs; where a desktop VS Code is used there may be none.
if (hostInstalled()) count(await mochaTests('Panels', ['--config', 'test/panels/mocharc.json']));
await workThrough(waiting);
await unitTests;

count(await integration());

if (hostInstalled()) {
  count(await checkWorker());
  count(await checkWebExtension());
  count(await compareSimulators());
}

console.log(`Everything took ${since(started)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function count(result) {
  passed += result.passed;
  failed += result.failed;
}

/** The unit tests in parts of a few minutes at most, the longest first. What no part names is the last. */
function unitParts() {
  const folders = readdirSync(join(root, 'test/unit'), { withFileTypes: true });
  const named = [['simulate'], ['rules'], ['cli', 'lsp', 'panel']];
  const rest = folders
    .filter(each => each.name !== 'support' && (each.isDirectory() || each.name.endsWith('.test.ts')))
    .map(({ name }) => name)
    .filter(name => !named.flat().includes(name));
  return [...named, rest];
}

/** Takes part after part until none is left. */
async function workThrough(parts) {
  for (let part = parts.shift(); part; part = parts.shift()) {
    const specs = part.map(name =>
      name.endsWith('.ts') ? `test/unit/${name}` : `test/unit/${name}/**/*.test.ts`,
    );
    const name = part.length > 3 ? 'Unit, others' : `Unit, ${part.join(' and ')}`;
    // The file of settings names every test, and would add them to these.
    const settings = [
      '--no-config',
      '--import=tsx',
      '--require',
      'test/unit/support/seed.ts',
      '--timeout',
      '20000',
    ];
    count(await mochaTests(name, [...settings, ...specs]));
  }
}

/** One suite of mocha's, by the name under which its results are told; what it prints comes in one piece, as two run at a time. */
async function mochaTests(name, args) {
  const moment = Date.now();
  const results = join(root, `test/output/${name.toLowerCase().replaceAll(/\W+/g, '-')}.json`);
  mkdirSync(join(root, 'test/output'), { recursive: true });
  rmSync(results, { force: true });
  const reporter = ['--reporter', 'scripts/lib/mocha-reporter.cjs', '--reporter-option', `file=${results}`];
  const { code, output } = await node([tools.mocha, ...args, ...reporter], { capture: true });
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
