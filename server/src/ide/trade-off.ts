import type { TradeOff } from '../rules/rule.js';
import type { Figure } from './figures.js';
import { escapeMarkdown } from './places.js';

/** Both sides of a design choice as compact Markdown. */
export function tradeOffMarkdown({ gains, costs, breakEven, advice, numbers }: TradeOff): string {
  return [
    ...listed('Gains', gains),
    ...listed('Costs', costs),
    ...(breakEven === undefined ? [] : [`**Break-even:** ${breakEven}`]),
    ...listed('Advice', advice),
    ...figureTable(numbers),
  ].join('\n\n');
}

/** Figures as a table; nothing for none. */
export function figureTable(figures: readonly Figure[]): string[] {
  if (figures.length === 0) return [];
  const rows = figures.map(
    ({ label, value, from }) =>
      `| ${escapeMarkdown(label)} | ${escapeMarkdown(value)} | ${escapeMarkdown(from)} |`,
  );
  return [['| figure | value | from |', '|---|---|---|', ...rows].join('\n')];
}

function listed(heading: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  if (sentences.length === 1) return [`**${heading}:** ${sentences[0]}`];
  return [`**${heading}**\n\n${sentences.map(sentence => `- ${sentence}`).join('\n')}`];
}
