import { PassThrough } from 'node:stream';
import {
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Environment, startServer } from '../../../server/src/lsp/server.js';
import { memoryHost, ROOT } from '../support/memory-host.js';

/** An editor that talks to a server without a process between them, on files in memory. */
export class Editor {
  readonly files: Map<string, unknown>;
  readonly published = new Map<string, readonly Diagnostic[]>();
  readonly log: string[] = [];
  /** As people write them, without the prefix. */
  settings: object;
  #client: ProtocolConnection;
  #versions = new Map<string, number>();
  #texts = new Map<string, string>();
  #waiting: (() => void)[] = [];

  /** @param files Texts by path. */
  constructor(
    files: Readonly<Record<string, string>>,
    settings: object,
    environment: Partial<Environment> = {},
  ) {
    const host = memoryHost(files);
    this.files = host.files;
    this.settings = settings;
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
      host: () => host,
      defer: run => setImmediate(run),
      rulePages: 'file:///docs/rules/',
      ...environment,
    });
    this.#client = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    this.#client.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.published.set(uri, diagnostics);
        this.#wake();
      },
    );
    this.#client.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
      this.#wake();
    });
    this.#client.onRequest('workspace/configuration', () => [this.settings]);
    this.#client.listen();
  }

  async start(): Promise<void> {
    await this.#client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: ROOT, name: 'work' }],
      capabilities: {
        workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
        textDocument: { publishDiagnostics: { codeDescriptionSupport: true, relatedInformation: true } },
      },
      initializationOptions: { commands: true },
    });
    await this.#client.sendNotification('initialized', {});
  }

  async open(path: string, text: string): Promise<void> {
    this.#versions.set(path, 1);
    this.#texts.set(path, text);
    await this.#client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uri(path), languageId: 'plaintext', version: 1, text },
    });
  }

  /** Replaces the whole text, and waits for nothing. */
  async type(path: string, text: string): Promise<void> {
    const version = (this.#versions.get(path) ?? 0) + 1;
    this.#versions.set(path, version);
    this.#texts.set(path, text);
    await this.#client.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(path), version },
      contentChanges: [{ text }],
    });
  }

  async save(path: string): Promise<void> {
    this.files.set(this.uri(path), this.#texts.get(path));
    await this.#client.sendNotification('textDocument/didSave', { textDocument: { uri: this.uri(path) } });
  }

  /** A file was written by somebody; its text is what `files` says. */
  async written(path: string): Promise<void> {
    await this.#client.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: this.uri(path), type: 2 }],
    });
  }

  async close(path: string): Promise<void> {
    await this.#client.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  async configure(settings: object): Promise<void> {
    this.settings = settings;
    await this.#client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  version(path: string): number | undefined {
    return this.#versions.get(path);
  }

  /** Diagnostics of a file with a code. */
  shown(path: string, code: string): readonly Diagnostic[] {
    return (this.published.get(this.uri(path)) ?? []).filter(each => each.code === code);
  }

  actions(path: string, { range }: Pick<Diagnostic, 'range'>): Promise<CodeAction[]> {
    return this.#client.sendRequest('textDocument/codeAction', {
      textDocument: { uri: this.uri(path) },
      range,
      context: { diagnostics: this.published.get(this.uri(path)) ?? [] },
    });
  }

  /** Asks something that is answered after all that was sent before was handled. */
  async handled(): Promise<void> {
    await this.#client.sendRequest('workspace/symbol', { query: 'x' });
  }

  /** Waits for what the server sends until it makes the condition true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(wake => this.#waiting.push(wake));
  }

  async end(): Promise<void> {
    await this.#client.sendRequest('shutdown');
    this.#client.dispose();
  }

  uri(path: string): string {
    return `${ROOT}/${path}`;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
