import * as vscode from 'vscode';
import { examplesFolder } from '../examples.js';
import type { CommandContext } from './index.js';

interface Example {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Folder below `examples/`. */
  readonly folder: string;
  /** What is opened of it. */
  readonly file: string;
}

const EXAMPLES: readonly Example[] = [
  {
    id: 'failover',
    label: 'A failover that loses writes',
    detail: 'PostgreSQL under Patroni and etcd, three machines',
    folder: 'failover',
    file: 'pay1/patroni.yml',
  },
  {
    id: 'star',
    label: 'A star schema',
    detail: 'Sales, returns and visits with shared dimensions',
    folder: 'analytics',
    file: 'fact_sales.sql',
  },
  {
    id: 'shop',
    label: 'The schema of a shop',
    detail: 'PostgreSQL, made by migrations',
    folder: 'shop',
    file: 'migrations',
  },
];

/**
 * Opens an example in a copy that may be changed. It is written anew each time, unless somebody is just editing it.
 * Argument: which; undefined asks.
 */
export function openExample({ context }: CommandContext): (id?: unknown) => Promise<vscode.Uri | undefined> {
  return async id => {
    const example = EXAMPLES.find(each => each.id === id) ?? (await pick());
    if (example === undefined) return undefined;
    const from = vscode.Uri.joinPath(context.extensionUri, 'examples', example.folder);
    const to = vscode.Uri.joinPath(examplesFolder(context), example.folder);
    if (!isBeingEdited(to)) await vscode.workspace.fs.copy(from, to, { overwrite: true });
    const file = await firstFile(vscode.Uri.joinPath(to, example.file));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { preview: false });
    return file;
  };
}

async function pick(): Promise<Example | undefined> {
  return vscode.window.showQuickPick(EXAMPLES, {
    title: 'Faultline: Open Example',
    placeHolder: 'A copy is opened, which may be changed',
  });
}

function isBeingEdited(folder: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ isDirty, uri }) => isDirty && uri.scheme === folder.scheme && uri.path.startsWith(`${folder.path}/`),
  );
}

/** A file as it is, the first file of a folder. */
async function firstFile(uri: vscode.Uri): Promise<vscode.Uri> {
  const { type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.Directory) === 0) return uri;
  const names = (await vscode.workspace.fs.readDirectory(uri)).map(([name]) => name).sort();
  return names[0] === undefined ? uri : vscode.Uri.joinPath(uri, names[0]);
}
