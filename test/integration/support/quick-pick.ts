import * as vscode from 'vscode';
import { until } from './until.js';
import { click, press, texts, type } from './window.js';

const ROWS = '.quick-input-widget .quick-input-list .monaco-list-row';

/** What can be chosen now; waits for something that matches. */
export function choices(pattern: RegExp): Promise<string[]> {
  let last: string[] = [];
  return until(
    async () => {
      last = (await texts(ROWS)).map(text => text.replaceAll('\u00a0', ' '));
      return last.some(text => pattern.test(text)) && last;
    },
    () => `a choice ${pattern}; there are: ${last.join(' / ')}`,
  );
}

/** Chooses what matches a text that is typed. */
export async function choose(text: string): Promise<void> {
  await choices(new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i'));
  await type(text);
  await until(async () => {
    const left = await texts(ROWS);
    return left.length > 0 && left[0]!.toLowerCase().includes(text.toLowerCase());
  }, `the choice ${text} alone`);
  await press('Enter');
}

/** Ticks what matches each text, and goes on. */
export async function tick(wanted: readonly string[]): Promise<void> {
  for (const text of wanted) {
    await choices(new RegExp(text));
    await click(`${ROWS}:has-text("${text}")`);
  }
  await press('Enter');
}

export async function dismiss(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
}
