import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import {
  CLIENT_COMMANDS,
  type InitializationOptions,
  PANEL_PART_NOTIFICATION,
  type PanelPartParams,
  STATUS_NOTIFICATION,
  type StatusParams,
} from '../../server/src/protocol/lsp.js';
import { isAnalyzed, SELECTOR } from './documents.js';
import { exampleOf } from './examples.js';

/** Makes the language client of one environment. Loads it as well: nothing of it is in memory before. */
export type ClientFactory = (
  context: vscode.ExtensionContext,
  options: LanguageClientOptions,
) => Promise<BaseLanguageClient>;

/** The language server's life: started when the first SQL is seen, restarted on demand. */
export class Session implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #output: vscode.LogOutputChannel;
  readonly #factory: ClientFactory;
  readonly #status = new vscode.EventEmitter<StatusParams>();
  readonly #panelPart = new vscode.EventEmitter<PanelPartParams>();
  #client: Promise<BaseLanguageClient> | undefined;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, factory: ClientFactory) {
    this.#context = context;
    this.#output = output;
    this.#factory = factory;
  }

  /** What the server says about open files, as it changes. */
  get onStatus(): vscode.Event<StatusParams> {
    return this.#status.event;
  }

  /** Answers to panels after which a better one follows. */
  get onPanelPart(): vscode.Event<PanelPartParams> {
    return this.#panelPart.event;
  }

  /** The running client; the first call starts it. Rejects, after telling the user, where it cannot start. */
  client(): Promise<BaseLanguageClient> {
    this.#client ??= this.#start().catch(error => {
      this.#client = undefined;
      this.#output.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(`Faultline's language server did not start: ${String(error)}`);
      throw error;
    });
    return this.#client;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.client();
  }

  async stop(): Promise<void> {
    const running = this.#client;
    this.#client = undefined;
    // A server that never started has nothing to stop, and its failure was reported already.
    const client = await running?.catch(() => undefined);
    await client?.stop();
    await client?.dispose();
  }

  dispose(): void {
    this.#status.dispose();
    this.#panelPart.dispose();
    void this.stop();
  }

  async #start(): Promise<BaseLanguageClient> {
    const started = Date.now();
    const examples = new Set<string>();
    const client = await this.#factory(
      this.#context,
      // An example is more than the file that is opened of it, and no folder of the workspace holds it.
      this.#options(async uri => {
        const folder = exampleOf(this.#context, uri)?.toString();
        if (folder === undefined || examples.has(folder)) return;
        examples.add(folder);
        const added = [{ uri: folder, name: folder.slice(folder.lastIndexOf('/') + 1) }];
        await client.sendNotification('workspace/didChangeWorkspaceFolders', {
          event: { added, removed: [] },
        });
      }),
    );
    client.onNotification(STATUS_NOTIFICATION, (params: StatusParams) => this.#status.fire(params));
    client.onNotification(PANEL_PART_NOTIFICATION, (params: PanelPartParams) => this.#panelPart.fire(params));
    await client.start();
    this.#output.info(`Language server ready after ${Date.now() - started} ms`);
    return client;
  }

  #options(beforeOpen: (uri: vscode.Uri) => Promise<void>): LanguageClientOptions {
    const initializationOptions: InitializationOptions = {
      commands: true,
      rulePages: `${vscode.Uri.joinPath(this.#context.extensionUri, 'docs', 'rules').toString()}/`,
      serverFiles: `${vscode.Uri.joinPath(this.#context.extensionUri, 'dist').toString(true)}/`,
    };
    return {
      documentSelector: SELECTOR.map(filter => ({ ...filter }) as { language: string } & { pattern: string }),
      outputChannel: this.#output,
      initializationOptions,
      middleware: {
        didOpen: async (document, next) => {
          if (!isAnalyzed(document)) return;
          await beforeOpen(document.uri);
          await next(document);
        },
        handleDiagnostics: (uri, diagnostics, next) => {
          for (const diagnostic of diagnostics) linkToDocumentation(diagnostic);
          next(uri, diagnostics);
        },
      },
    };
  }
}

/** The pages are shipped with the extension: the link on a finding's code opens them as a preview. */
function linkToDocumentation(diagnostic: vscode.Diagnostic): void {
  const { code } = diagnostic;
  if (typeof code !== 'object') return;
  const argument = encodeURIComponent(JSON.stringify([code.value]));
  diagnostic.code = {
    value: code.value,
    target: vscode.Uri.parse(`command:${CLIENT_COMMANDS.openRuleDocumentation}?${argument}`),
  };
}
