import * as vscode from 'vscode';

/** Where copies of examples are kept: they may be changed, and stand in no folder of the workspace. */
export function examplesFolder({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(globalStorageUri, 'examples');
}

/** The folder of the example that a file belongs to; undefined for every other file. */
export function exampleOf(
  context: vscode.ExtensionContext,
  { scheme, path }: vscode.Uri,
): vscode.Uri | undefined {
  const root = examplesFolder(context);
  if (scheme !== root.scheme || !path.startsWith(`${root.path}/`)) return undefined;
  const [name] = path.slice(root.path.length + 1).split('/');
  return name === undefined || name === '' ? undefined : vscode.Uri.joinPath(root, name);
}
