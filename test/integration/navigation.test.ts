import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './support/until.js';
import { hasWindow, screenshot, texts } from './support/window.js';
import { findingOf, open, positionOf, uriOf } from './support/workspace.js';

const ACCOUNTS = 'shop/migrations/0001_accounts.sql';
const ORDERS = 'shop/migrations/0002_orders.sql';

/** Asks again while the server still reads the folder. */
function answered<T>(ask: () => Thenable<readonly T[]>, what: string): Promise<readonly T[]> {
  return until(async () => {
    const answer = await ask();
    return answer?.length > 0 && answer;
  }, what);
}

describe('navigation', () => {
  it('goes from a foreign key to the table in another file', async () => {
    const { document } = await open(ORDERS);
    const at = positionOf(document, 'accounts');
    const [target] = await answered(
      () =>
        vscode.commands.executeCommand<vscode.LocationLink[]>(
          'vscode.executeDefinitionProvider',
          document.uri,
          at,
        ),
      'a definition',
    );
    assert.ok(target);
    assert.equal(target.targetUri.toString(), uriOf(ACCOUNTS).toString());
    const definition = await vscode.workspace.openTextDocument(target.targetUri);
    assert.equal(definition.getText(target.targetSelectionRange), 'accounts');
    assert.match(definition.getText(target.targetRange), /^CREATE TABLE accounts/);
  });

  it('moves the editor there', async () => {
    const editor = await open(ORDERS);
    const at = positionOf(editor.document, 'accounts');
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    const there = await until(() => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.toString() === uriOf(ACCOUNTS).toString() && active;
    }, 'the editor of accounts');
    assert.equal(there.selection.start.line, 0);
  });

  it('finds the references of a table in every file', async () => {
    const { document } = await open(ACCOUNTS);
    const at = positionOf(document, 'accounts');
    const found = await answered(
      () =>
        vscode.commands.executeCommand<vscode.Location[]>(
          'vscode.executeReferenceProvider',
          document.uri,
          at,
        ),
      'references',
    );
    const files = new Set(found.map(place => place.uri.path.split('/').pop()));
    assert.ok(files.has('0001_accounts.sql') && files.has('0002_orders.sql'), [...files].join(', '));
  });

  it('tells about a table on hover: columns, keys, who references it', async () => {
    const editor = await open(ACCOUNTS);
    const { document } = editor;
    const at = positionOf(document, 'accounts');
    const hovers = await answered(
      () => vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at),
      'a hover',
    );
    const text = hovers.flatMap(h => h.contents.map(c => (typeof c === 'string' ? c : c.value))).join('\n');
    for (const part of ['accounts', 'id', 'orders']) assert.ok(text.includes(part), `${part} in:\n${text}`);
    if (!hasWindow) return;
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.showHover');
    await until(
      async () =>
        (await texts('.monaco-hover:not(.hidden) .hover-contents')).some(t => t.includes('accounts')),
      'the hover in the window',
    );
    await screenshot('hover');
    await vscode.commands.executeCommand('editor.action.hideHover');
  });

  it('outlines a file', async () => {
    const { document } = await open(ORDERS);
    await findingOf(document.uri, 'fk-without-index');
    const symbols = await answered(
      () =>
        vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        ),
      'symbols',
    );
    const orders = symbols.find(s => s.name.includes('orders'));
    assert.ok(orders, symbols.map(s => s.name).join(', '));
    const columns = orders.children.map(c => c.name);
    for (const column of ['id', 'account_id', 'total', 'placed_at']) {
      assert.ok(columns.includes(column), columns.join(', '));
    }
  });

  it('finds a table by name in the workspace', async () => {
    await open(ORDERS);
    const found = await answered(
      () =>
        vscode.commands.executeCommand<vscode.SymbolInformation[]>(
          'vscode.executeWorkspaceSymbolProvider',
          'stock_l',
        ),
      'workspace symbols',
    );
    assert.ok(
      found.some(s => s.name.includes('stock_lines') && s.location.uri.path.endsWith('0003_audit.sql')),
      found.map(s => s.name).join(', '),
    );
  });

  it('marks the other mentions of a column', async () => {
    const { document } = await open('shop/migrations/0004_reporting.sql');
    const at = positionOf(document, 'orders.id');
    const marks = await answered(
      () =>
        vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
          'vscode.executeDocumentHighlights',
          document.uri,
          at,
        ),
      'highlights',
    );
    for (const mark of marks) assert.equal(document.getText(mark.range), 'orders');
  });
});
