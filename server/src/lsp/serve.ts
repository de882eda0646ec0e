import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  InlayHintRefreshRequest,
} from 'vscode-languageserver';
import type { IndexReport, Settings } from '../analyzer/types.js';
import { createAnalyzer } from '../analyzer.js';
import {
  CHECK_WORKSPACE_REQUEST,
  type CheckWorkspaceResult,
  CLUSTERS_REQUEST,
  type ClustersParams,
  type ClustersResult,
  DIALECT_EDIT_REQUEST,
  type DialectEditParams,
  type InitializationOptions,
  SCENARIO_REQUEST,
  type ScenarioParams,
  type ScenarioResult,
} from '../protocol/lsp.js';
import { ruleById } from '../rules/index.js';
import { VERDICT_CODES } from '../simulate/explore/codes.js';
import { Buffers } from './buffers.js';
import { clustersOf } from './clusters.js';
import { coalesced } from './coalesced.js';
import { dialectEdit } from './dialect-edit.js';
import { registerFeatures } from './features.js';
import { createGuard, describe } from './guard.js';
import { Indexing } from './indexing.js';
import { registerPanels } from './panels.js';
import { Publisher } from './publisher.js';
import { scenarioOf } from './scenario.js';
import type { Environment } from './server.js';
import { type EditorSettings, readEditorSettings, readSettings, readsOtherFiles } from './settings.js';
import { InSlices } from './verdicts/in-slices.js';
import { DEFAULT_VERDICTS } from './verdicts/settings.js';
import { Verdicts } from './verdicts/verdicts.js';
import { relevant, watchFiles } from './watch.js';

/** An edit of one file may change what is told above others at every keystroke: their editors are asked again this often, in ms. */
const ASK_ANEW_MS = 500;

