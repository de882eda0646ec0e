import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import { startsServer } from './documents.js';
import { type ClientFactory, Session } from './session.js';
import { createStatusItems } from './status.js';

/** What `activate` gives to other extensions, and to the tests. */
export interface Api {
  /** Resolves when the language server has answered; starts it where it does not run. */
  ready(): Promise<void>;
  /** How long `activate` took. */
  readonly activationMs: number;
}

/**
 * Activation shared by both mains. It only registers things: the language client is loaded, and the server started,
 * when the first SQL document is there.
 */
export function activateWith(context: vscode.ExtensionContext, factory: ClientFactory): Api {
  const began = performance.now();
  const output = vscode.window.createOutputChannel('Faultline', { log: true });
  const session = new Session(context, output, factory);
  const startFor = (document: vscode.TextDocument): void => {
    // Failure is reported by the session itself.
    if (startsServer(document)) session.client().catch(() => undefined);
  };
  context.subscriptions.push(
    output,
    session,
    createStatusItems(session),
    registerCommands({ context, output, session }),
    vscode.workspace.onDidOpenTextDocument(startFor),
  );
  for (const document of vscode.workspace.textDocuments) startFor(document);
  return {
    activationMs: performance.now() - began,
    ready: async () => {
      await session.client();
    },
  };
}
