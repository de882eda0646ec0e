import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { until } from './support/until.js';
import { hasWindow, screenshot } from './support/window.js';
import { actionsFor, apply, findingOf, noFindingOf, open, positionOf, revert } from './support/workspace.js';

const NODE = 'cluster/patroni-n1.yml';

describe('configs of clusters', () => {
  it('have findings at the value, and fixes that settle them', async () => {
    const editor = await open(NODE);
    const { uri } = editor.document;
    const finding = await findingOf(uri, 'patroni-timeouts');
    assert.equal(editor.document.getText(finding.range), '15');
    const actions = await actionsFor(uri, finding.range, 'quickfix.faultline.fix');
    assert.ok(actions[0], 'there is a fix');
    await apply(actions[0]);
    await noFindingOf(uri, 'patroni-timeouts');
    await revert(editor);
    await findingOf(uri, 'patroni-timeouts');
  });

  it('explain a parameter with what counts here', async () => {
    const { document } = await open(NODE);
    await findingOf(document.uri, 'patroni-timeouts');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(document, 'loop_wait'),
    );
    const text = hovers
      .flatMap(hover =>
        hover.contents.map(content => (typeof content === 'string' ? content : content.value)),
      )
      .join('\n');
    assert.match(text, /loop_wait/);
    assert.match(text, /Here: `10 s`/);
  });

  it('complete the names of parameters', async () => {
    const editor = await open(NODE);
    const at = positionOf(editor.document, 'retry_timeout').translate(0, -1);
    await editor.edit(edit => edit.insert(at, 'sync\n    '));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      at.translate(0, 4),
    );
    const labels = list.items.map(item => (typeof item.label === 'string' ? item.label : item.label.label));
    assert.ok(labels.includes('synchronous_mode'), labels.slice(0, 20).join());
    await revert(editor);
  });

  it('are drawn beside the file, from all of its cluster', async () => {
    const { document } = await open(NODE);
    await findingOf(document.uri, 'patroni-timeouts');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const lens = lenses.find(each => each.command?.command === 'faultline.openTopology');
    assert.match(lens?.command?.title ?? '', /3 members/);
    await vscode.commands.executeCommand('faultline.openTopology', ...(lens?.command?.arguments ?? []));
    await until(
      () =>
        vscode.window.tabGroups.all.some(group => group.tabs.some(tab => tab.label.startsWith('Topology'))),
      'the panel',
    );
    if (hasWindow) {
      const shown = await new PanelInWindow('topology').says(/n3/);
      for (const name of ['n1', 'n2']) assert.ok(shown.includes(name), name);
      await screenshot('topology');
    }
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  });
});
