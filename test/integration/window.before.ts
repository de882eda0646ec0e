import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { panelNamed } from './support/tabs.js';
import { until } from './support/until.js';
import { open, uriOf } from './support/workspace.js';

/** What stands open when the window is loaded again. */
describe('before the window is loaded again', () => {
  it('there are a schema, a panel that is pinned, and one that follows', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open('stars/star.sql');
    await vscode.commands.executeCommand('faultline.previewStarSchema');
    await new PanelInWindow('schema').says(/fact_sales/);
    await show('cluster/patroni-n1.yml');
    await vscode.commands.executeCommand('faultline.openTopology');
    const topology = new PanelInWindow('topology');
    await topology.says(/stock/);
    await topology.click({ role: 'button', pattern: '^pin' });
    await until(
      async () => (await topology.parts({ role: 'button', pattern: '^pin' }))[0]?.state.pressed === 'true',
      'the pin',
    );
    await show('web-orders/cluster.yaml');
    await vscode.commands.executeCommand('faultline.openTopology');
    await panelNamed('topology', 'Topology: cluster.yaml');
    await topology.says(/orders-1/);
  });
});

async function show(path: string): Promise<void> {
  await vscode.window.showTextDocument(uriOf(path), { viewColumn: vscode.ViewColumn.One });
}
