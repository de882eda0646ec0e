import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './support/until.js';
import { click, hasWindow, press, screenshot, texts, webviewTexts } from './support/window.js';
import { actionsFor, apply, findingOf, noFindingOf, open, revert } from './support/workspace.js';

const ORDERS = 'shop/migrations/0002_orders.sql';
const AUDIT = 'shop/migrations/0003_audit.sql';

describe('quick fixes', () => {
  it('settle the finding they belong to', async () => {
    const editor = await open(ORDERS);
    const { uri } = editor.document;
    const finding = await findingOf(uri, 'fk-without-index');
    const actions = await actionsFor(uri, finding.range, 'quickfix.faultline.fix');
    const fix = actions.find(a => /index/i.test(a.title));
    assert.ok(fix, actions.map(a => a.title).join(', '));
    await apply(fix);
    await noFindingOf(uri, 'fk-without-index');
    assert.match(editor.document.getText(), /create index/i);
    await revert(editor);
    await findingOf(uri, 'fk-without-index');
  });

  it('are applied all at once where they need no judgement', async () => {
    const editor = await open('inventory/schema.sql');
    const { uri } = editor.document;
    await findingOf(uri, 'duplicate-index');
    await vscode.commands.executeCommand('faultline.fixAll');
    await noFindingOf(uri, 'duplicate-index');
    const text = editor.document.getText();
    assert.equal(text.match(/CREATE INDEX/g)?.length, 1, text);
    await revert(editor);
  });

  it('are offered by the light bulb', async () => {
    if (!hasWindow) return;
    const editor = await open(ORDERS);
    const finding = await findingOf(editor.document.uri, 'fk-without-index');
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    let tries = 0;
    const rows = await until(async () => {
      // On a busy machine the editor may not have the keyboard yet, and the command then shows nothing: ask again.
      if (tries++ % 80 === 0) {
        await vscode.window.showTextDocument(editor.document, { selection: editor.selection });
        await vscode.commands.executeCommand('editor.action.quickFix');
      }
      const shown = await texts('.action-widget .monaco-list-row');
      return shown.some(row => /index/i.test(row)) && shown;
    }, 'the menu of fixes');
    assert.ok(rows.length > 1, rows.join(' | '));
    await screenshot('quick-fix');
    await press('Escape');
  });

  it('suppress with a comment that keeps the finding away', async () => {
    const editor = await open(AUDIT);
    const { uri } = editor.document;
    const finding = await findingOf(uri, 'no-primary-key');
    const [suppress] = await actionsFor(uri, finding.range, 'quickfix.faultline.suppress');
    assert.ok(suppress, 'there is a suppression');
    await apply(suppress);
    await noFindingOf(uri, 'no-primary-key');
    assert.match(editor.document.getText(), /-- faultline-disable-next-line no-primary-key/);
    await revert(editor);
  });

  it('report a suppression that silences nothing', async () => {
    const editor = await open('shop/migrations/0001_accounts.sql');
    await editor.edit(edit =>
      edit.insert(new vscode.Position(0, 0), '-- faultline-disable-next-line no-primary-key: it has one\n'),
    );
    await findingOf(editor.document.uri, 'unused-suppression');
    await revert(editor);
    await noFindingOf(editor.document.uri, 'unused-suppression');
  });

  it('lead to the documentation of the rule', async () => {
    const { document } = await open(AUDIT);
    const finding = await findingOf(document.uri, 'no-primary-key');
    const [docs] = await actionsFor(document.uri, finding.range, 'quickfix.faultline.docs');
    assert.deepEqual(docs?.command?.arguments, ['no-primary-key']);
    await apply(docs);
    await documentationOf('no-primary-key');
    await screenshot('rule-documentation');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  if (hasWindow) {
    it('and so does the code of the finding in the Problems panel', async () => {
      const { document } = await open(AUDIT);
      await findingOf(document.uri, 'no-primary-key');
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await click('.markers-panel .monaco-list-row:has-text("Table stock_lines") a.monaco-link');
      await documentationOf('no-primary-key');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });
  }
});

/** Waits for the page of a rule: its tab, and its heading where that can be seen. */
async function documentationOf(rule: string): Promise<void> {
  await until(
    () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes(rule),
    () => `the page of ${rule}, not ${vscode.window.tabGroups.activeTabGroup.activeTab?.label}`,
  );
  if (hasWindow) {
    await until(async () => (await webviewTexts('h1')).some(h => h.includes(rule)), `the heading of ${rule}`);
  }
}
