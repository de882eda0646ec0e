import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { hasWindow } from './support/window.js';

interface Result {
  readonly title: string;
  readonly state: 'passed' | 'failed';
  readonly ms?: number;
  readonly error?: string;
}

/** Where the results go: what is printed here may or may not reach the terminal, depending on the VS Code. */
const RESULTS = process.env.FAULTLINE_RESULTS;
/** Runs only what has this in its title; for whoever works on a test. */
const GREP = process.env.FAULTLINE_GREP;

/**
 * What VS Code calls to run the suite. Loading the window again ends the suite: what is to be seen after that stands in
 * `*.reload.ts`, and runs when VS Code calls for the second time.
 */
export async function run(): Promise<void> {
  const earlier = readEarlier();
  if (earlier === undefined) {
    const results = await runFiles('.test.js');
    write(results, false);
    if (!hasWindow || RESULTS === undefined || GREP?.includes('loaded again') === false)
      return finish(results);
    const prepared = await runFiles('.before.js', results);
    write([...results, ...prepared], true);
    // As people do it: what stands open is written down before.
    void vscode.commands.executeCommand('workbench.action.reloadWindow');
    // The window takes this process with it.
    await new Promise(() => {});
  } else {
    const results = [...earlier, ...(await runFiles('.reload.js', earlier))];
    write(results, false);
    finish(results);
  }
}

/** Runs the files with an ending. What is known is written after each test: a suite that hangs tells how far it came. */
async function runFiles(ending: string, earlier: readonly Result[] = []): Promise<Result[]> {
  const mocha = new Mocha({ timeout: 60_000, color: false, ...(GREP === undefined ? {} : { grep: GREP }) });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith(ending)) mocha.addFile(join(__dirname, file));
  }
  const results: Result[] = [];
  await new Promise<number>(done => {
    const runner = mocha.run(done);
    runner.on('pass', test =>
      results.push({ title: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 }),
    );
    runner.on('fail', (test, error) =>
      results.push({ title: test.fullTitle(), state: 'failed', error: String(error?.stack ?? error) }),
    );
    runner.on('test end', () => write([...earlier, ...results], false));
  });
  return results;
}

function write(tests: readonly Result[], reloading: boolean): void {
  if (RESULTS !== undefined) writeFileSync(RESULTS, JSON.stringify({ reloading, tests }, null, 1));
}

/** What was found before the window was loaded again; undefined: it was not. */
function readEarlier(): readonly Result[] | undefined {
  if (RESULTS === undefined || !existsSync(RESULTS)) return undefined;
  const { reloading, tests } = JSON.parse(readFileSync(RESULTS, 'utf8')) as {
    reloading: boolean;
    tests: readonly Result[];
  };
  return reloading ? tests : undefined;
}

function finish(results: readonly Result[]): void {
  const failed = results.filter(({ state }) => state === 'failed').length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
