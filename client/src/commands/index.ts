import * as vscode from 'vscode';
import type { Session } from '../session.js';
import { checkWorkspace } from './check-workspace.js';
import { fixAll } from './fix-all.js';
import { openRuleDocumentation } from './open-rule-documentation.js';
import { openTopology } from './open-topology.js';
import { selectDialect } from './select-dialect.js';
import { showPlaces } from './show-places.js';
import { suppress } from './suppress.js';

/** What every command may need. */
export interface CommandContext {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly session: Session;
}

/** Registers every command of the manifest, and those that only the server's actions name. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const commands: Record<string, (...args: never[]) => unknown> = {
    'faultline.selectDialect': selectDialect(context),
    'faultline.checkWorkspace': checkWorkspace(context),
    'faultline.fixAll': fixAll,
    'faultline.suppress': suppress,
    'faultline.openRuleDocumentation': openRuleDocumentation(context),
    'faultline.showPlaces': showPlaces,
    'faultline.openTopology': openTopology(context),
    'faultline.showOutput': () => context.output.show(),
    'faultline.restartServer': () => context.session.restart(),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, run as (...args: unknown[]) => unknown),
    ),
  );
}
