import * as vscode from 'vscode';
import type { PanelCommand, PanelKind } from '../../../server/src/protocol/webview.js';
import { isAnalyzed, WATCHED_PATTERN } from '../documents.js';
import type { Session } from '../session.js';
import { Panel, type PanelOptions, panelTitle } from './panel.js';

/** Panels are told of changes no more often than this. */
const CHANGED_MS = 100;
/** The server hears of files on the disk later than of buffers. */
const DISK_MS = 400;
const CURSOR_MS = 60;

export interface PanelSetOptions {
  readonly session: Session;
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly kind: PanelKind;
  /** Whether a panel of this kind has anything to show of a document. */
  readonly accepts: (document: vscode.TextDocument) => Promise<boolean>;
  /** Whether a change of a file may change what a panel shows; undefined: any may. */
  readonly concerns?: (uri: vscode.Uri) => Promise<boolean>;
}

/** All panels of one kind: those that follow the editor, and those that hold a file. */
export class PanelSet implements vscode.Disposable {
  readonly #options: PanelSetOptions;
  readonly #panels = new Set<Panel>();
  readonly #parts: vscode.Disposable[] = [];
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #last: Panel | undefined;
  #followed = 0;
  /** When panels were last told of a change. */
  #told = 0;

  constructor(options: PanelSetOptions) {
    this.#options = options;
    const watcher = vscode.workspace.createFileSystemWatcher(WATCHED_PATTERN);
    const onDisk = (uri: vscode.Uri): void =>
      this.#ifConcerned(uri, () => this.#later('disk', DISK_MS, () => this.#changed()));
    this.#parts.push(
      watcher,
      watcher.onDidChange(onDisk),
      watcher.onDidCreate(onDisk),
      watcher.onDidDelete(onDisk),
      // The server says so when it has read what was typed, of every open file.
      options.session.onStatus(({ uri }) => this.#ifConcerned(vscode.Uri.parse(uri), () => this.#soon())),
      vscode.window.onDidChangeActiveTextEditor(editor => void this.#follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#cursor(textEditor)),
      vscode.window.registerWebviewPanelSerializer(viewTypeOf(options.kind), {
        deserializeWebviewPanel: async (webview, state) => void this.restore(webview, state),
      }),
    );
  }

  /** The panel that was used last, or any. */
  get current(): Panel | undefined {
    const all = [...this.#panels];
    return all.find(({ active }) => active) ?? this.#last ?? all[0];
  }

  /** Shows a file: in a panel that holds it, else in one that follows the editor, else in a new one beside. */
  open(uri: vscode.Uri, command?: PanelCommand): void {
    const all = [...this.#panels];
    const known =
      all.find(panel => panel.pinned && panel.uri?.toString() === uri.toString()) ??
      (this.#last?.pinned === false ? this.#last : all.find(({ pinned }) => !pinned));
    if (known !== undefined) {
      this.#last = known;
      known.show(uri, command);
      known.reveal();
      return;
    }
    const webview = vscode.window.createWebviewPanel(
      viewTypeOf(this.#options.kind),
      panelTitle(this.#options.kind, uri),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    );
    this.#add(webview, uri, false).show(uri, command);
  }

  /** Takes a panel that VS Code made again after a reload, with what the page had kept. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const { uri, pinned } = isState(state) ? state : {};
    const target = uri === undefined ? undefined : vscode.Uri.parse(uri);
    webview.title = panelTitle(this.#options.kind, target);
    this.#add(webview, target, pinned === true);
    if (target === undefined) void this.#follow(vscode.window.activeTextEditor);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
    for (const panel of this.#panels) panel.dispose();
    this.#panels.clear();
  }

  #add(webview: vscode.WebviewPanel, uri: vscode.Uri | undefined, pinned: boolean): Panel {
    const { session, context, output, kind } = this.#options;
    const options: PanelOptions = {
      session,
      context,
      output,
      kind,
      onPin: pinned => {
        if (!pinned) void this.#follow(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
      },
    };
    const panel = new Panel(webview, uri, options, pinned);
    this.#panels.add(panel);
    this.#last = panel;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#last = panel;
    });
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
      if (this.#last === panel) this.#last = undefined;
    });
    return panel;
  }

  /** Panels that are not pinned go where the editor goes, where there is anything to show. */
  async #follow(editor: vscode.TextEditor | undefined): Promise<void> {
    const turn = ++this.#followed;
    if (editor === undefined || [...this.#panels].every(({ pinned }) => pinned)) return;
    const { document } = editor;
    if (!isAnalyzed(document) || !(await this.#options.accepts(document))) return;
    if (turn !== this.#followed) return;
    for (const panel of this.#panels) if (!panel.pinned) panel.show(document.uri);
    this.#cursor(editor);
  }

  #ifConcerned(uri: vscode.Uri, run: () => void): void {
    const { concerns } = this.#options;
    if (this.#panels.size === 0) return;
    if (concerns === undefined) return run();
    concerns(uri).then(
      concerned => concerned && run(),
      // A server that does not answer has said so elsewhere.
      () => {},
    );
  }

  /** At once where nothing changed lately: a picture should follow what is typed. */
  #soon(): void {
    if (Date.now() - this.#told >= CHANGED_MS) this.#changed();
    else this.#later('changed', CHANGED_MS, () => this.#changed());
  }

  #changed(): void {
    this.#told = Date.now();
    for (const panel of this.#panels) panel.post({ type: 'changed' });
  }

  #cursor({ document: { uri }, selection: { active } }: vscode.TextEditor): void {
    if (this.#panels.size === 0) return;
    this.#later('cursor', CURSOR_MS, () => {
      const position = { line: active.line, character: active.character };
      for (const panel of this.#panels) panel.post({ type: 'cursor', uri: uri.toString(), position });
    });
  }

  #later(name: string, ms: number, run: () => void): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(run, ms));
  }
}

function viewTypeOf(kind: PanelKind): string {
  return `faultline.${kind}`;
}

function isState(state: unknown): state is { readonly uri?: string; readonly pinned?: boolean } {
  if (typeof state !== 'object' || state === null) return false;
  const { uri } = state as Record<string, unknown>;
  return uri === undefined || typeof uri === 'string';
}
