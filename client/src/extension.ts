import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import { ScenarioLinks } from './commands/scenario-link.js';
import { startsServer } from './documents.js';
import { type ClientFactory, Session } from './session.js';
import { createStatusItems } from './status.js';
import { ScenarioEditor } from './views/scenario-editor.js';
import { createSchemaPanels } from './views/schema-panels.js';
import { createSchemaTree } from './views/schema-tree.js';
import { createTopologyPanels } from './views/topology-panels.js';
import { trackVisibleConfigs } from './visible-configs.js';

/** What `activate` gives to other extensions, and to the tests. */
export interface Api {
  /** Resolves when the language server has answered; starts it where it does not run. */
  ready(): Promise<void>;
  /** What a click on a link to this extension does. */
  openLink(uri: vscode.Uri): Promise<void>;
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
  const parts = { context, output, session };
  const links = new ScenarioLinks();
  const topology = createTopologyPanels(parts);
  const schema = createSchemaPanels(parts);
  context.subscriptions.push(
    output,
    session,
    createStatusItems(session),
    topology,
    schema,
    registerCommands({ ...parts, topology, schema }),
    createSchemaTree({ ...parts, schema }),
    trackVisibleConfigs(session),
    vscode.window.registerCustomEditorProvider('faultline.scenario', new ScenarioEditor(parts)),
    vscode.window.registerUriHandler(links),
    vscode.workspace.onDidOpenTextDocument(startFor),
  );
  for (const document of vscode.workspace.textDocuments) startFor(document);
  return {
    openLink: uri => links.handleUri(uri),
    activationMs: performance.now() - began,
    ready: async () => {
      await session.client();
    },
  };
}
