import * as vscode from 'vscode';

/** How names of scenario files end. */
export const SCENARIO_ENDING = '.faultline-scenario.json';

/** The config that a scenario names, which is a path from the scenario's own folder. */
export function configOf(scenario: vscode.Uri, config: string): vscode.Uri {
  const uri = vscode.Uri.joinPath(scenario, '..', config);
  if (scenario.scheme !== 'untitled') return uri;
  // What nobody has saved yet has a path, and not the file system that it will be in.
  const folder = vscode.workspace.workspaceFolders?.find(each => uri.path.startsWith(`${each.uri.path}/`));
  return folder === undefined ? uri.with({ scheme: 'file' }) : folder.uri.with({ path: uri.path });
}

/** Path from the folder of one file to another; undefined where no path leads there. */
export function pathBetween(from: vscode.Uri, to: vscode.Uri): string | undefined {
  if (from.scheme !== to.scheme || from.authority !== to.authority) return undefined;
  const own = from.path.split('/').slice(0, -1);
  const other = to.path.split('/');
  let common = 0;
  while (common < own.length && common < other.length - 1 && own[common] === other[common]) common++;
  return [...own.slice(common).map(() => '..'), ...other.slice(common)].join('/');
}

/** The text of a scenario that is saved somewhere: `config` leads from there to the config. Other texts stay as they are. */
export function movedScenario(text: string, config: vscode.Uri | undefined, target: vscode.Uri): string {
  const path = config === undefined ? undefined : pathBetween(target, config);
  if (path === undefined) return text;
  try {
    const data = JSON.parse(text) as Record<string, unknown>;
    return `${JSON.stringify({ ...data, config: path }, undefined, 2)}\n`;
  } catch {
    return text;
  }
}
