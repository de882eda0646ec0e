import * as vscode from 'vscode';

/** As much as is used of the interface of the Git extension that comes with VS Code, version 1. */
interface GitApi {
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
  openRepository?(root: vscode.Uri): Promise<Repository | null>;
}
interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly HEAD?: { readonly name?: string; readonly commit?: string } };
  show(ref: string, path: string): Promise<string>;
  diffWith(ref: string): Promise<readonly Change[]>;
  getBranches(query: { readonly remote?: boolean; readonly count?: number }): Promise<readonly Ref[]>;
}
interface Ref {
  readonly name?: string;
  readonly commit?: string;
}
interface Change {
  readonly uri: vscode.Uri;
  readonly originalUri: vscode.Uri;
  readonly renameUri: vscode.Uri | undefined;
}

/** Texts of files at a revision, by URI; null: the file was not there. */
export type Texts = Record<string, string | null>;

/**
 * What files said at a revision: those that are named, and every file below the repository that differs and that `also`
 * takes. Undefined after saying why it cannot be told.
 */
export async function textsAt(
  ref: string,
  of: vscode.Uri,
  files: readonly vscode.Uri[],
  also: (uri: vscode.Uri) => boolean = () => false,
): Promise<Texts | undefined> {
  const repository = await repositoryOf(of);
  if (repository === undefined) return undefined;
  if (repository.state.HEAD?.commit === undefined && ref === 'HEAD') {
    void vscode.window.showInformationMessage('There is no commit yet that this could be compared with.');
    return undefined;
  }
  const wanted = new Map(files.map(uri => [uri.toString(), uri]));
  for (const { uri, originalUri, renameUri } of await repository.diffWith(ref)) {
    for (const each of [uri, originalUri, renameUri])
      if (each !== undefined && also(each)) wanted.set(each.toString(), each);
  }
  // What nobody has saved differs as well, and files that Git does not know yet are in no comparison.
  for (const { uri } of vscode.workspace.textDocuments) if (also(uri)) wanted.set(uri.toString(), uri);
  const texts: Texts = {};
  for (const [name, uri] of wanted) {
    if (!isInside(uri, repository.rootUri)) continue;
    // Rejects where the file is not there.
    texts[name] = await repository.show(ref, uri.fsPath).catch(() => null);
  }
  return texts;
}

/** Names of the branches of a file's repository. Undefined after saying why there are none. */
export async function branchesOf(of: vscode.Uri): Promise<readonly string[] | undefined> {
  const repository = await repositoryOf(of);
  if (repository === undefined) return undefined;
  const [own, remote] = await Promise.all([
    repository.getBranches({ remote: false }),
    repository.getBranches({ remote: true }),
  ]);
  return [...new Set([...own, ...remote].flatMap(({ name }) => name ?? []))];
}

async function repositoryOf(uri: vscode.Uri): Promise<Repository | undefined> {
  const api = await gitApi();
  if (typeof api === 'string') {
    void vscode.window.showInformationMessage(api);
    return undefined;
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const found =
    api.getRepository(uri) ??
    (folder === undefined ? null : await api.openRepository?.(folder).catch(() => null));
  if (found == null) {
    void vscode.window.showInformationMessage('This file is in no Git repository that VS Code has opened.');
    return undefined;
  }
  return found;
}

/** The interface, or a sentence that says why it is not there. */
async function gitApi(): Promise<GitApi | string> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined)
    return 'Comparing with Git needs the Git extension of VS Code, which is not there.';
  const exports = extension.isActive ? extension.exports : await extension.activate();
  if (!exports.enabled)
    return 'Comparing with Git needs Git, which is switched off ("git.enabled") or not installed.';
  return exports.getAPI(1);
}

function isInside(uri: vscode.Uri, root: vscode.Uri): boolean {
  return uri.scheme === root.scheme && `${uri.path}/`.startsWith(`${root.path}/`);
}
