import * as vscode from 'vscode';
import type { SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';
import { askSchema } from '../ask.js';
import { isSql, SQL_PATTERN } from '../documents.js';
import type { Session } from '../session.js';
import type { PanelSet } from './panel-set.js';
import { childrenOf, type SchemaNode, schemasOf } from './schema-nodes.js';
import { treeItem } from './schema-tree-item.js';

/** Pause after the last change before the tree is read again. */
const QUIET_MS = 300;

export interface SchemaTreeOptions {
  readonly session: Session;
  readonly output: vscode.LogOutputChannel;
  readonly schema: PanelSet;
}

/** The tree of schemas, stars, tables and partitions that the active SQL file belongs to. Read only while it is shown. */
export function createSchemaTree(options: SchemaTreeOptions): vscode.Disposable {
  const tree = new SchemaTree(options);
  const view = vscode.window.createTreeView('faultline.schemas', {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  tree.view = view;
  return vscode.Disposable.from(
    tree,
    view,
    view.onDidChangeVisibility(() => tree.later()),
    vscode.window.onDidChangeActiveTextEditor(() => tree.later()),
    options.session.onStatus(() => tree.later()),
    vscode.commands.registerCommand('faultline.showInDiagram', (node?: SchemaNode) =>
      tree.showInDiagram(node),
    ),
    vscode.commands.registerCommand('faultline.goToTable', (node?: SchemaNode) => tree.goTo(node)),
    vscode.commands.registerCommand('faultline.refreshSchemas', () => tree.refresh()),
  );
}

class SchemaTree implements vscode.TreeDataProvider<SchemaNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  view: vscode.TreeView<SchemaNode> | undefined;
  #uri: vscode.Uri | undefined;
  #diagram: SchemaDiagram | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(private readonly options: SchemaTreeOptions) {}

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), QUIET_MS);
  }

  /** Reads the schema again, where the tree is to be seen. */
  async refresh(): Promise<void> {
    const { view, options } = this;
    if (view?.visible !== true) return;
    const turn = ++this.#turn;
    const uri = await this.#file();
    if (turn !== this.#turn) return;
    this.#uri = uri;
    let message: string | undefined;
    let diagram: SchemaDiagram | undefined;
    if (uri !== undefined) {
      try {
        const answer = await askSchema(options.session, { kind: 'diagram', uri: uri.toString() });
        if (turn !== this.#turn) return;
        if ('why' in answer) message = answer.why;
        else diagram = answer;
      } catch (error) {
        options.output.error(`tree of schemas: ${String(error)}`);
        message = 'The schema could not be read; the log says more.';
      }
    }
    this.#diagram = diagram;
    view.message = diagram?.tables.length === 0 ? 'There is no table in this schema.' : message;
    view.description = diagram?.title ?? '';
    this.#changed.fire();
  }

  getChildren(node?: SchemaNode): SchemaNode[] {
    if (this.#diagram === undefined) {
      // The first look at the view asks for it.
      if (node === undefined && this.#turn === 0) this.later();
      return [];
    }
    return node === undefined ? schemasOf(this.#diagram) : childrenOf(this.#diagram, node);
  }

  getTreeItem(node: SchemaNode): vscode.TreeItem {
    return treeItem(node);
  }

  async goTo(node: SchemaNode | undefined): Promise<void> {
    const place = node !== undefined && 'table' in node ? node.table.place : undefined;
    if (place === undefined) return;
    const { start, end } = place.range;
    await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
  }

  showInDiagram(node: SchemaNode | undefined): void {
    if (this.#uri === undefined) {
      void vscode.commands.executeCommand('faultline.previewSchemaDiagram');
      return;
    }
    const mode = node?.kind === 'star' ? 'star' : 'er';
    this.options.schema.open(this.#uri, {
      name: mode,
      ...(node !== undefined && 'table' in node ? { argument: node.table.id } : {}),
    });
  }

  /** The SQL file in the editor, else the one that the tree showed, else the first of the workspace. */
  async #file(): Promise<vscode.Uri | undefined> {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    const shown = [activeTextEditor, ...visibleTextEditors].find(
      editor => editor !== undefined && isSql(editor.document),
    );
    if (shown !== undefined) return shown.document.uri;
    return this.#uri ?? (await vscode.workspace.findFiles(SQL_PATTERN, '**/node_modules/**', 1))[0];
  }
}
