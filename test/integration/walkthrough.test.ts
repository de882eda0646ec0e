import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels } from './support/tabs.js';
import { until } from './support/until.js';
import { click, hasWindow, screenshot, texts, webviewPictures } from './support/window.js';
import { findingOf, noFindingOf, revert } from './support/workspace.js';

const topology = new PanelInWindow('topology');

describe('the walkthrough', () => {
  afterEach(async () => {
    await closePanels();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('names commands that are there', async () => {
    const { packageJSON } = vscode.extensions.getExtension('faultline.faultline')!;
    const known = new Set(await vscode.commands.getCommands(true));
    const named = JSON.stringify(packageJSON.contributes.walkthroughs).match(/(?:command|onCommand):[\w.]+/g);
    assert.ok(named !== null && named.length > 5);
    assert.deepEqual(
      named.map(each => each.replace(/^\w+:/, '')).filter(each => !known.has(each)),
      [],
    );
  });

  it('is shown', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      'faultline.faultline#start',
      false,
    );
    await until(
      async () => (await texts('.getting-started-step')).some(text => /Cut it in two/.test(text)),
      'its steps',
    );
    await screenshot('walkthrough');
  });

  it('shows pictures of the panels', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      'faultline.faultline#start',
      false,
    );
    for (const [step, picture] of [
      ['Cut it in two', /torn between/],
      ['Draw a schema', /star around fact_sales/],
    ] as const) {
      await click(`.getting-started-step:has-text("${step}")`);
      await until(
        async () => (await webviewPictures()).some(words => picture.test(words)),
        () => `the picture of ${step}`,
      );
      await screenshot(`walkthrough-${step.toLowerCase().replaceAll(' ', '-')}`);
    }
  });

  it('leads from a config that is not right to a failure, and to what mends it', async function () {
    this.timeout(180_000);
    const uri = await vscode.commands.executeCommand<vscode.Uri>('faultline.openExample', 'failover');
    const finding = await findingOf(uri, 'cluster-objective-rpo');
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.toString(), uri.toString());
    assert.match(editor.document.lineAt(finding.range.start).text, /synchronous_mode: false/);
    if (!hasWindow) return;
    await screenshot('walkthrough-example');
    const began = Date.now();
    await vscode.commands.executeCommand(
      'faultline.simulatePartition',
      // As the link in the step gives them.
      null,
      null,
      'isolate-leader',
    );
    // Files that stand in no folder of the workspace are one cluster all the same.
    await topology.says(/pay3/);
    await topology.find({ role: 'tab', pattern: 'lost' });
    const played = Date.now();
    await screenshot('walkthrough-partition');
    await vscode.commands.executeCommand('faultline.findShortestFailure');
    const apply = { role: 'button', pattern: '^apply' };
    await topology.says(/Apply fix/, 120_000);
    const found = Date.now();
    await screenshot('walkthrough-fix');
    await topology.click(apply);
    await until(() => /synchronous_mode: (?:true|on)/.test(editor.document.getText()), 'the fix in the file');
    await noFindingOf(uri, 'cluster-objective-rpo');
    const changed = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
    assert.equal(changed.length, 3, 'each machine says the same');
    await screenshot('walkthrough-fixed');
    console.log(`example to verdict ${played - began} ms, to a fix ${found - played} ms`);
    for (const document of changed) await revert(await vscode.window.showTextDocument(document));
  });
});
