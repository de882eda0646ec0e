import * as vscode from 'vscode';
import { clustersOf } from './ask.js';
import { startsServer } from './documents.js';
import type { Session } from './session.js';

/** Set while the active editor shows a config of a cluster: buttons and menus go by it. */
const HAS_CLUSTER = 'faultline.hasCluster';

/** Keeps the context of menus true: whether there is a cluster to draw in the active editor. */
export function trackActiveFile(session: Session): vscode.Disposable {
  let turn = 0;
  const look = async (): Promise<void> => {
    const own = ++turn;
    const document = vscode.window.activeTextEditor?.document;
    // Panels that take the focus leave the menus of the editor as they were.
    if (document === undefined && vscode.window.visibleTextEditors.length > 0) return;
    const found =
      document !== undefined &&
      startsServer(document) &&
      (await clustersOf(session, document.uri.toString()).catch(() => [])).length > 0;
    if (own === turn) await vscode.commands.executeCommand('setContext', HAS_CLUSTER, found);
  };
  void look();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(() => void look()),
    session.onStatus(({ uri }) => {
      const active = vscode.window.activeTextEditor?.document.uri;
      if (active?.toString() === vscode.Uri.parse(uri).toString()) void look();
    }),
  );
}
