import * as vscode from 'vscode';

const KIND = 'source.fixAll.faultline';
/** How often it is asked again where the text changes while it is asked: after that, somebody types. */
const TRIES = 3;

/**
 * Applies every fix of the active file that needs no judgement, and says so where there is none. The editor's own command for this acts on
 * the editor that has the keyboard, and does nothing, silently, where none has it yet.
 */
export async function fixAll(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    void vscode.window.showInformationMessage('Open the file first whose findings are to be fixed.');
    return;
  }
  for (let left = TRIES; left > 0; left--) {
    const { version } = document;
    const edit = await safeFixes(document);
    // Edits are of the text that they were asked for.
    if (document.version !== version) continue;
    if (edit === undefined) {
      void vscode.window.showInformationMessage(
        'Nothing in this file can be fixed without a decision of yours.',
      );
    } else await vscode.workspace.applyEdit(edit);
    return;
  }
}

async function safeFixes(document: vscode.TextDocument): Promise<vscode.WorkspaceEdit | undefined> {
  const end = document.lineAt(document.lineCount - 1).range.end;
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[] | undefined>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(new vscode.Position(0, 0), end),
    KIND,
  );
  return actions?.find(({ kind, edit }) => kind?.value === KIND && edit !== undefined)?.edit;
}
