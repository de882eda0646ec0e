import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { choices } from './support/quick-pick.js';
import { closePanels } from './support/tabs.js';
import { until } from './support/until.js';
import { hasWindow, press, screenshot, type } from './support/window.js';
import { open, positionOf, uriOf } from './support/workspace.js';

const NODE = 'cluster/patroni-n1.yml';
const topology = new PanelInWindow('topology');

/** The shape of a node: its name is said first. */
function nodeCalled(name: string) {
  return { selector: `[data-thing^="node:"][aria-label^="${name},"]` };
}

describe('the picture in the topology panel', () => {
  before(function () {
    if (!hasWindow) this.skip();
  });
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(NODE);
    await vscode.commands.executeCommand('faultline.openTopology');
    // All runs are played: another one may lose more, and stand elsewhere, until then.
    await topology.find({ selector: '.verdict:not(.unsettled)' });
  });
  afterEach(closePanels);

  it('lights the node that the cursor of the editor stands in', async () => {
    const lit = async (): Promise<string> =>
      (await topology.parts({ selector: '[data-thing].lit' })).map(({ name }) => name).join(' ');
    for (const name of ['n1', 'n3']) {
      const document = await vscode.workspace.openTextDocument(uriOf(`cluster/patroni-${name}.yml`));
      const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
      const at = positionOf(document, 'listen: 10');
      editor.selection = new vscode.Selection(at, at);
      await until(
        async () => new RegExp(`^${name},`).test(await lit()),
        () => `a light at ${name}`,
      );
    }
    await screenshot('panel-lit');
  });

  it('opens the file of the node that is double-clicked', async () => {
    await topology.click(nodeCalled('n2'), { double: true });
    await until(
      () => vscode.window.activeTextEditor?.document.uri.path.endsWith('/patroni-n2.yml'),
      () => `patroni-n2.yml, not ${vscode.window.activeTextEditor?.document.uri.path}`,
    );
    assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.One);
  });

  it('breaks the node whose menu is opened, and plays that', async () => {
    await topology.click(nodeCalled('n2'), { right: true });
    await topology.click({ role: 'menuitem', pattern: '^Power loss' });
    await topology.says(/power loss of n2/i);
    await topology.find({ selector: '.verdict:not(.unsettled)' });
  });

  it('parts what a lasso is drawn around from the rest', async () => {
    // Chosen once it stands still.
    await topology.click(nodeCalled('n1'));
    await topology.click({ role: 'button', pattern: '^Lasso' });
    await topology.find({ selector: '.canvas.lassoing' });
    const [left, top, right, bottom] = [-0.06, -0.1, 1.06, 1.1];
    await topology.drag(nodeCalled('n1'), [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
      [left, top],
    ]);
    await topology.says(/Partition since [\d.]+ s\. n1\b.* cut off from .*\bn3\b/);
    await topology.find({ selector: '.verdict:not(.unsettled)' });
    await screenshot('panel-lasso');
  });

  it('saves the scenario that is played beside its config', async () => {
    await vscode.commands.executeCommand('faultline.exportScenario');
    const item = { role: 'menuitem', pattern: '^Save scenario' };
    await topology.find(item);
    await topology.click(item);
    const wanted = uriOf('cluster/saved.faultline-scenario.json');
    // The dialog of the window is a line to write the path into.
    await choices(/patroni-n1\.yml/);
    await press('Control+a');
    await type(wanted.path);
    await press('Enter');
    const saved = await until(async () => {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(wanted));
      } catch {
        return undefined;
      }
    }, 'the file of the scenario');
    try {
      const { config, schedule } = JSON.parse(saved) as { config: string; schedule: { events: unknown[] } };
      assert.equal(config, 'patroni-n1.yml');
      assert.ok(schedule.events.length > 0);
      await vscode.commands.executeCommand('vscode.open', wanted);
      await panelOfScenario();
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(wanted);
    }
  });
});

/** A scenario opens in an editor of its own, which is a panel too. */
async function panelOfScenario(): Promise<void> {
  await until(
    () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
    'the editor of the scenario',
  );
}
