import * as vscode from 'vscode';
import {
  TOPOLOGY_REQUEST,
  type TopologyParams,
  type TopologyResult,
} from '../../../server/src/protocol/lsp.js';
import type { Session } from '../session.js';
import { makeNonce } from './nonce.js';

/** Pause after which the picture follows the text that is being typed. */
const QUIET_MS = 300;

/** A panel beside a config that draws the clusters it speaks of, and follows its edits. No script runs in it. */
export class TopologyPanel implements vscode.Disposable {
  static #open: TopologyPanel | undefined;
  readonly #panel: vscode.WebviewPanel;
  readonly #parts: vscode.Disposable[] = [];
  #uri: vscode.Uri;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static async show(session: Session, uri: vscode.Uri): Promise<void> {
    const known = TopologyPanel.#open ?? new TopologyPanel(session, uri);
    TopologyPanel.#open = known;
    known.#uri = uri;
    known.#panel.reveal(vscode.ViewColumn.Beside, true);
    await known.#draw();
  }

  private constructor(
    private readonly session: Session,
    uri: vscode.Uri,
  ) {
    this.#uri = uri;
    this.#panel = vscode.window.createWebviewPanel(
      'faultline.topology',
      'Topology',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, localResourceRoots: [] },
    );
    this.#parts.push(
      vscode.workspace.onDidChangeTextDocument(() => this.#later()),
      this.#panel.onDidDispose(() => this.dispose()),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const part of this.#parts) part.dispose();
    if (TopologyPanel.#open === this) TopologyPanel.#open = undefined;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), QUIET_MS);
  }

  async #draw(): Promise<void> {
    const client = await this.session.client();
    const params: TopologyParams = { uri: this.#uri.toString() };
    const { clusters } = await client.sendRequest<TopologyResult>(TOPOLOGY_REQUEST, params);
    this.#panel.title = clusters.length === 1 ? `Topology: ${clusters[0]!.title}` : 'Topology';
    this.#panel.webview.html = page(clusters.map(({ svg }) => svg));
  }
}

function page(pictures: readonly string[]): string {
  const nonce = makeNonce();
  const body =
    pictures.length === 0
      ? '<p>No cluster was recognised in this file.</p>'
      : pictures.map(svg => svg.replace('<style>', `<style nonce="${nonce}">`)).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">svg { max-width: 100%; height: auto; }</style>
<title>Topology</title>
</head>
<body>
${body}
</body>
</html>`;
}
