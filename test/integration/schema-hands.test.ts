import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PanelInWindow } from './support/panel.js';
import { closePanels, panelNamed } from './support/tabs.js';
import { until } from './support/until.js';
import { click, hasWindow, press, screenshot, type } from './support/window.js';
import { open, positionOf, uriOf } from './support/workspace.js';

const FILE = 'hands/schema.sql';
const SHOP = `CREATE TABLE categories (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (
  id bigint PRIMARY KEY,
  category_id bigint NOT NULL REFERENCES categories (id),
  sku text NOT NULL
);
CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  placed_at timestamptz NOT NULL
);
CREATE TABLE order_items (
  order_id bigint NOT NULL REFERENCES orders (id),
  product_id bigint NOT NULL REFERENCES products (id),
  quantity integer NOT NULL,
  unit_price numeric(12, 2) NOT NULL,
  PRIMARY KEY (order_id, product_id)
);
CREATE TABLE visits (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  customer_name text
);
CREATE TABLE notes (id bigint PRIMARY KEY, order_no bigint NOT NULL, body text);

SELECT c.name, o.placed_at FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = 1;
`;
const schema = new PanelInWindow('schema');
const inDialog = (text: string) => ({ selector: `dialog >> text="${text}"` });

/** Every interaction of the schema panel in the real editor: what it changes can be undone there. */
describe('the schema panel by hand', () => {
  before(async function () {
    if (!hasWindow) return this.skip();
    const write = (path: string, content: string) =>
      vscode.workspace.fs.writeFile(uriOf(path), new TextEncoder().encode(content));
    // A project of its own: the workspace has other tables, and a star.
    await write('hands/faultline.yaml', 'dialect: postgres\n');
    await write(FILE, SHOP);
  });
  after(async () => {
    await closePanels();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(uriOf('hands'), { recursive: true });
  });
  beforeEach(async () => {
    await closePanels();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await open(FILE);
    await vscode.commands.executeCommand('faultline.previewSchemaDiagram');
    await panelNamed('schema', 'Schema: schema.sql');
    await schema.find({ selector: '#canvas' });
    // What was seen of it last is seen again.
    await schema.press({ selector: '#canvas' }, '0');
    await schema.find({ selector: '#canvas .card' });
  });

  const card = (id: string) => ({ selector: `.card[data-id="public.${id}"] text.name` });
  const menu = async (table: string, item: string): Promise<void> => {
    await schema.click(card(table), { right: true });
    await schema.click({ selector: `[role^="menuitem"]:has-text("${item}")` });
  };
  const fill = async (field: number, text: string): Promise<void> => {
    await schema.click({ selector: `dialog input >> nth=${field}` });
    await press('Control+A');
    await type(text);
  };
  const selected = (table: string) =>
    until(
      async () => (await schema.parts({ selector: '.inspector h2' }))[0]?.text === table,
      () => `${table} in the inspector`,
    );
  const search = async (words: string, table: string): Promise<void> => {
    await schema.click({ selector: '#search' });
    await type(words);
    await press('Enter');
    await selected(table);
  };
  const text = async () => (await vscode.workspace.openTextDocument(uriOf(FILE))).getText();
  /** Waits for what an edit makes of the file; then the editor takes it back. */
  const madeAndUndone = async (pattern: RegExp): Promise<void> => {
    await until(
      async () => pattern.test(await text()),
      () => `${pattern} in ${FILE}`,
    );
    await vscode.window.showTextDocument(uriOf(FILE), { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('undo');
    await until(async () => (await text()) === SHOP, 'the file as it was');
  };
  const applied = async (pattern: RegExp): Promise<void> => {
    await schema.click(inDialog('Apply'));
    await madeAndUndone(pattern);
  };

  it('opens from the title of the editor', async () => {
    await closePanels();
    await click('.editor-actions .action-label[aria-label*="Preview Schema Diagram"]');
    await panelNamed('schema', 'Schema: schema.sql');
    await schema.says(/order_items/);
  });

  it('draws what is typed, and what is undone', async () => {
    const editor = await vscode.window.showTextDocument(uriOf(FILE), { viewColumn: vscode.ViewColumn.One });
    const at = positionOf(editor.document, 'sku text');
    // The table that the cursor is in is told of.
    editor.selection = new vscode.Selection(at, at);
    await selected('products');
    await editor.edit(edit => edit.insert(new vscode.Position(at.line, 2), 'weight numeric,\n  '));
    // Not what is read out: that was said and stays so.
    const told = async () => (await schema.parts({ selector: '.inspector' }))[0]?.text ?? '';
    await until(async () => (await told()).includes('weight'), 'the column in the inspector');
    await vscode.commands.executeCommand('undo');
    await until(async () => (await text()) === SHOP, 'the file as it was');
    await until(async () => !(await told()).includes('weight'), 'the column gone');
  });

  it('goes to the definition that is clicked twice', async () => {
    await schema.click(card('visits'), { double: true });
    await until(() => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.getText(editor.selection) === 'visits';
    }, 'the definition of visits');
    assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.One);
  });

  it('selects the table that the cursor is in, and lights the query that it is in', async () => {
    const editor = await vscode.window.showTextDocument(uriOf(FILE), { viewColumn: vscode.ViewColumn.One });
    const put = (before: string) => {
      const at = positionOf(editor.document, before);
      editor.selection = new vscode.Selection(at, at);
    };
    put('unit_price');
    await selected('order_items');
    put('SELECT c.name');
    let lit: readonly number[] = [];
    await until(
      async () => {
        const [cards, links] = [
          await schema.parts({ selector: '#canvas .card.lit' }),
          await schema.parts({ selector: '#canvas .link.lit' }),
        ];
        lit = [cards.length, links.length];
        return cards.length === 2 && links.length === 1;
      },
      () => `both tables of the query lit with their line, not ${lit.join(' and ')}`,
    );
    await screenshot('panel-schema-query');
  });

  it('adds a column', async () => {
    await menu('products', 'Add column…');
    await fill(0, 'weight');
    await fill(1, 'numeric');
    await schema.click(inDialog('Show the edits'));
    await applied(/sku text NOT NULL,\n {2}weight numeric\n/);
  });

  it('adds an index', async () => {
    await menu('notes', 'Add index…');
    await schema.click({ selector: 'dialog [role="checkbox"], dialog input[type="checkbox"] >> nth=1' });
    await schema.click(inDialog('Show the edits'));
    await applied(/CREATE INDEX \w+ ON notes \(\w+\);/);
  });

  it('renames a table wherever it is named', async () => {
    await menu('customers', 'Rename table…');
    await fill(0, 'clients');
    await press('Enter');
    await applied(/CREATE TABLE clients[\s\S]*REFERENCES clients \(id\)[\s\S]*JOIN clients c/);
  });

  it('renames a column wherever it is named', async () => {
    await search('placed_at', 'orders');
    await schema.press({ selector: '#canvas' }, 'Shift+F10');
    await schema.click({ selector: '[role^="menuitem"]:has-text("Rename column…")' });
    await fill(0, 'ordered_at');
    await press('Enter');
    await applied(/ {2}ordered_at timestamptz[\s\S]*o\.ordered_at/);
  });

  it('turns a copy into a view', async () => {
    await menu('visits', 'Turn customer_name into a view');
    await applied(/CREATE VIEW/);
  });

  it('says that a table is something else than it is taken for', async () => {
    const star = { viewColumn: vscode.ViewColumn.One };
    const { document } = await vscode.window.showTextDocument(uriOf('stars/star.sql'), star);
    await vscode.commands.executeCommand('faultline.previewStarSchema');
    await panelNamed('schema', 'Schema: star.sql');
    await schema.says(/fact_sales/);
    await search('fact_sales', 'fact_sales');
    await schema.click({ role: 'button', pattern: '^not a fact' });
    await vscode.window.showTextDocument(document, star);
    await until(() => /role=entity/.test(document.getText()), 'the comment');
    await vscode.commands.executeCommand('undo');
    await until(() => !/role=entity/.test(document.getText()), 'no comment');
  });

  it('copies the diagram for other tools', async () => {
    // Beside an editor the panel is narrow: what can be exported stands among the rest.
    await schema.click({ role: 'button', name: 'More' });
    await schema.click({ selector: '[role^="menuitem"]:has-text("Export")' });
    await schema.click({ selector: '[role^="menuitem"]:has-text("Copy as Mermaid")' });
    await until(
      async () => /^erDiagram[\s\S]*order_items/.test(await vscode.env.clipboard.readText()),
      'Mermaid on the clipboard',
    );
  });

  // The last of them: what is hidden and in focus is kept for the file, a little later.
  it('searches, focuses and hides', async () => {
    await search('unit_price', 'order_items');
    await schema.press({ selector: '#canvas' }, '0');
    await menu('categories', 'Focus, 1 hop');
    await until(
      async () => (await schema.parts({ selector: '#canvas .card' })).length === 2,
      'categories and products alone',
    );
    await menu('products', 'Hide');
    await until(
      async () => (await schema.parts({ selector: '#canvas .card' })).length === 1,
      'categories alone',
    );
    await menu('categories', 'Leave focus');
    await schema.click({ role: 'button', name: 'More' });
    await schema.click({ selector: '[role^="menuitem"]:has-text("Show 1 hidden table")' });
    await schema.find({ selector: '.card[data-id="public.products"]' });
  });

  describe('where no star is', () => {
    const ITEMS = 'article[aria-label="Star around order_items"]';
    beforeEach(async () => {
      await vscode.commands.executeCommand('faultline.previewStarSchema');
      await schema.find({ selector: ITEMS });
    });

    it('adds a proposed star to the file', async () => {
      await screenshot('panel-proposal');
      await schema.click({ selector: `${ITEMS} >> text="Add to schema.sql…"` });
      await schema.click(inDialog('Apply'));
      await schema.find({ selector: '.card.fact[data-id="public.fact_order_item"]' });
      await screenshot('panel-proposal-accepted');
      await madeAndUndone(/CREATE TABLE fact_order_item \([\s\S]*INSERT INTO fact_order_item/);
      await schema.find({ selector: ITEMS });
    });

    it('makes a file of a proposed star, shown beside', async () => {
      await schema.click({ selector: `${ITEMS} >> text="New file beside it…"` });
      await schema.click(inDialog('Apply'));
      const made = uriOf('hands/star_order_item.sql');
      await until(
        () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.path === made.path),
        'the new file in an editor',
      );
      const document = await vscode.workspace.openTextDocument(made);
      assert.match(document.getText(), /^-- dialect: postgres\n-- Star around order_items: its tables\./);
      await schema.find({ selector: '.card.fact[data-id="public.fact_order_item"]' });
      await vscode.workspace.fs.delete(made);
    });
  });
});
