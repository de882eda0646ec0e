import type { Connection, InitializeResult } from 'vscode-languageserver';
import { TextDocumentSyncKind } from 'vscode-languageserver';
import type { Host } from '../host.js';
import type { Searcher } from '../panel/topology/verdict/model.js';
import type { InitializationOptions } from '../protocol/lsp.js';
import { ACTION_KINDS } from './features.js';
import { describe } from './guard.js';
import { serve } from './serve.js';

/** What differs between the server as a process and the server as a web worker. */
export interface Environment {
  /** Files. Lines given to `log` reach the client's output channel. */
  host(log: (line: string) => void): Host;
  /** Calls back after the messages that wait already were handled. */
  defer(run: () => void): void;
  /** Calls back after so many ms, unless the server ends before; left out: as `defer`. */
  later?(ms: number, run: () => void): void;
  /** What searches clusters beside the server; left out: it does so between its messages. */
  searcher?(): Searcher;
  /** URI of the folder with a page per rule, with a slash at its end, where the client names none. */
  readonly rulePages?: string;
  /** Called once with what the client sent, before anything else is made: loads what has to be fetched. */
  prepare?(options: InitializationOptions): Promise<void>;
}

/** Serves one client until it hangs up. Nothing is read before the client says that it is ready. */
export function startServer(connection: Connection, environment: Environment): void {
  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const options = isOptions(params.initializationOptions) ? params.initializationOptions : {};
    try {
      await environment.prepare?.(options);
    } catch (error) {
      connection.console.error(`Preparing failed: ${describe(error)}`);
    }
    serve(connection, environment, params, options);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'faultline' } };
  });
  connection.listen();
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  inlayHintProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: { label: 'Faultline' },
  workspaceSymbolProvider: true,
  completionProvider: { triggerCharacters: ['.', ':'] },
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: Object.values(ACTION_KINDS) },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

function isOptions(value: unknown): value is InitializationOptions {
  return typeof value === 'object' && value !== null;
}
