import type { Trial } from '../cluster/trial-at.js';
import { baseName } from '../project/uri.js';
import { RULES, ruleById } from '../rules/index.js';
import { isTestFile } from '../rules/lib/cluster/test-files.js';
import type { Finding } from '../rules/rule.js';
import type { RuleRunner } from '../rules/run.js';
import { weightOf } from '../rules/runner/weight.js';
import { VERDICT_CODES } from '../simulate/explore/codes.js';
import type { Range } from '../text/span.js';
import type { PieceDocument } from '../workload/code/index.js';
import { annotationProblems } from './annotations.js';
import type { ConfigFile } from './config-file.js';
import { COMMENT_REACH, dialectProblem } from './dialects.js';
import { fingerprinter, fingerprintOf } from './fingerprint.js';
import type { Locator } from './locate.js';
import { Ordered } from './ordered.js';
import type { FileProblem } from './problem.js';
import type { ProjectState } from './project-state.js';
import type { SourceFile } from './source-file.js';
import { type SuppressedFile, Suppressions } from './suppressions.js';
import type { LocatedFinding } from './types.js';

const KNOWN: ReadonlySet<string> = new Set([...RULES.map(rule => rule.id), ...VERDICT_CODES]);

/** The findings of one file, in the order of their places, kept as long as nothing in them has moved. */
export class FileFindings {
  private ordered = new Ordered();
  private runner: RuleRunner | undefined;
  private toldOf = false;

  constructor(private readonly locator: Locator) {}

  /** Other files that these findings point into, as of the last time they were asked for. */
  readonly elsewhere = new Set<string>();

  /**
   * @param tooMany Told how many are left out.
   * @param trial What is said of the file by documents beside it; asked where a finding depends on it.
   */
  locate(
    file: SourceFile,
    project: ProjectState,
    limit: number,
    tooMany: (left: number) => void,
    ofClusters: readonly Finding[] = [],
    trial: () => Trial = () => undefined,
  ): LocatedFinding[] {
    const suppressions = suppressionsOf(file, project);
    const { kept: found, left } = this.chosen(file, project, suppressions, limit);
    const kept = found.flatMap(finding => weighed(finding, project, trial) ?? []);
    if (left > 0 && !this.toldOf) tooMany(left);
    this.toldOf = left > 0;
    // The name alone: the same file is known again below another root, and in a folder that was renamed.
    const name = baseName(file.uri);
    const fingerprint = fingerprinter(name, kept, () => located);
    const located = kept.map(finding => this.locator.locate(finding, fingerprint));
    this.elsewhere.clear();
    for (const { related } of located)
      for (const { uri } of related) if (uri !== file.uri) this.elsewhere.add(uri);
    const heard = ofClusters.filter(
      ({ rule, origin }) => !suppressions.silences(rule, origin.unit.piece.start + origin.span.start),
    );
    const ofConfigs = fingerprinted(heard, name, this.locator);
    const extras = this.extras(file, project, suppressions);
    if (extras.length === 0 && ofConfigs.length === 0) return located;
    const rangeOf = (start: number, end: number): Range => file.document.lines.rangeOf(start, end);
    const slice = (start: number, end: number): string => file.document.slice(start, end);
    return [
      ...located,
      ...ofConfigs,
      ...extras.map(problem => problemFinding(problem, file.uri, name, rangeOf, slice)),
    ].sort(byPlace);
  }

  /** The findings to show: those not silenced, the gravest first where there are too many. */
  private chosen(
    file: SourceFile,
    project: ProjectState,
    suppressions: Suppressions,
    limit: number,
  ): { kept: readonly Finding[]; left: number } {
    const runner = project.familyOf(file)?.runner;
    if (runner === undefined) return { kept: [], left: 0 };
    const changes = runner.takeChanges(file.uri);
    if (runner === this.runner) {
      this.ordered.update(changes);
    } else {
      this.runner = runner;
      this.ordered = new Ordered();
      this.ordered.update({ removed: new Set(), added: new Set(runner.findings(file.uri)) });
    }
    if (suppressions.empty) {
      const kept = this.ordered.first(limit, () => true);
      return { kept, left: this.ordered.count - kept.length };
    }
    const silenced = new Set<Finding>();
    for (const finding of this.ordered.all()) {
      const { unit, span } = finding.origin;
      if (suppressions.silences(finding.rule, unit.piece.start + span.start)) silenced.add(finding);
    }
    const kept = this.ordered.first(limit, finding => !silenced.has(finding));
    return { kept, left: this.ordered.count - silenced.size - kept.length };
  }

