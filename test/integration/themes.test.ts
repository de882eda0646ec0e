import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels } from './support/tabs.js';
import { until } from './support/until.js';
import { hasWindow, screenshot } from './support/window.js';
import { findingOf, open } from './support/workspace.js';

/** Themes as the editor names them, with the class that it gives to pages in them. */
const THEMES = [
  ['light', 'Default Light Modern', 'body.vscode-light'],
  ['high-contrast', 'Default High Contrast', 'body.vscode-high-contrast:not(.vscode-high-contrast-light)'],
  ['high-contrast-light', 'Default High Contrast Light', 'body.vscode-high-contrast-light'],
  ['dark', 'Default Dark Modern', 'body.vscode-dark'],
] as const;

describe('panels wear the theme of the editor', () => {
  before(function () {
    if (!hasWindow) this.skip();
  });
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
  });
  afterEach(async () => {
    await closePanels();
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
  after(() => use('Default Dark Modern'));

  it('the topology panel', async () => {
    const { document } = await open('cluster/patroni-n1.yml');
    await findingOf(document.uri, 'patroni-timeouts');
    await vscode.commands.executeCommand(
      'faultline.simulatePartition',
      undefined,
      undefined,
      'isolate-leader',
    );
    const topology = new PanelInWindow('topology');
    await topology.find({ role: 'tab', pattern: 'lost' });
    await inEachTheme(topology);
  });

  it('the schema panel', async () => {
    await open('stars/star.sql');
    await vscode.commands.executeCommand('faultline.previewStarSchema');
    const schema = new PanelInWindow('schema');
    await schema.says(/dim_store/);
    await inEachTheme(schema);
  });
});

async function inEachTheme(panel: PanelInWindow): Promise<void> {
  for (const [name, theme, body] of THEMES) {
    await use(theme);
    await until(
      async () => (await panel.parts({ selector: body })).length > 0,
      () => `the panel in ${theme}`,
    );
    await screenshot(`window-${panel.kind}-${name}`);
  }
  // The same with all the room there is.
  await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
  await vscode.commands.executeCommand('workbench.action.toggleMaximizeEditorGroup');
  await until(
    async () => (await panel.parts({ selector: 'main' })).length > 0,
    () => `the ${panel.kind} panel, maximised`,
  );
  await screenshot(`window-${panel.kind}-wide`);
  await vscode.commands.executeCommand('workbench.action.toggleMaximizeEditorGroup');
}

async function use(theme: string): Promise<void> {
  await vscode.workspace
    .getConfiguration('workbench')
    .update('colorTheme', theme, vscode.ConfigurationTarget.Global);
}
