import type { Analyzer, LocatedFinding } from '../analyzer/types.js';
import { isConfigUri } from '../project/config.js';
import type { Position, Range } from '../text/span.js';
import { commentStart, suppressionEdit } from './suppress.js';
import type { CodeAction } from './types.js';

/** Fixes, suppressions and documentation for the findings that touch a range. */
export function codeActions(analyzer: Analyzer, uri: string, range: Range): readonly CodeAction[] {
  const all = analyzer.findings(uri);
  const here = all.filter(finding => overlaps(finding.range, range));
  const fixAll = fixAllAction(all);
  return [
    ...here.flatMap(fixActions),
    ...(fixAll === undefined ? [] : [fixAll]),
    ...otherActions(analyzer, here),
  ];
}

/** The same for findings that are not the analyzer's own. */
export function actionsFor(analyzer: Analyzer, findings: readonly LocatedFinding[]): readonly CodeAction[] {
  return [...findings.flatMap(fixActions), ...otherActions(analyzer, findings)];
}

function otherActions(analyzer: Analyzer, findings: readonly LocatedFinding[]): readonly CodeAction[] {
  return [
    ...once(findings).flatMap(finding => suppressActions(analyzer, finding)),
    ...once(findings).flatMap(docsAction),
  ];
}

/** Every safe fix of a file at once; a fix whose edits meet those of an earlier one waits for the next time. */
export function fixAllAction(findings: readonly LocatedFinding[]): CodeAction | undefined {
  const taken: CodeAction['edits'][number][] = [];
  const settled: LocatedFinding[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(each => each.safe);
    if (fix === undefined || fix.edits.some(edit => taken.some(other => collide(edit, other)))) continue;
    taken.push(...fix.edits);
    settled.push(finding);
  }
  if (settled.length === 0) return undefined;
  return {
    title: 'Apply all safe fixes in this file',
    kind: 'fix all',
    findings: settled,
    preferred: false,
    edits: taken,
  };
}

function fixActions(finding: LocatedFinding): CodeAction[] {
  const preferred = finding.fixes.findIndex(fix => fix.safe);
  return finding.fixes.map((fix, index) => ({
    title: fix.title,
    kind: 'fix',
    findings: [finding],
    preferred: index === preferred,
    edits: fix.edits,
  }));
}

function suppressActions(analyzer: Analyzer, finding: LocatedFinding): CodeAction[] {
  if (isConfigUri(finding.uri) || finding.rule === 'unused-suppression') return [];
  if (commentStart(finding.uri) === undefined) return [];
  const common = { kind: 'suppress', findings: [finding], preferred: false } as const;
  return [
    {
      ...common,
      title: `Silence ${finding.rule} for this line`,
      edits: [suppressionEdit(analyzer, finding, 'line')],
    },
    {
      ...common,
      title: `Silence ${finding.rule} in this file`,
      edits: [suppressionEdit(analyzer, finding, 'file')],
    },
  ];
}

function docsAction(finding: LocatedFinding): CodeAction[] {
  return [
    {
      title: `Show what ${finding.rule} is about`,
      kind: 'docs',
      findings: [finding],
      preferred: false,
      edits: [],
      rule: finding.rule,
    },
  ];
}

/** One finding for each rule and line: suppressing or reading about it twice is the same. */
function once(findings: readonly LocatedFinding[]): LocatedFinding[] {
  const seen = new Set<string>();
  return findings.filter(finding => {
    const key = `${finding.rule}:${finding.range.start.line}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** True for edits that change the same text, or insert at the same place. */
function collide(a: CodeAction['edits'][number], b: CodeAction['edits'][number]): boolean {
  if (a.uri !== b.uri) return false;
  if (compare(a.range.start, b.range.end) < 0 && compare(b.range.start, a.range.end) < 0) return true;
  return compare(a.range.start, b.range.start) === 0 && compare(a.range.end, b.range.end) === 0;
}

/** True for ranges that share a character or touch. */
export function overlaps(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
