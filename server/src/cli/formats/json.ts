import type { TradeOff } from '../../rules/rule.js';
import type { Range } from '../../text/span.js';
import type { Formatter } from './format.js';

/** The findings as `docs/check-output.schema.json` describes them: lines and characters from zero, as editors count. */
export const formatJson: Formatter = report => {
  const findings = report.findings.map(finding => ({
    rule: finding.rule,
    severity: finding.severity,
    file: finding.file,
    range: plain(finding.range),
    message: finding.message,
    related: finding.related.map(({ file, range, message }) => ({ file, range: plain(range), message })),
    fixes: finding.fixes.map(fix => ({
      title: fix.title,
      safe: fix.safe,
      edits: fix.edits.map(({ file, range, newText }) => ({ file, range: plain(range), newText })),
    })),
    ...weighed(finding.tradeOff),
  }));
  return `${JSON.stringify({ findings, summary: report.summary }, undefined, 2)}\n`;
};

function weighed(tradeOff: TradeOff | undefined): { tradeOff?: TradeOff } {
  if (tradeOff === undefined) return {};
  const { gains, costs, breakEven, advice, numbers } = tradeOff;
  return {
    tradeOff: {
      gains,
      costs,
      ...(breakEven === undefined ? {} : { breakEven }),
      advice,
      numbers: numbers.map(({ label, value, from }) => ({ label, value, from })),
    },
  };
}

function plain({ start, end }: Range): Range {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
