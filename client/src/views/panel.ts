import * as vscode from 'vscode';
import { PANEL_REQUEST, type PanelParams, type PanelResult } from '../../../server/src/protocol/lsp.js';
import { isFromPanel } from '../../../server/src/protocol/validate.js';
import type {
  FromPanel,
  PanelCommand,
  PanelEdit,
  PanelKind,
  ToPanel,
} from '../../../server/src/protocol/webview.js';
import { movedScenario, SCENARIO_ENDING } from '../scenario.js';
import type { Session } from '../session.js';
import { makeNonce } from './nonce.js';
import { panelPage } from './page.js';

/** Commands of the editor that a page may run. */
const ALLOWED = new Set([
  'faultline.openTopology',
  'faultline.simulatePartition',
  'faultline.findShortestFailure',
  'faultline.openRuleDocumentation',
  'faultline.openExample',
  'faultline.exportScenario',
  'faultline.compareTopology',
  'faultline.compareSchema',
  'faultline.previewStarSchema',
  'faultline.previewSchemaDiagram',
  'faultline.copyScenarioLink',
]);

export interface PanelOptions {
  readonly session: Session;
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly kind: PanelKind;
  /** What the page remembers is kept under this name; undefined: under that of the file it shows. */
  readonly memoryName?: string;
  /** Takes a message before anybody else; true: it is done with. */
  readonly intercept?: (message: FromPanel) => Promise<boolean>;
  /** The page was told to hold its file, or to follow the editor again. */
  readonly onPin?: (pinned: boolean) => void;
}

/** One page in the editor area, and everything that it says: questions go to the server, the rest is done here. */
export class Panel implements vscode.Disposable {
  readonly #webview: vscode.WebviewPanel;
  readonly #options: PanelOptions;
  readonly #parts: vscode.Disposable[] = [];
  readonly #asked = new Map<number, vscode.CancellationTokenSource>();
  #uri: vscode.Uri | undefined;
  #pinned: boolean;
  #ready = false;
  #command: PanelCommand | undefined;

  /** @param webview Made by the caller, or given back by VS Code after a reload. */
  constructor(
    webview: vscode.WebviewPanel,
    uri: vscode.Uri | undefined,
    options: PanelOptions,
    pinned = false,
  ) {
    this.#webview = webview;
    this.#uri = uri;
    this.#options = options;
    this.#pinned = pinned;
    const media = vscode.Uri.joinPath(options.context.extensionUri, 'dist', 'webview');
    webview.webview.options = { enableScripts: true, localResourceRoots: [media] };
    this.#parts.push(
      webview.webview.onDidReceiveMessage(message => this.#receive(message)),
      // The page of a hidden panel is thrown away: it begins anew when it is shown again.
      webview.onDidChangeViewState(() => {
        if (!webview.visible) this.#gone();
      }),
      webview.onDidDispose(() => this.dispose()),
    );
    webview.webview.html = panelPage({
      kind: options.kind,
      title: webview.title,
      nonce: makeNonce(),
      base: webview.webview.asWebviewUri(media).toString(),
      origin: webview.webview.cspSource,
    });
  }

  get uri(): vscode.Uri | undefined {
    return this.#uri;
  }
  get pinned(): boolean {
    return this.#pinned;
  }
  get active(): boolean {
    return this.#webview.active;
  }
  get onDidDispose(): vscode.Event<void> {
    return this.#webview.onDidDispose;
  }
  get onDidChangeViewState(): vscode.Event<unknown> {
    return this.#webview.onDidChangeViewState;
  }

  reveal(): void {
    this.#webview.reveal(undefined, true);
  }

