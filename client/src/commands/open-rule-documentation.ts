import * as vscode from 'vscode';
import { VERDICT_CODES } from '../../../server/src/simulate/explore/codes.js';
import type { CommandContext } from './index.js';

/** Opens a rule's page as a preview, or what is told of searches for what one of them found; without a rule, asks which. */
export function openRuleDocumentation({ context }: CommandContext): (rule?: unknown) => Promise<void> {
  const docs = vscode.Uri.joinPath(context.extensionUri, 'docs');
  const folder = vscode.Uri.joinPath(docs, 'rules');
  return async rule => {
    const id = typeof rule === 'string' ? rule : await pick(folder);
    if (id === undefined) return;
    const page = VERDICT_CODES.has(id)
      ? vscode.Uri.joinPath(docs, 'simulation.md')
      : vscode.Uri.joinPath(folder, `${id}.md`);
    try {
      await vscode.workspace.fs.stat(page);
    } catch {
      void vscode.window.showWarningMessage(`Faultline has no rule called "${id}".`);
      return;
    }
    await vscode.commands.executeCommand('markdown.showPreview', page);
  };
}

async function pick(folder: vscode.Uri): Promise<string | undefined> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const rules = entries
    .filter(([name, type]) => type === vscode.FileType.File && name.endsWith('.md'))
    .map(([name]) => name.slice(0, -'.md'.length))
    .sort();
  return vscode.window.showQuickPick(rules, { title: 'Faultline: Rules', placeHolder: 'Rule to read about' });
}