  /** What the analyzer itself has to say: a dialect that nobody knows, suppressions that silence nothing. */
  private extras(file: SourceFile, project: ProjectState, suppressions: Suppressions): FileProblem[] {
    const wrong = file.isCode ? undefined : dialectProblem(file.document.slice(0, COMMENT_REACH));
    const heard = (problem: FileProblem): FileProblem[] => {
      const rule = ruleById(problem.rule);
      const level = rule && project.levelOf(rule);
      if (level === 'off' || suppressions.silences(problem.rule, problem.start, true)) return [];
      return [level !== undefined && level !== rule?.severity ? { ...problem, severity: level } : problem];
    };
    const annotations =
      file.annotated.size === 0
        ? []
        : annotationProblems(file.annotated, project.familyOf(file)?.builder.catalog).flatMap(heard);
    // What silenced one of those is not left over.
    const leftovers = suppressions.empty ? [] : suppressions.leftovers(file.held > 0).flatMap(heard);
    return [...(wrong === undefined ? [] : [wrong]).flatMap(heard), ...leftovers, ...annotations];
  }
}

/** A finding as it weighs where the project is only tried out; undefined: nothing. The user's own level stands. */
function weighed(finding: Finding, project: ProjectState, trial: () => Trial): Finding | undefined {
  const rule = ruleById(finding.rule);
  if (rule?.ofKeeping !== true || project.isLevelGiven(rule)) return finding;
  if (isTestFile(finding.origin)) return undefined;
  const severity = weightOf(finding.severity, rule, { trial: trial() && true }, finding.origin);
  return severity === undefined || severity === finding.severity
    ? severity && finding
    : { ...finding, severity };
}

/** The comments of a file that silence something. */
export function suppressionsOf(file: SourceFile, project: ProjectState): Suppressions {
  return new Suppressions(piecesOf(file), suppressed(file), {
    known: KNOWN,
    isOff: id => {
      const rule = ruleById(id);
      // Nobody knows here whether a search would find something.
      return rule === undefined ? VERDICT_CODES.has(id) : project.levelOf(rule) === 'off';
    },
  });
}

/** Findings that are not the runner's, located. */
function fingerprinted(findings: readonly Finding[], name: string, locator: Locator): LocatedFinding[] {
  const fingerprint = fingerprinter(name, findings, () => located);
  const located: LocatedFinding[] = findings.map(finding => locator.locate(finding, fingerprint));
  return located;
}

/** A problem of the analyzer's own as a finding. */
export function problemFinding(
  problem: FileProblem,
  uri: string,
  name: string,
  rangeOf: (start: number, end: number) => Range,
  slice: (start: number, end: number) => string,
): LocatedFinding {
  const { rule, severity, message, start, end, tag, fix } = problem;
  return {
    rule,
    severity,
    message,
    uri,
    range: rangeOf(start, end),
    related: [],
    fixes:
      fix === undefined
        ? []
        : [
            {
              title: fix.title,
              safe: fix.safe,
              edits: fix.edits.map(edit => ({
                uri,
                range: rangeOf(edit.start, edit.end),
                newText: edit.newText,
              })),
            },
          ],
    ...(tag === undefined ? {} : { tag }),
    fingerprint: fingerprintOf(rule, name, `${slice(start, end)}\u0000${message}`),
  };
}

/** What is wrong in a `faultline.yaml`. */
export function configFindings({ uri, text, lines, problems }: ConfigFile): LocatedFinding[] {
  const rangeOf = (start: number, end: number): Range => lines.rangeOf(start, end);
  const slice = (start: number, end: number): string => text.slice(start, end);
  return problems.map(problem => problemFinding(problem, uri, baseName(uri), rangeOf, slice)).sort(byPlace);
}

function byPlace(a: LocatedFinding, b: LocatedFinding): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

function piecesOf(file: SourceFile) {
  return [...file.directives].map(unit => unit.piece).sort((a, b) => a.start - b.start);
}

function suppressed({ document }: SourceFile): SuppressedFile {
  const { lines, length } = document;
  return {
    length,
    lineOf: offset => lines.positionAt(offset).line,
    lineStart: line => (line < lines.lineCount ? lines.startOf(line) : length),
    slice: (start, end) => document.slice(start, end),
    codeAfter: offset => codeAfter(document, offset),
  };
}

/** Where the first thing that is neither blank nor comment begins at or after an offset. */
function codeAfter(document: PieceDocument, offset: number): number {
  for (let index = Math.max(0, document.indexAt(offset)); index < document.pieces.length; index++) {
    const { text, comments, start } = document.pieces[index]!;
    let at = Math.max(0, offset - start);
    for (;;) {
      while (at < text.length && /\s/.test(text[at]!)) at++;
      const comment = comments.find(span => span.start <= at && at < span.end);
      if (comment === undefined) break;
      at = comment.end;
    }
    if (at < text.length) return start + at;
  }
  return document.length;
}
