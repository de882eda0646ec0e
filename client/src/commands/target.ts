import * as vscode from 'vscode';
import { clustersOf } from '../ask.js';
import { isAnalyzed, isSql } from '../documents.js';
import type { CommandContext } from './index.js';

/** What menus, lenses and other commands give first. */
export type GivenFile = string | vscode.Uri | null | undefined;

export interface ClusterTarget {
  readonly uri: vscode.Uri;
  readonly clusters: readonly { readonly id: string; readonly title: string }[];
}

/**
 * The config that a command is about: the one that is named, else the one in the active editor, else the one that a panel
 * shows, else any that is open, those in sight first. Undefined after saying that there is none.
 */
export async function configTarget(
  context: CommandContext,
  given: GivenFile,
): Promise<ClusterTarget | undefined> {
  const named = typeof given === 'string' ? vscode.Uri.parse(given) : given;
  const candidates = named == null ? candidatesFor(context.topology.current?.uri, isAnalyzed) : [named];
  for (const uri of candidates) {
    const clusters = await clustersOf(context.session, uri.toString());
    if (clusters.length > 0) return { uri, clusters };
  }
  offerExample(
    candidates.length === 0
      ? 'Open a config of a cluster first.'
      : 'No cluster was recognised in this file. Faultline reads the configs of PostgreSQL, MySQL, MongoDB, etcd and some thirty other systems.',
    'failover',
  );
  return undefined;
}

/** The SQL file that a command is about, in the same order. Undefined after saying that there is none. */
export function sqlTarget(context: CommandContext, given: GivenFile): vscode.Uri | undefined {
  const named = typeof given === 'string' ? vscode.Uri.parse(given) : given;
  const uri = named ?? candidatesFor(context.schema.current?.uri, isSql)[0];
  if (uri === undefined) offerExample('Open an SQL file first.', 'star');
  return uri;
}

/** Says why nothing happens, and offers something that it happens with. */
export function offerExample(why: string, example: string): void {
  const open = 'Open an Example';
  void vscode.window.showInformationMessage(why, open).then(chosen => {
    if (chosen === open) void vscode.commands.executeCommand('faultline.openExample', example);
  });
}

/** Files that may be meant: in the active editor, in the panel, in any editor that is visible, in any that is open. */
function candidatesFor(
  panel: vscode.Uri | undefined,
  fits: (document: vscode.TextDocument) => boolean,
): vscode.Uri[] {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const uris = (editors: readonly (vscode.TextEditor | undefined)[]): vscode.Uri[] =>
    editors.flatMap(editor => (editor !== undefined && fits(editor.document) ? [editor.document.uri] : []));
  // While a panel has the focus no editor is active, and the panel's own file is meant.
  return [
    ...uris([activeTextEditor]),
    ...(panel === undefined ? [] : [panel]),
    ...uris(visibleTextEditors),
    // The walkthrough covers what it had opened.
    ...vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(tab => openIn(tab, fits))),
  ];
}

/** The file in a tab that is open behind others. */
function openIn({ input }: vscode.Tab, fits: (document: vscode.TextDocument) => boolean): vscode.Uri[] {
  if (!(input instanceof vscode.TabInputText)) return [];
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === input.uri.toString());
  return document !== undefined && fits(document) ? [input.uri] : [];
}
