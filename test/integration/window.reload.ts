import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels, panelNamed, panelTabs } from './support/tabs.js';
import { screenshot } from './support/window.js';
import { uriOf } from './support/workspace.js';

const topology = new PanelInWindow('topology');

describe('after the window was loaded again', () => {
  after(closePanels);

  it('panels are where they were, with what they showed', async () => {
    assert.deepEqual(panelTabs('topology'), ['Topology: patroni-n1.yml', 'Topology: cluster.yaml']);
    assert.deepEqual(panelTabs('schema'), ['Schema: star.sql']);
    await topology.says(/orders-1/);
    await screenshot('panels-after-reload');
  });

  it('the one that followed goes on following', async () => {
    const column = vscode.ViewColumn.One;
    await vscode.window.showTextDocument(uriOf('cluster/patroni-n2.yml'), { viewColumn: column });
    await panelNamed('topology', 'Topology: patroni-n2.yml');
    await topology.says(/stock/);
    await vscode.window.showTextDocument(uriOf('web-orders/cluster.yaml'), { viewColumn: column });
    await panelNamed('topology', 'Topology: cluster.yaml');
  });

  it('the pinned one holds its file', async () => {
    await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
    await vscode.commands.executeCommand('workbench.action.openEditorAtIndex2');
    await topology.says(/stock/);
    const [pin] = await topology.find({ role: 'button', pattern: '^pin' });
    assert.equal(pin?.state.pressed, 'true');
    await vscode.window.showTextDocument(uriOf('web-orders/cluster.yaml'), {
      viewColumn: vscode.ViewColumn.One,
    });
    assert.deepEqual(panelTabs('topology'), ['Topology: patroni-n1.yml', 'Topology: cluster.yaml']);
  });

  it('the schema is drawn again when it is looked at', async () => {
    await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
    await vscode.commands.executeCommand('workbench.action.openEditorAtIndex1');
    await new PanelInWindow('schema').says(/fact_sales/);
  });
});