/** Connects one client to one analyzer: text goes in as it changes, findings and answers come out. */
export function serve(
  connection: Connection,
  environment: Environment,
  params: InitializeParams,
  options: InitializationOptions,
): void {
  const { capabilities: client } = params;
  const analyzer = createAnalyzer(
    environment.host(line => connection.console.info(line)),
    { onChanged: () => publisher.schedule() },
  );
  const buffers = new Buffers();
  const guard = createGuard(connection);
  const folders = foldersOf(params);
  const shows = client.textDocument?.publishDiagnostics;
  const pages =
    shows?.codeDescriptionSupport === true ? (options.rulePages ?? environment.rulePages) : undefined;
  const later = (ms: number, run: () => void): void =>
    environment.later === undefined ? environment.defer(run) : environment.later(ms, run);
  const publisher = new Publisher({
    connection,
    analyzer,
    buffers,
    guard,
    support: {
      related: shows?.relatedInformation === true,
      tags: shows?.tagSupport !== undefined,
      // Mistakes in faultline.yaml, say, are findings of no rule and have no page.
      page: rule => pageOf(pages, rule),
    },
    defer: environment.defer,
    others: uri => verdicts.findings(uri),
    before: () => verdicts.changed(),
    // Lenses and hints tell of whole clusters and schemas: an editor asks again when its file is edited, not when others are.
    othersChanged: coalesced(ASK_ANEW_MS, later, () => {
      const { workspace } = client;
      if (workspace?.codeLens?.refreshSupport === true)
        background('lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
      if (workspace?.inlayHint?.refreshSupport === true)
        background('hints', () => connection.sendRequest(InlayHintRefreshRequest.type));
    }),
  });
  const verdicts = new Verdicts({
    analyzer,
    buffers,
    searcher: environment.searcher?.() ?? new InSlices(analyzer, environment.defer),
    folders: () => [...folders],
    later,
    log: line => connection.console.info(line),
    publish: uris => publisher.refresh(uris),
  });
  const indexing = new Indexing({ connection, analyzer, progress: client.window?.workDoneProgress === true });

  const index = async (): Promise<IndexReport> => {
    const report = await indexing.run([...folders]);
    if (indexing.idle) {
      publisher.release();
      verdicts.release();
    }
    return report;
  };

  let pushedSettings = options.settings;
  let settings: Partial<Settings> = {};
  let editor: EditorSettings = { codeLens: false, verdicts: DEFAULT_VERDICTS };
  const configure = async (): Promise<void> => {
    const raw =
      client.workspace?.configuration === true
        ? await connection.workspace.getConfiguration('faultline')
        : pushedSettings;
    const before = JSON.stringify(settings);
    settings = readSettings(raw);
    editor = readEditorSettings(raw);
    analyzer.configure(settings);
    verdicts.configure(editor.verdicts, JSON.stringify(settings) !== before);
  };

  /** Work that no request waits for: a failure is logged, never an unhandled rejection. */
  const background = (name: string, work: () => Promise<unknown>): void => {
    work().catch(error => connection.console.error(`${name} failed: ${describe(error)}`));
  };

  connection.onInitialized(() =>
    background('start', async () => {
      if (client.workspace?.workspaceFolders === true) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          for (const folder of removed) folders.delete(folder.uri);
          for (const folder of added) folders.add(folder.uri);
          background('reading folders', index);
        });
      }
      if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'faultline' });
      }
      if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) await watchFiles(connection);
      await configure();
      await index();
    }),
  );

  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    pushedSettings = (pushed as { faultline?: unknown } | null)?.faultline ?? pushedSettings;
    background('settings', async () => {
      const before = settings;
      const { codeLens } = editor;
      await configure();
      if (codeLens !== editor.codeLens && client.workspace?.codeLens?.refreshSupport === true) {
        await connection.sendRequest(CodeLensRefreshRequest.type);
      }
      if (readsOtherFiles(before, settings)) await index();
      publisher.schedule();
    });
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = relevant(changes);
    if (uris.length === 0) return;
    background('file change', async () => {
      await analyzer.filesChanged(uris);
      guard('verdicts', undefined, () => verdicts.filesChanged(uris));
      publisher.schedule();
    });
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) =>
    guard('open', undefined, () => {
      buffers.set(uri, version);
      analyzer.openBuffer(uri, text);
      publisher.touch(uri);
      verdicts.opened(uri);
    }),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
    guard('edit', undefined, () => {
      buffers.set(uri, version);
      analyzer.changeBuffer(uri, contentChanges);
      publisher.touch(uri);
    }),
  );
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    buffers.delete(uri);
    background('close', async () => {
      await analyzer.closeBuffer(uri);
      guard('verdicts', undefined, () => verdicts.closed());
      publisher.touch(uri);
    });
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) =>
    guard('save', undefined, () => verdicts.saved(uri)),
  );
  connection.onShutdown(() => verdicts.dispose());

  registerPanels(connection, analyzer, environment.defer);
  registerFeatures({
    connection,
    analyzer,
    buffers,
    guard,
    commands: options.commands === true,
    codeLens: () => editor.codeLens,
    verdicts,
    definitionLinks: client.textDocument?.definition?.linkSupport === true,
    versionedEdits: client.workspace?.workspaceEdit?.documentChanges === true,
  });

  connection.onRequest(DIALECT_EDIT_REQUEST, (edit: DialectEditParams) =>
    guard('dialect', null, () => dialectEdit(analyzer, edit) ?? null),
  );
  connection.onRequest(CLUSTERS_REQUEST, async ({ uri }: ClustersParams): Promise<ClustersResult> => {
    await analyzer.ready;
    return guard('clusters', { clusters: [] }, () => clustersOf(analyzer, uri));
  });
  connection.onRequest(SCENARIO_REQUEST, ({ text }: ScenarioParams) =>
    guard<ScenarioResult>('scenario', { problems: [] }, () => scenarioOf(text)),
  );
  connection.onRequest(CHECK_WORKSPACE_REQUEST, async (): Promise<CheckWorkspaceResult> => {
    const report = await index();
    const findings = { error: 0, warning: 0, info: 0, hint: 0 };
    for (const uri of analyzer.files()) {
      for (const { severity } of guard('findings', [], () => analyzer.findings(uri))) findings[severity]++;
    }
    return { files: report.files, skipped: report.skipped.length, cancelled: report.cancelled, findings };
  });
}

/** Address of what is told of a code. */
function pageOf(pages: string | undefined, code: string): string | undefined {
  if (pages === undefined) return undefined;
  if (VERDICT_CODES.has(code)) return `${pages.replace(/rules\/$/, '')}simulation.md`;
  return ruleById(code) ? `${pages}${code}.md` : undefined;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): Set<string> {
  if (workspaceFolders != null) return new Set(workspaceFolders.map(folder => folder.uri));
  return new Set(rootUri == null ? [] : [rootUri]);
}
