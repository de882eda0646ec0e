import * as vscode from 'vscode';
import { pathBetween, SCENARIO_ENDING } from '../scenario.js';
import type { CommandContext } from './index.js';

/** Longer addresses do not survive mail programs and chats. */
const MAX_LINK = 8000;

/**
 * Copies an address that opens a scenario in the VS Code of whoever clicks it, where the workspace has the config.
 * Arguments: the scenario's text, and its config; undefined: the one that the panel shows.
 */
export function copyScenarioLink({
  context,
  topology,
}: CommandContext): (text?: unknown, config?: unknown) => Promise<void> {
  return async (text, config) => {
    const uri = config instanceof vscode.Uri ? config : topology.current?.uri;
    if (typeof text !== 'string' || uri === undefined) {
      await vscode.commands.executeCommand('faultline.exportScenario');
      return;
    }
    const scenario = { ...(JSON.parse(text) as object), config: vscode.workspace.asRelativePath(uri, false) };
    const address = vscode.Uri.from({
      scheme: vscode.env.uriScheme,
      authority: context.extension.id,
      path: '/scenario',
      query: `s=${encodeURIComponent(JSON.stringify(scenario))}`,
    });
    const link = address.toString(true);
    if (link.length > MAX_LINK) {
      void vscode.window.showInformationMessage(
        'This scenario is too long for a link. Save it as a file instead.',
      );
      return;
    }
    await vscode.env.clipboard.writeText(link);
    vscode.window.setStatusBarMessage('Copied a link to the scenario', 3000);
  };
}

/** Opens the scenarios of such links: as a file that nobody has saved yet, on the config of this workspace. */
export class ScenarioLinks implements vscode.UriHandler {
  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    const text = new URLSearchParams(query).get('s');
    const scenario = text === null || path !== '/scenario' ? undefined : parse(text);
    if (scenario === undefined) {
      void vscode.window.showWarningMessage('This link holds no scenario that Faultline can read.');
      return;
    }
    const config = await find(scenario.config);
    if (config === undefined) {
      void vscode.window.showWarningMessage(
        `The link is about ${scenario.config}, which is not in this workspace. Open its folder, then click the link again.`,
      );
      return;
    }
    const file = vscode.Uri.joinPath(config, '..', `shared${SCENARIO_ENDING}`).with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(file);
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const own = { ...scenario, config: pathBetween(config, config) };
    edit.replace(file, all, `${JSON.stringify(own, undefined, 2)}\n`);
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('vscode.openWith', file, 'faultline.scenario');
  }
}

/** What a link says is only read: the config it names is looked for inside the workspace and nowhere else. */
function parse(text: string): { readonly config: string } | undefined {
  try {
    const data = JSON.parse(text) as { config?: unknown };
    return typeof data?.config === 'string' && !/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(data.config)
      ? (data as { config: string })
      : undefined;
  } catch {
    return undefined;
  }
}

async function find(config: string): Promise<vscode.Uri | undefined> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const file = vscode.Uri.joinPath(uri, config);
    const there = await vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return undefined;
}
