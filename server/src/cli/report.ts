import type { Severity, TradeOff } from '../rules/rule.js';
import type { Range } from '../text/span.js';
import type { BaselineEntry } from './baseline.js';

/** A place as a report names it: the file relative to the working directory, with slashes. */
export interface ReportedPlace {
  readonly file: string;
  readonly range: Range;
}

export interface ReportedFinding extends ReportedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly (ReportedPlace & { readonly message: string })[];
  readonly fixes: readonly ReportedFix[];
  /** What the finding weighs; worked out when asked for. */
  readonly tradeOff?: TradeOff | undefined;
  /** Same for the same cause after unrelated edits. */
  readonly fingerprint: string;
}

/** Without what is told again in another file, where the first of its places is told as well. */
export function withoutRepeats(
  findings: readonly ReportedFinding[],
  again: ReadonlySet<ReportedFinding>,
): readonly ReportedFinding[] {
  if (again.size === 0) return findings;
  const keyOf = ({ rule, message }: ReportedFinding, file: string) => [rule, file, message].join('\0');
  const told = new Set(findings.flatMap(each => (again.has(each) ? [] : [keyOf(each, each.file)])));
  return findings.filter(each => !again.has(each) || !told.has(keyOf(each, each.related[0]?.file ?? '')));
}

export interface ReportedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly (ReportedPlace & { readonly newText: string })[];
}

/** What a check found, ready for a format. */
export interface Report {
  /** In order of files and places; without what the baseline holds. */
  readonly findings: readonly ReportedFinding[];
  /** Findings that the baseline holds already. */
  readonly baselined: readonly ReportedFinding[];
  /** What the baseline holds though it is found no more. */
  readonly stale: readonly BaselineEntry[];
  /** Files that were checked, in order. */
  readonly files: readonly string[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly summary: Summary;
  /** Severity at or over which a finding fails the check. */
  readonly failOn: Severity | 'never';
}

export interface Summary {
  readonly files: number;
  readonly skipped: number;
  readonly statements: number;
  readonly tables: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  /** Findings among the counted that `--fix` would mend. */
  readonly fixable: number;
  /** Findings that `--fix` mended in this run. */
  readonly fixed: number;
  readonly baselined: number;
  readonly staleBaseline: number;
}

/** The severities, gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** Whether a severity is as grave as a level, or graver. */
export function reaches(severity: Severity, level: Severity | 'never'): boolean {
  return level !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
}

/** Order of files, then of places, then of rules. */
export function compareFindings(a: ReportedFinding, b: ReportedFinding): number {
  return (
    compareText(a.file, b.file) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

/** How many findings there are of each severity. */
export function countSeverities(findings: readonly ReportedFinding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
