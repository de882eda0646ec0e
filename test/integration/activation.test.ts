import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { open } from './support/workspace.js';

interface Api {
  ready(): Promise<void>;
  readonly activationMs: number;
}

describe('activation', () => {
  it('happens when SQL is opened, and the server answers', async () => {
    const extension = vscode.extensions.getExtension<Api>('faultline.faultline');
    assert.ok(extension, 'the extension is there');
    await open('shop/migrations/0001_accounts.sql');
    const api = await extension.activate();
    const started = performance.now();
    await api.ready();
    const serverReadyMs = performance.now() - started;
    const figures = {
      loadMs: loadAgain(extension.extensionPath),
      activationMs: api.activationMs,
      serverReadyMs,
    };
    // Figures for people to read; a slow machine is no failure.
    const folder = process.env.FAULTLINE_SCREENSHOTS;
    if (folder !== undefined) writeFileSync(join(folder, 'activation.json'), `${JSON.stringify(figures)}\n`);
  });

  it('leaves the language of .sql files to VS Code and other extensions', async () => {
    const { document } = await open('shop/migrations/0001_accounts.sql');
    assert.equal(document.languageId, 'sql');
    const { packageJSON } = vscode.extensions.getExtension('faultline.faultline')!;
    const claimed = packageJSON.contributes.languages.flatMap(
      (l: { extensions?: string[] }) => l.extensions ?? [],
    );
    assert.deepEqual(claimed, ['.cql', '.cnf']);
  });

  it('colours CQL, which VS Code does not know', async () => {
    const { document } = await open('sensors/schema.cql');
    assert.equal(document.languageId, 'cql');
  });

  it('registers every command of its manifest', async () => {
    const { packageJSON } = vscode.extensions.getExtension('faultline.faultline')!;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = packageJSON.contributes.commands
      .map((c: { command: string }) => c.command)
      .filter((id: string) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});

/** Milliseconds that VS Code needs to load the bundle, by loading it once more. */
function loadAgain(folder: string): number {
  const main = join(folder, 'dist/extension.js');
  delete require.cache[main];
  const started = performance.now();
  require(main);
  return performance.now() - started;
}
