import { NOTHING_BESIDE, type SearchBeside } from '../../cluster/search-beside.js';
import type { Trial } from '../../cluster/trial-at.js';
import type { DesignDocument } from '../../documents/model.js';
import { NO_FACTS } from '../../workload/model.js';
import { RULES } from '../index.js';
import type { DocumentContext, DocumentRule, Finding, Rule } from '../rule.js';
import type { RuleSettings } from '../run.js';
import { type Enabled, effectiveRule } from './enabled.js';
import { weightOf } from './weight.js';

/** The rules on documents as the settings make them. */
export type DocumentRules = readonly Enabled<DocumentRule>[];

/** @param rules Default: all of them. Tests pass one. */
export function documentRules(
  settings: Pick<RuleSettings, 'rules'>,
  rules: readonly Rule[] = RULES,
): DocumentRules {
  return rules.flatMap(rule => {
    if (rule.on !== 'document') return [];
    const { level, fixed, options } = effectiveRule(rule, settings);
    return level === 'off' ? [] : [{ rule, severity: level, fixed, options }];
  });
}

/**
 * What the rules say of one document. They look at nothing but it, the figures of `faultline.yaml` and
 * what other files say of the engine, so the answer
 * holds until its text, the settings or what is said of the project change. A rule that throws loses what it had found, and nothing else.
 */
export function checkDocument(
  document: DesignDocument,
  rules: DocumentRules,
  log: (line: string) => void,
  factsOf: DocumentContext['factsOf'] = () => NO_FACTS,
  trial: Trial = undefined,
  beside: SearchBeside = NOTHING_BESIDE,
): readonly Finding[] {
  const engines = new Set<string>(document.designs.map(design => design.engine));
  const findings: Finding[] = [];
  for (const { rule, severity, fixed, options } of rules) {
    if (!rule.engines.some(engine => engines.has(engine))) continue;
    const before = findings.length;
    try {
      rule.check(document, {
        options,
        factsOf,
        beside,
        report: report => {
          const own = report.severity ?? severity;
          const level =
            fixed || rule.ofKeeping !== true
              ? own
              : weightOf(own, rule, { trial: trial && true }, report.origin);
          if (level === undefined) return;
          findings.push({ ...report, rule: rule.id, severity: fixed ? severity : level });
        },
      });
    } catch (error) {
      findings.length = before;
      log(
        `Rule ${rule.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  return findings;
}
