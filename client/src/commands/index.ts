import * as vscode from 'vscode';
import type { Session } from '../session.js';
import type { PanelSet } from '../views/panel-set.js';
import { checkWorkspace } from './check-workspace.js';
import { fixAll } from './fix-all.js';
import { openExample } from './open-example.js';
import { openRuleDocumentation } from './open-rule-documentation.js';
import { copyScenarioLink } from './scenario-link.js';
import { compareSchema, previewSchema } from './schema.js';
import { selectDialect } from './select-dialect.js';
import { showPlaces } from './show-places.js';
import { simulatePartition } from './simulate-partition.js';
import { suppress } from './suppress.js';
import {
  compareTopology,
  exportScenario,
  findShortestFailure,
  openTopology,
  playFailure,
} from './topology.js';

/** What commands may need. */
export interface CommandContext {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly session: Session;
  readonly topology: PanelSet;
  readonly schema: PanelSet;
}

/** Registers every command of the manifest, and those that only the server's actions and panels name. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const commands: Record<string, (...args: never[]) => unknown> = {
    'faultline.selectDialect': selectDialect(context),
    'faultline.checkWorkspace': checkWorkspace(context),
    'faultline.fixAll': fixAll,
    'faultline.suppress': suppress,
    'faultline.openRuleDocumentation': openRuleDocumentation(context),
    'faultline.showPlaces': showPlaces,
    'faultline.openTopology': openTopology(context),
    'faultline.simulatePartition': simulatePartition(context),
    'faultline.findShortestFailure': findShortestFailure(context),
    'faultline.playFailure': playFailure(context),
    'faultline.compareTopology': compareTopology(context),
    'faultline.exportScenario': exportScenario(context),
    'faultline.copyScenarioLink': copyScenarioLink(context),
    'faultline.previewStarSchema': previewSchema(context, 'star'),
    'faultline.previewSchemaDiagram': previewSchema(context, 'er'),
    'faultline.compareSchema': compareSchema(context),
    'faultline.openExample': openExample(context),
    'faultline.showOutput': () => context.output.show(),
    'faultline.restartServer': () => context.session.restart(),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, run as (...args: unknown[]) => unknown),
    ),
  );
}
