import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clearMessages, message } from './support/messages.js';
import { PanelInWindow } from './support/panel.js';
import { until } from './support/until.js';
import { hasWindow, screenshot } from './support/window.js';
import { uriOf } from './support/workspace.js';

interface Api {
  openLink(uri: vscode.Uri): Promise<void>;
}

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

  it('change with what is done in the panel, and are saved and undone as files are', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand('vscode.open', uriOf(SCENARIO));
    await topology.says(/Lost writes/);
    const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab;
    const before = await events();
    await topology.press({ role: 'tab', pattern: 'lost' }, 'h');
    await until(() => tab()?.isDirty === true, 'the change of the scenario');
    assert.equal(await events(), before, 'nothing is written before it is saved');
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until(async () => (await events()) === before + 1, 'the new event in the file');
    await vscode.commands.executeCommand('undo');
    await until(() => tab()?.isDirty === true, 'the change that was undone');
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until(async () => (await events()) === before, 'the old events in the file');
  });

  it('travel in links, and open unsaved on the config of this workspace', async () => {
    const { config, ...rest } = JSON.parse(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(SCENARIO))),
    ) as Record<string, unknown>;
    assert.equal(config, 'patroni-n1.yml');
    await vscode.commands.executeCommand(
      'faultline.copyScenarioLink',
      JSON.stringify({ ...rest, config }),
      uriOf('cluster/patroni-n1.yml'),
    );
    const link = vscode.Uri.parse(await vscode.env.clipboard.readText());
    assert.equal(link.authority, 'faultline.faultline');
    const extension = vscode.extensions.getExtension<Api>('faultline.faultline')!;
    await extension.exports.openLink(link);
    const tab = await until(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputCustom && activeTab;
    }, 'the scenario of the link');
    assert.equal((tab.input as vscode.TabInputCustom).uri.scheme, 'untitled');
    if (hasWindow) await topology.says(/stock/);
  });

  it('of links that lead out of the workspace are not looked for', async function () {
    if (!hasWindow) return this.skip();
    const extension = vscode.extensions.getExtension<Api>('faultline.faultline')!;
    const text = encodeURIComponent(JSON.stringify({ config: '../../etc/passwd', schedule: { events: [] } }));
    await extension.exports.openLink(vscode.Uri.parse(`vscode://faultline.faultline/scenario?s=${text}`));
    await message(/holds no scenario/);
    await clearMessages();
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

/** How many events the file has on the disk. */
async function events(): Promise<number> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(SCENARIO)));
  return (JSON.parse(text) as { schedule: { events: unknown[] } }).schedule.events.length;
}
