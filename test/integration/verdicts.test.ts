import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels, panelNamed } from './support/tabs.js';
import { hasWindow, screenshot } from './support/window.js';
import { actionsFor, apply, findingOf, noFindingOf, open, revert } from './support/workspace.js';

const NODE = 'cluster/patroni-n1.yml';
const LOST = 'simulated-lost-write';
const topology = new PanelInWindow('topology');

describe('the shortest failure', () => {
  afterEach(closePanels);

  it('is told where a config is saved, not while it is typed, and is played from there', async () => {
    const editor = await open(NODE);
    const { document } = editor;
    const found = await findingOf(document.uri, LOST);
    assert.match(found.message, /an acknowledged write is lost with 1 fault\./);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
    assert.ok((found.relatedInformation ?? []).length > 2, 'it tells what happens');
    editor.selection = new vscode.Selection(found.range.start, found.range.start);
    await screenshot('verdict');

    const actions = await actionsFor(document.uri, found.range, 'quickfix.faultline.play');
    const play = actions.find(({ title }) => title === 'Play this failure');
    assert.ok(play, actions.map(({ title }) => title).join(', '));
    await apply(play);
    await panelNamed('topology', 'Topology: patroni-n1.yml');
    if (hasWindow) {
      await topology.says(/Lost writes/);
      await screenshot('verdict-played');
    }

    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await editor.edit(edit => edit.insert(new vscode.Position(1, 0), '# Patroni keeps it alive.\n'));
    await noFindingOf(document.uri, LOST);
    await document.save();
    await findingOf(document.uri, LOST);
    await editor.edit(edit => edit.delete(new vscode.Range(1, 0, 2, 0)));
    await document.save();
    await findingOf(document.uri, LOST);
    await revert(editor);
  });
});
