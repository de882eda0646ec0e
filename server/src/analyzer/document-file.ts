import { Source } from '../cluster/index.js';
import type { SearchBeside } from '../cluster/search-beside.js';
import type { Trial } from '../cluster/trial-at.js';
import type { DesignDocument } from '../documents/model.js';
import { readDocument } from '../documents/read.js';
import { baseName } from '../project/uri.js';
import { ruleById } from '../rules/index.js';
import type { DocumentContext, Finding } from '../rules/rule.js';
import type { RuleSettings } from '../rules/run.js';
import { checkDocument, type DocumentRules } from '../rules/runner/documents.js';
import { VERDICT_CODES } from '../simulate/explore/codes.js';
import { LineIndex } from '../text/lines.js';
import type { Range } from '../text/span.js';
import { problemFinding } from './file-findings.js';
import { fingerprinter } from './fingerprint.js';
import type { Locator } from './locate.js';
import { type SuppressedFile, Suppressions } from './suppressions.js';
import type { LocatedFinding } from './types.js';

/** A file that is not SQL: its text, the designs that were recognised in it, and what it says of clusters. */
export class DocumentFile {
  readonly lines: LineIndex;
  readonly document: DesignDocument | undefined;
  readonly source: Source;
  /** True where it speaks of a cluster. */
  speaks = false;

  constructor(
    readonly uri: string,
    readonly text: string,
    readonly open: boolean,
  ) {
    this.document = readDocument(uri, text);
    this.source = new Source(uri, text, this.document?.unit);
    this.lines = new LineIndex(text);
  }

  /** True for one that is kept though no editor has it open. */
  get isKept(): boolean {
    return this.document !== undefined || this.speaks;
  }

  /**
   * What the rules say of it, without what its comments silence, in the order of the places.
   * @param ofClusters What the rules on clusters say in this file.
   * @param trial What documents beside it say of it.
   * @param beside What files beside it say of the search engine that it is for.
   */
  findings(
    rules: DocumentRules,
    settings: RuleSettings,
    known: ReadonlySet<string>,
    locator: Locator,
    limit: number,
    log: (line: string) => void,
    factsOf: DocumentContext['factsOf'],
    ofClusters: readonly Finding[],
    trial: Trial,
    beside: SearchBeside,
  ): readonly LocatedFinding[] {
    if (!this.isKept) return [];
    const suppressions = this.suppressions(settings, known);
    const ofDesigns =
      this.document === undefined ? [] : checkDocument(this.document, rules, log, factsOf, trial, beside);
    const kept = [...ofDesigns, ...ofClusters]
      .filter(finding => !suppressions.silences(finding.rule, finding.origin.span.start))
      .sort(byPlace)
      .slice(0, limit);
    const name = baseName(this.uri);
    const fingerprint = fingerprinter(name, kept, () => located);
    const located = kept.map(finding => locator.locate(finding, fingerprint));
    const level = levelOf('unused-suppression', settings);
    if (suppressions.empty || level === 'off') return located;
    const rangeOf = (start: number, end: number): Range => this.lines.rangeOf(start, end);
    const slice = (start: number, end: number): string => this.text.slice(start, end);
    const left = suppressions
      .leftovers(false)
      .filter(problem => !suppressions.silences(problem.rule, problem.start, true));
    return [...located, ...left.map(problem => problemFinding(problem, this.uri, name, rangeOf, slice))];
  }

  /** True where a comment silences what is found elsewhere, and would be told at this offset. */
  silences(code: string, offset: number, settings: RuleSettings, known: ReadonlySet<string>): boolean {
    return this.suppressions(settings, known).silences(code, offset);
  }

  private suppressions(settings: RuleSettings, known: ReadonlySet<string>): Suppressions {
    return new Suppressions([this.source.unit.piece], suppressed(this.text, this.lines), {
      known,
      // Nobody knows here whether a search would find something.
      isOff: id => VERDICT_CODES.has(id) || levelOf(id, settings) === 'off',
    });
  }
}

function byPlace(a: Finding, b: Finding): number {
  return a.origin.span.start - b.origin.span.start || a.origin.span.end - b.origin.span.end;
}

function levelOf(id: string, settings: RuleSettings): string | undefined {
  const given = settings.rules[id];
  return (typeof given === 'string' ? given : given?.severity) ?? ruleById(id)?.severity;
}

function suppressed(text: string, lines: LineIndex): SuppressedFile {
  return {
    length: text.length,
    lineOf: offset => lines.positionAt(offset).line,
    lineStart: line => (line < lines.lineCount ? lines.startOf(line) : text.length),
    slice: (start, end) => text.slice(start, end),
    codeAfter: offset => {
      CODE.lastIndex = offset;
      const passed = CODE.exec(text)?.[0].length ?? 0;
      return offset + passed;
    },
  };
}

/** Blanks and whole comment lines. */
const CODE = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
