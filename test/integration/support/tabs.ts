import * as vscode from 'vscode';
import type { PanelKind } from '../../../server/src/protocol/webview.js';
import { until } from './until.js';

/** Names on the tabs of the panels of a kind, wherever they stand. */
export function panelTabs(kind: PanelKind): string[] {
  return tabsOf(kind).map(({ label }) => label);
}

/** Waits until a panel has a name. */
export function panelNamed(kind: PanelKind, label: string): Promise<boolean> {
  return until(
    () => panelTabs(kind).includes(label),
    () => `a panel "${label}"; there is: ${panelTabs(kind).join(', ') || 'none'}`,
  );
}

export async function closePanels(): Promise<void> {
  await vscode.window.tabGroups.close([...tabsOf('topology'), ...tabsOf('schema')]);
}

function tabsOf(kind: PanelKind): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(`faultline.${kind}`),
    );
}
