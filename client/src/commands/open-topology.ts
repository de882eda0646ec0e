import * as vscode from 'vscode';
import { TopologyPanel } from '../views/topology.js';
import type { CommandContext } from './index.js';

/** Draws the clusters that a config speaks of: the one that is named, else the one in the active editor. */
export function openTopology({ session }: CommandContext): (uri?: string | vscode.Uri) => Promise<void> {
  return async given => {
    const named = typeof given === 'string' ? vscode.Uri.parse(given) : given;
    const uri = named ?? vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      void vscode.window.showInformationMessage('Open a config of a cluster first.');
      return;
    }
    await TopologyPanel.show(session, uri);
  };
}