  /**
   * Shows another file, and carries out a command there.
   * @param named What the tab is called after; undefined: the file.
   */
  show(uri: vscode.Uri | undefined, command?: PanelCommand, named = uri): void {
    const same = this.#uri?.toString() === uri?.toString();
    this.#uri = uri;
    if (!same && named === uri) this.#webview.title = panelTitle(this.#options.kind, uri);
    if (!this.#ready) this.#command = command ?? this.#command;
    else if (!same) this.#sendTarget(command);
    else if (command !== undefined) this.post({ type: 'do', command });
  }

  post(message: ToPanel): void {
    if (this.#ready) void this.#webview.webview.postMessage(message);
  }

  dispose(): void {
    this.#gone();
    for (const part of this.#parts) part.dispose();
    this.#parts.length = 0;
  }

  /** Nobody waits for answers any more: the next page counts its questions from the beginning. */
  #gone(): void {
    this.#ready = false;
    for (const source of this.#asked.values()) source.cancel();
    this.#asked.clear();
  }

  #receive(message: unknown): void {
    if (!isFromPanel(message)) {
      this.#options.output.warn(`The ${this.#options.kind} panel sent a message that is none of its own.`);
      return;
    }
    void this.#handle(message).catch(error =>
      this.#options.output.error(`${this.#options.kind} panel, ${message.type}: ${String(error)}`),
    );
  }

  async #handle(message: FromPanel): Promise<void> {
    if (await this.#options.intercept?.(message)) return;
    switch (message.type) {
      case 'ready':
        this.#gone();
        this.#ready = true;
        this.#sendTarget(this.#command);
        this.#command = undefined;
        return;
      case 'ask':
        return this.#ask(message.id, message.question as PanelParams['question']);
      case 'cancel':
        this.#asked.get(message.id)?.cancel();
        this.#asked.delete(message.id);
        return;
      case 'open': {
        const { uri, range } = message.place;
        const target = vscode.Uri.parse(uri);
        const editor = await vscode.window.showTextDocument(target, {
          viewColumn: this.#editorColumn(target),
          selection: toRange(range),
          preserveFocus: false,
        });
        editor.revealRange(toRange(range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
        return;
      }
      case 'apply': {
        const { edits, creates = [] } = message;
        const done = await applyEdits(edits, creates);
        this.post({ type: 'applied', label: message.label, done });
        if (done) for (const uri of creates) await this.#showNew(vscode.Uri.parse(uri));
        return;
      }
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(`Copied ${message.what}`, 3000);
        return;
      case 'save':
        return this.#save(message);
      case 'remember':
        return this.#remember(message.key, message.value);
      case 'pin':
        this.#pinned = message.pinned;
        this.#options.onPin?.(message.pinned);
        return;
      case 'run':
        // What a page asks for without naming a file is about its own, which otherwise comes last.
        if (ALLOWED.has(message.command))
          await vscode.commands.executeCommand(
            message.command,
            ...(message.arguments ?? []),
            ...(this.#uri === undefined ? [] : [this.#uri]),
          );
        return;
      case 'log':
        this.#options.output.warn(`${this.#options.kind} panel: ${message.text}`);
    }
  }

  #sendTarget(command: PanelCommand | undefined): void {
    const uri = this.#uri?.toString();
    this.post({
      type: 'target',
      target: {
        ...(uri === undefined ? {} : { uri }),
        label: this.#uri === undefined ? '' : vscode.workspace.asRelativePath(this.#uri),
        pinned: this.#pinned,
        remembered: this.#memory(),
        ...(command === undefined ? {} : { command }),
      },
    });
  }

  async #ask(id: number, question: PanelParams['question']): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.#asked.set(id, source);
    const { session, kind } = this.#options;
    const token = ++lastToken;
    const parts = session.onPanelPart(part => {
      if (part.token === token && !source.token.isCancellationRequested)
        this.post({ type: 'answer', id, final: false, answer: part.answer });
    });
    try {
      const client = await session.client();
      const params: PanelParams = { panel: kind, question, token };
      const result = await client.sendRequest<PanelResult>(PANEL_REQUEST, params, source.token);
      if (source.token.isCancellationRequested) return;
      this.post(
        'why' in result
          ? { type: 'failed', id, why: result.why }
          : { type: 'answer', id, final: true, answer: result.answer },
      );
    } catch (error) {
      if (source.token.isCancellationRequested) return;
      this.#options.output.error(`${kind} panel, ${question.kind}: ${String(error)}`);
      this.post({ type: 'failed', id, why: 'The language server did not answer; the log says more.' });
    } finally {
      parts.dispose();
      // A page that began anew may have asked under the same number.
      if (this.#asked.get(id) === source) this.#asked.delete(id);
      source.dispose();
    }
  }

  /** A file that was made is shown where files are; the panel goes on with the one that it is about. */
  async #showNew(target: vscode.Uri): Promise<void> {
    await vscode.window.showTextDocument(target, {
      viewColumn: this.#editorColumn(target),
      preview: false,
      preserveFocus: true,
    });
  }

  async #save({ name, content, base64 }: Extract<FromPanel, { type: 'save' }>): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(
        this.#uri === undefined ? folder : vscode.Uri.joinPath(this.#uri, '..'),
        name,
      ),
    });
    if (target === undefined) return;
    const text = name.endsWith(SCENARIO_ENDING) ? movedScenario(content, this.#uri, target) : content;
    const bytes = base64 ? fromBase64(content) : new TextEncoder().encode(text);
    await vscode.workspace.fs.writeFile(target, bytes);
    vscode.window.setStatusBarMessage(`Saved ${vscode.workspace.asRelativePath(target)}`, 3000);
  }

  /** What pages keep is kept per workspace and file: nothing is written beside people's files. */
  #memory(): Record<string, unknown> {
    return this.#options.context.workspaceState.get<Record<string, unknown>>(this.#memoryKey(), {});
  }

  async #remember(key: string, value: unknown): Promise<void> {
    const memory = { ...this.#memory(), [key]: value };
    if (value === undefined) delete memory[key];
    // Undefined takes the whole entry away.
    await this.#options.context.workspaceState.update(
      this.#memoryKey(),
      Object.keys(memory).length === 0 ? undefined : memory,
    );
  }

  #memoryKey(): string {
    return `faultline.${this.#options.kind} ${this.#options.memoryName ?? this.#uri?.toString() ?? ''}`;
  }

  /** Where the file is shown already, else where any editor is, and never over the panel. */
  #editorColumn(uri: vscode.Uri): vscode.ViewColumn {
    const own = this.#webview.viewColumn;
    const others = vscode.window.visibleTextEditors.filter(
      ({ viewColumn }) => viewColumn !== undefined && viewColumn !== own,
    );
    const other = others.find(({ document }) => document.uri.toString() === uri.toString()) ?? others[0];
    return (
      other?.viewColumn ?? (own === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One)
    );
  }
}

/** What stands on the panel's tab. */
export function panelTitle(kind: PanelKind, uri: vscode.Uri | undefined): string {
  const title = kind === 'topology' ? 'Topology' : 'Schema';
  return uri === undefined ? title : `${title}: ${uri.path.replace(/^.*\//, '')}`;
}

let lastToken = 0;

/** As one step that can be undone. A file that is made must not be there yet. */
async function applyEdits(edits: readonly PanelEdit[], creates: readonly string[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const uri of creates) {
    const contents = edits.filter(each => each.uri === uri).map(({ newText }) => newText);
    edit.createFile(vscode.Uri.parse(uri), { contents: new TextEncoder().encode(contents.join('')) });
  }
  for (const { uri, range, newText } of edits)
    if (!creates.includes(uri)) edit.replace(vscode.Uri.parse(uri), toRange(range), newText);
  return vscode.workspace.applyEdit(edit);
}

function toRange({ start, end }: PanelEdit['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), each => each.charCodeAt(0));
}
