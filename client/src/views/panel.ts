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
import type { Session } from '../session.js';
import { makeNonce } from './nonce.js';
import { panelPage } from './page.js';

/** Commands of the editor that a page may run. */
const ALLOWED = new Set([
  'faultline.simulatePartition',
  'faultline.findShortestFailure',
  'faultline.openRuleDocumentation',
  'faultline.openExample',
  'faultline.exportScenario',
  'faultline.compareTopology',
  'faultline.compareSchema',
]);

export interface PanelOptions {
  readonly session: Session;
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly kind: PanelKind;
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
  get onDidDispose(): vscode.Event<void> {
    return this.#webview.onDidDispose;
  }

  reveal(): void {
    this.#webview.reveal(undefined, true);
  }

  /** Shows another file, and carries out a command there. */
  show(uri: vscode.Uri | undefined, command?: PanelCommand): void {
    const same = this.#uri?.toString() === uri?.toString();
    this.#uri = uri;
    if (!this.#ready) this.#command = command ?? this.#command;
    else if (!same) this.#sendTarget(command);
    else if (command !== undefined) this.post({ type: 'do', command });
  }

  post(message: ToPanel): void {
    if (this.#ready) void this.#webview.webview.postMessage(message);
  }

  dispose(): void {
    for (const { cancel } of this.#sources()) cancel();
    this.#asked.clear();
    for (const part of this.#parts) part.dispose();
    this.#parts.length = 0;
  }

  #sources(): { cancel(): void }[] {
    return [...this.#asked.values()].map(source => ({ cancel: () => source.cancel() }));
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
    switch (message.type) {
      case 'ready':
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
        await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
          viewColumn: this.#editorColumn(),
          selection: toRange(range),
          preserveFocus: false,
        });
        return;
      }
      case 'apply': {
        const done = await applyEdits(message.edits);
        this.post({ type: 'applied', label: message.label, done });
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
        return;
      case 'run':
        if (ALLOWED.has(message.command))
          await vscode.commands.executeCommand(message.command, ...(message.arguments ?? []));
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
      if (part.token === token) this.post({ type: 'answer', id, final: false, answer: part.answer });
    });
    try {
      const client = await session.client();
      const params: PanelParams = { panel: kind, question, token };
      const result = await client.sendRequest<PanelResult>(PANEL_REQUEST, params, source.token);
      this.post(
        'why' in result
          ? { type: 'failed', id, why: result.why }
          : { type: 'answer', id, final: true, answer: result.answer },
      );
    } catch (error) {
      if (!source.token.isCancellationRequested) this.post({ type: 'failed', id, why: String(error) });
    } finally {
      parts.dispose();
      this.#asked.delete(id);
      source.dispose();
    }
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
    const bytes = base64 ? fromBase64(content) : new TextEncoder().encode(content);
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
    await this.#options.context.workspaceState.update(this.#memoryKey(), memory);
  }

  #memoryKey(): string {
    return `faultline.${this.#options.kind} ${this.#uri?.toString() ?? ''}`;
  }

  /** Beside the panel, where an editor is already, and not over it. */
  #editorColumn(): vscode.ViewColumn {
    const own = this.#webview.viewColumn;
    const other = vscode.window.visibleTextEditors.find(
      ({ viewColumn }) => viewColumn !== undefined && viewColumn !== own,
    );
    return (
      other?.viewColumn ?? (own === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One)
    );
  }
}

let lastToken = 0;

async function applyEdits(edits: readonly PanelEdit[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, range, newText } of edits) edit.replace(vscode.Uri.parse(uri), toRange(range), newText);
  return vscode.workspace.applyEdit(edit);
}

function toRange({ start, end }: PanelEdit['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), each => each.charCodeAt(0));
}
