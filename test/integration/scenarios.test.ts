import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { until } from './support/until.js';
import { hasWindow, screenshot } from './support/window.js';
import { uriOf } from './support/workspace.js';

const SCENARIO = 'cluster/outage.faultline-scenario.json';
const topology = new PanelInWindow('topology');

describe('scenarios', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('open in the panel of the config that they name, and are changed by nobody but people', async () => {
    await vscode.commands.executeCommand('vscode.open', uriOf(SCENARIO));
    const tab = await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab,
      'the tab of the scenario',
    );
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, 'faultline.scenario');
    if (!hasWindow) return;
    await topology.says(/n1[\s\S]*n2[\s\S]*n3/);
    await topology.find({ role: 'tab', pattern: 'lost' });
    assert.equal(tab.isDirty, false);
    await screenshot('scenario');
  });

  it('are completed and checked as text', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(SCENARIO));
    await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf('"title"'));
    const list = await until(async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      return items.length > 0 && items;
    }, 'completions');
    const labels = list.map(({ label }) => (typeof label === 'string' ? label : label.label)).join();
    assert.match(labels, /whatIf|cluster/);
  });
});
