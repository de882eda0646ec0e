import type { ScenarioResult } from '../protocol/lsp.js';
import { readScenario } from '../simulate/schedule/index.js';

/** What the text of a scenario says, for an editor. */
export function scenarioOf(text: string): ScenarioResult {
  const { scenario, problems } = readScenario(text);
  return {
    ...(scenario === undefined ? {} : { scenario }),
    problems: problems.map(({ message, span: { start, end } }) => ({ message, start, end })),
  };
}
