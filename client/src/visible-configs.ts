import * as vscode from 'vscode';
import { clustersOf } from './ask.js';
import { startsServer } from './documents.js';
import type { Session } from './session.js';

/** True while an editor that is visible shows a config of a cluster. */
const HAS_CLUSTER = 'faultline.hasCluster';
/** Paths of the visible configs of clusters: buttons and menus of their editors go by it. */
const CLUSTER_PATHS = 'faultline.clusterPaths';

/** Keeps the context of menus true: which visible files speak of a cluster. */
export function trackVisibleConfigs(session: Session): vscode.Disposable {
  let turn = 0;
  let told = '[]';
  const look = async (): Promise<void> => {
    const own = ++turn;
    const documents = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
    const configs: string[] = [];
    for (const document of documents) {
      if (!startsServer(document)) continue;
      const clusters = await clustersOf(session, document.uri.toString()).catch(() => []);
      if (clusters.length > 0) configs.push(document.uri.fsPath);
    }
    const now = JSON.stringify(configs);
    if (own !== turn || now === told) return;
    told = now;
    await vscode.commands.executeCommand('setContext', CLUSTER_PATHS, configs);
    await vscode.commands.executeCommand('setContext', HAS_CLUSTER, configs.length > 0);
  };
  void look();
  return vscode.Disposable.from(
    vscode.window.onDidChangeVisibleTextEditors(() => void look()),
    session.onStatus(({ uri }) => {
      const said = vscode.Uri.parse(uri).toString();
      const shown = vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === said);
      if (shown) void look();
    }),
  );
}
