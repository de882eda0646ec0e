import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels, panelNamed } from './support/tabs.js';
import { until } from './support/until.js';
import { click, hasWindow, screenshot, texts } from './support/window.js';
import { open, positionOf, uriOf } from './support/workspace.js';

const STAR = 'stars/star.sql';
const schema = new PanelInWindow('schema');

describe('the schema panel', () => {
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(STAR);
  });
  afterEach(closePanels);

  it('draws the star of a fact from the line above it', async () => {
    const lenses = await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uriOf(STAR),
        10,
      );
      return found.length > 0 && found;
    }, 'a lens');
    const lens = lenses.find(({ command }) => command?.command === 'faultline.previewStarSchema');
    const document = await vscode.workspace.openTextDocument(uriOf(STAR));
    assert.equal(lens?.range.start.line, positionOf(document, 'fact_sales').line);
    await vscode.commands.executeCommand('faultline.previewStarSchema', ...(lens?.command?.arguments ?? []));
    await panelNamed('schema', 'Schema: star.sql');
    if (!hasWindow) return;
    await schema.says(/fact_sales/);
    await schema.says(/dim_store/);
    await screenshot('panel-star');
  });

  it('draws every table, and follows the editor', async () => {
    await vscode.commands.executeCommand('faultline.previewSchemaDiagram');
    await panelNamed('schema', 'Schema: star.sql');
    if (hasWindow) {
      await schema.says(/dim_date/);
      await screenshot('panel-er');
    }
    await vscode.window.showTextDocument(uriOf('inventory/schema.sql'), {
      viewColumn: vscode.ViewColumn.One,
    });
    await panelNamed('schema', 'Schema: schema.sql');
  });

  it('lists schemas, stars, tables and partitions beside', async function () {
    if (!hasWindow) return this.skip();
    await vscode.commands.executeCommand('workbench.view.extension.faultline');
    const ROWS = '.pane-body .monaco-list-row';
    const rows = await until(async () => {
      const shown = await texts(ROWS);
      return shown.some(text => text.includes('fact_sales_2025')) && shown;
    }, 'the partition of the fact');
    for (const name of ['fact_sales', 'dim_date', 'dim_store'])
      assert.ok(
        rows.some(text => text.includes(name)),
        `${name} in ${rows.join()}`,
      );
    await screenshot('tree');
    await click(`${ROWS}:has-text("dim_store")`);
    await until(() => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection) === 'dim_store';
    }, 'the definition');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
});
