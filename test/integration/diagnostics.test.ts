import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './support/until.js';
import { hasWindow, screenshot, texts } from './support/window.js';
import { findingOf, findings, noFindingOf, open, revert, ruleOf, uriOf } from './support/workspace.js';

const AUDIT = 'shop/migrations/0003_audit.sql';

describe('diagnostics', () => {
  it('stand at the name of the table, with rule, severity and documentation', async () => {
    const { document } = await open(AUDIT);
    const finding = await findingOf(document.uri, 'no-primary-key');
    assert.equal(document.getText(finding.range), 'stock_lines');
    assert.equal(finding.range.start.line, 1);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(finding.message, /stock_lines/);
    const code = finding.code as { value: string; target: vscode.Uri };
    assert.match(decodeURIComponent(code.target.toString(true)), /openRuleDocumentation.*no-primary-key/);
  });

  it('stand in the Problems panel', async () => {
    const { document } = await open(AUDIT);
    const finding = await findingOf(document.uri, 'no-primary-key');
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    if (!hasWindow) return;
    const rows = await until(async () => {
      const shown = await texts('.markers-panel .monaco-list-row');
      return shown.some(row => row.includes('Table stock_lines')) && shown;
    }, 'the finding in the Problems panel');
    const row = rows.find(text => text.includes('Table stock_lines'))!.replace(/\s+/g, ' ');
    assert.ok(row.includes(finding.message.split('\n')[0]!.slice(0, 40)), row);
    assert.match(row, /faultline ?\(?no-primary-key/);
    assert.match(row, /Ln 2, Col 14/);
    await screenshot('problems');
  });

  it('follow unsaved edits, and go when the buffer is reverted', async () => {
    const editor = await open(AUDIT);
    const uri = editor.document.uri;
    await findingOf(uri, 'no-primary-key');
    const line = editor.document.lineAt(3);
    await editor.edit(edit => edit.insert(line.range.end, ',\n  PRIMARY KEY (account_id)'));
    await noFindingOf(uri, 'no-primary-key');
    assert.ok(editor.document.isDirty);
    await revert(editor);
    await findingOf(uri, 'no-primary-key');
  });

  it('see other files: a table that is dropped in one is missed in the other', async () => {
    const accounts = await open('shop/migrations/0001_accounts.sql');
    const orders = uriOf('shop/migrations/0002_orders.sql');
    await vscode.workspace.openTextDocument(orders);
    const all = new vscode.Range(0, 0, accounts.document.lineCount, 0);
    await vscode.window.showTextDocument(accounts.document);
    await accounts.edit(edit => edit.replace(all, '-- nothing\n'));
    const finding = await findingOf(orders, 'dangling-fk-target');
    assert.match(finding.message, /accounts/);
    await revert(accounts);
    await noFindingOf(orders, 'dangling-fk-target');
  });

  it('see files that come and go on disk', async () => {
    const uri = uriOf('shop/migrations/0005_tags.sql');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('CREATE TABLE tags (label text);\n'));
    await findingOf(uri, 'no-primary-key');
    await vscode.workspace.fs.delete(uri);
    await until(() => findings(uri).length === 0, 'the findings of the deleted file to go');
  });

  it('analyse a buffer that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'sql',
      content: 'CREATE TABLE drafts (note text);\n',
    });
    await vscode.window.showTextDocument(document);
    const finding = await findingOf(document.uri, 'no-primary-key');
    assert.equal(document.getText(finding.range), 'drafts');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are hints where nothing may be wrong: those stay out of the Problems panel', async () => {
    const { document } = await open('shop/migrations/0002_orders.sql');
    await findingOf(document.uri, 'fk-without-index');
    const rules = findings(document.uri).map(ruleOf);
    assert.equal(new Set(rules).size, rules.length, `one finding per cause: ${rules.join(', ')}`);
  });
});
