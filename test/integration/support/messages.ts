import * as vscode from 'vscode';
import { until } from './until.js';
import { texts } from './window.js';

/** Waits for a message to people. They are listed: a window that is tested pops none up. */
export async function message(pattern: RegExp): Promise<string> {
  let last: string[] = [];
  return until(
    async () => {
      await vscode.commands.executeCommand('notifications.showList');
      last = await texts('.notifications-center .notification-list-item-message');
      return last.find(text => pattern.test(text));
    },
    () => `a message ${pattern}; there are: ${last.join(' / ') || 'none'}`,
  );
}

export async function clearMessages(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
}
