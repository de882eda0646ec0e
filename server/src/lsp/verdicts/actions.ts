import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import * as ide from '../../ide/index.js';
import { CLIENT_COMMANDS, type PlayFailureParams } from '../../protocol/lsp.js';
import { isDiagnosticOf } from '../convert.js';
import type { Verdicts } from './verdicts.js';

/** Kind of the action that plays a failure. */
export const PLAY_KIND = 'quickfix.faultline.play';

/** What shows each failure at a place in the topology panel. */
export function playActions(verdicts: Verdicts, params: CodeActionParams): CodeAction[] {
  const { only, diagnostics } = params.context;
  if (only?.some(wanted => PLAY_KIND === wanted || PLAY_KIND.startsWith(`${wanted}.`)) === false) return [];
  const { uri } = params.textDocument;
  return verdicts
    .findings(uri)
    .filter(({ range }) => ide.overlaps(range, params.range))
    .map(finding => {
      const { cluster, play } = finding.verdict;
      const title = 'Play this failure';
      const argument: PlayFailureParams = play;
      return {
        title,
        kind: PLAY_KIND,
        diagnostics: diagnostics.filter(each => isDiagnosticOf(finding, each)),
        command: { title, command: CLIENT_COMMANDS.playFailure, arguments: [uri, cluster, argument] },
      };
    });
}
