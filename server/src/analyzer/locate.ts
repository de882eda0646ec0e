import { type Finding, fixesOf, type TradeOff } from '../rules/rule.js';
import type { Origin, SourceUnit } from '../sql/reading.js';
import type { Position, Range } from '../text/span.js';
import { codeLanguage } from '../workload/code/index.js';
import type { LocatedFinding, LocatedFix, Place } from './types.js';

/** Turns offsets in a file into positions; undefined for a file that is gone. */
export interface Positions {
  readonly lineCount: number;
  rangeOf(start: number, end: number): Range;
  positionAt(offset: number): Position;
  /** Offset at which a line starts. */
  startOf(line: number): number;
}

/**
 * Findings as editors see them. Positions are worked out when they are asked for, and again only where the pieces
 * that a finding points at have moved to another line or column since.
 */
export class Locator {
  private readonly cache = new WeakMap<Finding, Known>();

  /** @param positionsOf Positions in a file as it is now. */
  constructor(private readonly positionsOf: (uri: string) => Positions | undefined) {}

  /** @param fingerprint Told the finding as located, when somebody asks for its fingerprint. */
  locate(finding: Finding, fingerprint: (located: LocatedFinding) => string): LocatedFinding {
    const known = this.cache.get(finding);
    if (known?.anchors.every(anchor => this.holds(anchor))) {
      known.located.namedBy(fingerprint);
      return known.located;
    }
    const anchors = unitsOf(finding).map(unit => ({ unit, at: this.startOf(unit) }));
    const located = new Located(
      finding,
      this.place(finding.origin),
      finding.related?.map(({ origin, message }) => ({ ...this.place(origin), message })) ?? NO_PLACES,
      origin => this.place(origin),
      fingerprint,
    );
    this.cache.set(finding, { located, anchors });
    return located;
  }

  private place({ unit, span }: Origin): Place {
    const start = unit.piece.start + span.start;
    const range = this.positionsOf(unit.uri)?.rangeOf(start, unit.piece.start + span.end);
    return { uri: unit.uri, range: range ?? NOWHERE };
  }

  private startOf(unit: SourceUnit): Position {
    return this.positionsOf(unit.uri)?.positionAt(unit.piece.start) ?? NOWHERE.start;
  }

  /** Looks only at the line where the piece was: most pieces have not moved, and nothing has to be searched. */
  private holds({ unit, at }: Anchor): boolean {
    const lines = this.positionsOf(unit.uri);
    if (lines === undefined || at.line >= lines.lineCount) return false;
    const { start } = unit.piece;
    if (lines.startOf(at.line) + at.character !== start) return false;
    return at.line + 1 === lines.lineCount || start < lines.startOf(at.line + 1);
  }
}

interface Anchor {
  readonly unit: SourceUnit;
  readonly at: Position;
}

interface Known {
  readonly located: Located;
  readonly anchors: readonly Anchor[];
}

/** What editors show at once; the rest is worked out for the few findings of which somebody asks. */
class Located implements LocatedFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly uri: string;
  readonly range: Range;
  readonly tag?: 'unnecessary' | 'deprecated';
  readonly again?: boolean;

  readonly #finding: Finding;
  readonly #place: (origin: Origin) => Place;
  #fingerprint: (located: LocatedFinding) => string;

  constructor(
    finding: Finding,
    { uri, range }: Place,
    readonly related: LocatedFinding['related'],
    place: (origin: Origin) => Place,
    fingerprint: (located: LocatedFinding) => string,
  ) {
    this.#finding = finding;
    this.#place = place;
    this.#fingerprint = fingerprint;
    this.rule = finding.rule;
    this.severity = finding.severity;
    this.message = finding.message;
    this.uri = uri;
    this.range = range;
    if (finding.tag !== undefined) this.tag = finding.tag;
    if (finding.again === true) this.again = true;
  }

  /** The same finding in another list: fingerprints count those alike. */
  namedBy(fingerprint: (located: LocatedFinding) => string): void {
    this.#fingerprint = fingerprint;
  }

  get fixes(): readonly LocatedFix[] {
    // What is written into the string of a program has its own quotes and escapes: nobody but its author knows them.
    const fixes = fixesOf(this.#finding).filter(
      ({ edits }) => !edits.some(({ origin }) => codeLanguage(origin.unit.uri)),
    );
    return fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map(({ origin, newText }) => ({ ...this.#place(origin), newText })),
    }));
  }

  get tradeOff(): TradeOff | undefined {
    return this.#finding.tradeOff?.();
  }

  get fingerprint(): string {
    return this.#fingerprint(this);
  }
}

const NO_PLACES: LocatedFinding['related'] = [];
const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Every unit that a finding or its related places point into. */
function unitsOf({ origin, related }: Finding): readonly SourceUnit[] {
  if (related === undefined || related.every(other => other.origin.unit === origin.unit))
    return [origin.unit];
  return [...new Set([origin.unit, ...related.map(other => other.origin.unit)])];
}
