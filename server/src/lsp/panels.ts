import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analyzer } from '../analyzer/types.js';
import { answerPanel } from '../panel/answer.js';
import {
  PANEL_PART_NOTIFICATION,
  PANEL_REQUEST,
  type PanelParams,
  type PanelPartParams,
  type PanelResult,
} from '../protocol/lsp.js';
import { describe } from './guard.js';

/** Answers panels. Long answers let other messages go first. */
export function registerPanels(
  connection: Connection,
  analyzer: Analyzer,
  defer: (run: () => void) => void,
): void {
  connection.onRequest<PanelResult, void>(
    PANEL_REQUEST,
    async (
      { panel, question, token }: PanelParams,
      cancellation: CancellationToken,
    ): Promise<PanelResult | ResponseError<void>> => {
      try {
        const answer = await answerPanel(panel, question, {
          analyzer,
          cancelled: () => cancellation.isCancellationRequested,
          pause: () => new Promise(resolve => defer(resolve)),
          part: part => {
            if (token === undefined || cancellation.isCancellationRequested) return;
            const params: PanelPartParams = { token, answer: part };
            void connection.sendNotification(PANEL_PART_NOTIFICATION, params);
          },
        });
        if (cancellation.isCancellationRequested)
          return new ResponseError(LSPErrorCodes.RequestCancelled, '');
        return 'why' in answer && !('kind' in answer) ? answer : { answer };
      } catch (error) {
        connection.console.error(`panel ${question?.kind} failed: ${describe(error)}`);
        return { why: 'This could not be worked out; the log says more.' };
      }
    },
  );
}
