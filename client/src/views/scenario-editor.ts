import * as vscode from 'vscode';
import {
  SCENARIO_REQUEST,
  type ScenarioParams,
  type ScenarioResult,
} from '../../../server/src/protocol/lsp.js';
import type { ScheduleData } from '../../../server/src/protocol/topology-panel.js';
import type { FromPanel, PanelCommand } from '../../../server/src/protocol/webview.js';
import type { Schedule } from '../../../server/src/simulate/schedule/model.js';
import { scheduleData } from '../../../server/src/simulate/schedule/write.js';
import { configOf, SCENARIO_ENDING } from '../scenario.js';
import type { Session } from '../session.js';
import { Panel } from './panel.js';

export interface ScenarioEditorOptions {
  readonly session: Session;
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
}

/**
 * Edits `.faultline-scenario.json` in the topology panel: the page plays its schedule on the config that it names. What people
 * change there changes the document, which is saved and undone as any other.
 */
export class ScenarioEditor implements vscode.CustomTextEditorProvider {
  constructor(private readonly options: ScenarioEditorOptions) {}

  async resolveCustomTextEditor(document: vscode.TextDocument, webview: vscode.WebviewPanel): Promise<void> {
    const { session } = this.options;
    let known = '';
    /** What the page plays, as the file says it: told again, it changes nothing. */
    let played = '';
    const panel = new Panel(
      webview,
      undefined,
      {
        ...this.options,
        kind: 'topology',
        memoryName: document.uri.toString(),
        intercept: async message => {
          const change = changeOf(message);
          if (change === undefined) return message.type === 'pin';
          if (message.type === 'remember' && message.key === 'schedule') {
            const schedule = JSON.stringify(message.value);
            if (schedule === played) return true;
            played = schedule;
          }
          const text = changed(document.getText(), change);
          if (text !== undefined) {
            known = text;
            await replace(document, text);
          }
          if (message.type === 'save') await document.save();
          return true;
        },
      },
      true,
    );
    const show = async (): Promise<void> => {
      const text = document.getText();
      if (text === known) return;
      known = text;
      const client = await session.client();
      const params: ScenarioParams = { text };
      const { scenario, problems } = await client.sendRequest<ScenarioResult>(SCENARIO_REQUEST, params);
      if (text !== document.getText()) return;
      if (scenario === undefined) {
        this.#complain(document, problems[0]?.message ?? 'The file holds no scenario.');
        return;
      }
      const { config, cluster, schedule, seed, whatIf } = scenario;
      played = JSON.stringify(schedule);
      const command: PanelCommand = {
        name: 'scenario',
        argument: { schedule, seed, whatIf },
        ...(cluster === undefined ? {} : { cluster }),
      };
      panel.show(configOf(document.uri, config), command, document.uri);
    };
    const parts = [
      vscode.workspace.onDidChangeTextDocument(event => {
        if (event.document === document && event.contentChanges.length > 0) void show();
      }),
      session.onStatus(({ uri }) => {
        const near = vscode.Uri.parse(uri).path.startsWith(folderOf(panel.uri ?? document.uri));
        if (near && uri !== document.uri.toString()) panel.post({ type: 'changed' });
      }),
      webview.onDidChangeViewState(() => {
        // A page that begins anew is told everything again.
        if (!webview.visible) known = '';
        else void show();
      }),
    ];
    panel.onDidDispose(() => {
      for (const part of parts) part.dispose();
    });
    await show();
  }

  #complain({ uri }: vscode.TextDocument, why: string): void {
    const asText = 'Open as Text';
    void vscode.window.showWarningMessage(why, asText).then(chosen => {
      if (chosen === asText) void vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    });
  }
}

/** Path of the folder that a file stands in; those of a cluster stand in or below one, and usually the parent's. */
function folderOf(uri: vscode.Uri): string {
  return vscode.Uri.joinPath(uri, '..', '..').path;
}

/** What a message of the page changes in the file; undefined: nothing. */
function changeOf(message: FromPanel): Record<string, unknown> | undefined {
  if (message.type === 'save' && message.name.endsWith(SCENARIO_ENDING)) {
    const { config: _own, ...rest } = JSON.parse(message.content) as Record<string, unknown>;
    return rest;
  }
  if (message.type !== 'remember') return undefined;
  const { key, value } = message;
  if (key === 'whatIf') return { whatIf: value ?? {} };
  if (value === undefined) return undefined;
  if (key === 'schedule') return { schedule: scheduleData(value as ScheduleData as Schedule) };
  return key === 'seed' || key === 'cluster' ? { [key]: value } : undefined;
}

/**
 * The file's text with other values; undefined where they are the same, so that a file keeps the form that people gave it, and while
 * it is no JSON, which nobody wants to lose.
 */
function changed(text: string, change: Record<string, unknown>): string | undefined {
  try {
    const file = { whatIf: {}, ...(JSON.parse(text) as Record<string, unknown>) };
    const same = Object.entries(change).every(
      ([key, value]) => JSON.stringify(value) === JSON.stringify((file as Record<string, unknown>)[key]),
    );
    if (same) return undefined;
    const { whatIf, ...rest }: Record<string, unknown> = { ...file, ...change };
    const tried = Object.keys((whatIf ?? {}) as object).length > 0;
    return `${JSON.stringify({ ...rest, ...(tried ? { whatIf } : {}) }, undefined, 2)}\n`;
  } catch {
    return undefined;
  }
}

async function replace(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}
