import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clearMessages, message } from './support/messages.js';
import { PanelInWindow } from './support/panel.js';
import { choices, choose, dismiss, tick } from './support/quick-pick.js';
import { closePanels, panelNamed, panelTabs } from './support/tabs.js';
import { until } from './support/until.js';
import { hasWindow, screenshot } from './support/window.js';
import { findingOf, open, positionOf, revert, uriOf } from './support/workspace.js';

const NODE = 'cluster/patroni-n1.yml';
const ORDERS = 'web-orders/cluster.yaml';
const STAR = 'stars/star.sql';
const topology = new PanelInWindow('topology');

describe('the topology panel', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { document } = await open(NODE);
    await findingOf(document.uri, 'patroni-timeouts');
  });
  afterEach(closePanels);

  it('opens beside the config, and leaves the focus where it was', async () => {
    await vscode.commands.executeCommand('faultline.openTopology');
    await panelNamed('topology', 'Topology: patroni-n1.yml');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uriOf(NODE).toString());
    if (!hasWindow) return;
    const shown = await topology.says(/n1[\s\S]*n2[\s\S]*n3/);
    assert.ok(shown.includes('stock'), shown);
    await screenshot('panel-topology');
  });

  it('follows the editor to another config, and past what is none', async () => {
    await vscode.commands.executeCommand('faultline.openTopology');
    await panelNamed('topology', 'Topology: patroni-n1.yml');
    await vscode.window.showTextDocument(uriOf(ORDERS), { viewColumn: vscode.ViewColumn.One });
    await panelNamed('topology', 'Topology: cluster.yaml');
    await vscode.window.showTextDocument(uriOf(STAR), { viewColumn: vscode.ViewColumn.One });
    await vscode.window.showTextDocument(uriOf('cluster/patroni-n2.yml'), {
      viewColumn: vscode.ViewColumn.One,
    });
    await panelNamed('topology', 'Topology: patroni-n2.yml');
    assert.equal(panelTabs('topology').length, 1);
  });

  it('plays a partition by one of the presets', async function () {
    if (!hasWindow) return this.skip();
    const done = vscode.commands.executeCommand('faultline.simulatePartition');
    const offered = await choices(/leader/i);
    assert.ok(
      offered.some(text => /Any grouping/.test(text)),
      offered.join(),
    );
    await screenshot('pick-partition');
    await choose('leader');
    await done;
    await panelNamed('topology', 'Topology: patroni-n1.yml');
    await topology.says(/Lost writes/);
    await screenshot('panel-partition');
  });

  it('plays a grouping that somebody puts together', async function () {
    if (!hasWindow) return this.skip();
    const done = vscode.commands.executeCommand('faultline.simulatePartition');
    await choose('Any grouping');
    const hosts = await choices(/^n1/);
    assert.ok(hosts.length >= 3, hosts.join());
    await tick(['n1']);
    await until(async () => (await choices(/./)).every(text => !text.startsWith('n1')), 'the second side');
    // Nobody is ticked: the others stay together.
    await tick([]);
    await choose('Nothing, either way');
    await done;
    await topology.says(/Lost writes/);
  });

  it('can be left at any step', async function () {
    if (!hasWindow) return this.skip();
    const done = vscode.commands.executeCommand('faultline.simulatePartition');
    await choices(/Any grouping/);
    await dismiss();
    await done;
    assert.deepEqual(panelTabs('topology'), []);
  });

  it('says what is missing where no cluster is', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('faultline.openTopology');
    await message(/Open a config of a cluster/);
    await clearMessages();
    assert.deepEqual(panelTabs('topology'), []);
  });

  it('opens the line that a verdict names, beside itself', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand(
      'faultline.simulatePartition',
      undefined,
      undefined,
      'isolate-leader',
    );
    await topology.says(/Lost writes/);
    await vscode.window.showTextDocument(uriOf('cluster/patroni-n3.yml'), {
      viewColumn: vscode.ViewColumn.One,
    });
    await panelNamed('topology', 'Topology: patroni-n3.yml');
    const link = { role: 'button', pattern: 'patroni-n\\d\\.yml:\\d' };
    await topology.says(/patroni-n\d\.yml:\d/);
    const [named] = await topology.find(link);
    await topology.click(link);
    const [, file, line] = /(patroni-n\d\.yml)\D+(\d+)/.exec(named?.text ?? '') ?? [];
    await until(
      () => {
        const editor = vscode.window.activeTextEditor;
        return (
          editor?.document.uri.path.endsWith(`/${file}`) === true &&
          editor.selection.start.line + 1 === Number(line)
        );
      },
      () =>
        `the cursor at ${named?.text}, not ${String(vscode.window.activeTextEditor?.selection.start.line)}`,
    );
    assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.One);
  });

  it('holds its file while it is pinned, and another one follows', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand('faultline.openTopology');
    const pin = { role: 'button', pattern: '^pin' };
    await topology.find(pin);
    await topology.click(pin);
    await until(async () => (await topology.parts(pin))[0]?.state.pressed === 'true', 'the pin');
    await vscode.window.showTextDocument(uriOf(ORDERS), { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('faultline.openTopology');
    await panelNamed('topology', 'Topology: cluster.yaml');
    assert.deepEqual(panelTabs('topology'), ['Topology: patroni-n1.yml', 'Topology: cluster.yaml']);
    await vscode.window.showTextDocument(uriOf(NODE), { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('faultline.openTopology');
    await topology.says(/stock/);
    // The one that is pinned is shown, no third one is made.
    assert.equal(panelTabs('topology').length, 2);
  });

  it('draws what is typed', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand('faultline.openTopology');
    await topology.says(/n1[\s\S]*n2[\s\S]*n3/);
    const editor = await vscode.window.showTextDocument(uriOf(NODE), { viewColumn: vscode.ViewColumn.One });
    const at = positionOf(editor.document, 'name: n1');
    await editor.edit(edit =>
      edit.replace(new vscode.Range(at.line, 0, at.line + 1, 0), 'name: renamed-member\n'),
    );
    await topology.says(/renamed-member/);
    await revert(editor);
    await until(
      async () => !(await topology.texts()).join().includes('renamed-member'),
      'the old name again',
    );
  });
});
