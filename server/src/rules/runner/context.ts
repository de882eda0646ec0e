import type { Catalog } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Origin, SourceUnit } from '../../sql/reading.js';
import type { Workload } from '../../workload/model.js';
import type { FileRole, Finding, OptionValue, Report, Rule, RuleContext } from '../rule.js';
import type { Enabled } from './enabled.js';

/** Data and not statements. */
const LONG = 100_000;

/** Where the findings of the subject at hand go. */
export interface Sink {
  findings: Finding[];
}

/** What one rule sees on one dialect. Made once per settings; only the sink's content changes between checks. */
export class Context implements RuleContext {
  readonly options: Readonly<Record<string, OptionValue>>;

  constructor(
    readonly catalog: Catalog,
    readonly workload: Workload,
    readonly dialect: Dialect,
    readonly engineVersion: number | undefined,
    private readonly enabled: Enabled<Rule>,
    private readonly sink: Sink,
    private readonly role: (uri: string) => FileRole,
    private readonly units: ReadonlySet<SourceUnit>,
  ) {
    this.options = enabled.options;
  }

  roleOf(origin: Origin): FileRole {
    return this.role(origin.unit.uri);
  }

  isNamedElsewhere(name: string, own: SourceUnit): boolean {
    const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i');
    for (const unit of this.units) {
      if (unit !== own && unit.piece.text.length < LONG && word.test(unit.piece.text)) return true;
    }
    return false;
  }

  report(report: Report): void {
    const { rule, severity, fixed } = this.enabled;
    // Rules make a report for each finding and keep none, so it may become the finding itself.
    const finding = report as { -readonly [K in keyof Finding]: Finding[K] };
    finding.rule = rule.id;
    if (fixed || report.severity === undefined) finding.severity = severity;
    this.sink.findings.push(finding);
  }
}
