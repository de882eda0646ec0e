import type { Cluster } from '../../cluster/model.js';
import { RULES } from '../index.js';
import type { ClusterContext, ClusterRule, Finding, Rule } from '../rule.js';
import type { RuleSettings } from '../run.js';
import { type Enabled, effectiveRule } from './enabled.js';

/** The rules on clusters as the settings make them. */
export type ClusterRules = readonly Enabled<ClusterRule>[];

/** @param rules Default: all of them. Tests pass one. */
export function clusterRules(
  settings: Pick<RuleSettings, 'rules'>,
  rules: readonly Rule[] = RULES,
): ClusterRules {
  return rules.flatMap(rule => {
    if (rule.on !== 'cluster') return [];
    const { level, fixed, options } = effectiveRule(rule, settings);
    return level === 'off' ? [] : [{ rule, severity: level, fixed, options }];
  });
}

/**
 * What the rules say of one cluster. The same sentence at the same place is said once, though several rules' subjects
 * lead to it. A rule that throws loses what it had found, and nothing else.
 */
export function checkCluster(
  cluster: Cluster,
  rules: ClusterRules,
  context: Omit<ClusterContext, 'options' | 'report'>,
  log: (line: string) => void,
): readonly Finding[] {
  const findings: Finding[] = [];
  const said = new Set<string>();
  for (const { rule, severity, fixed, options } of rules) {
    if (!rule.engines.some(engine => (cluster.systems as ReadonlySet<string>).has(engine))) continue;
    const before = findings.length;
    try {
      rule.check(cluster, {
        ...context,
        options,
        report: report => {
          const { unit, span } = report.origin;
          const key = `${rule.id}\u0000${unit.uri}\u0000${unit.piece.start + span.start}\u0000${report.message}`;
          if (said.has(key)) return;
          said.add(key);
          findings.push({
            ...report,
            rule: rule.id,
            severity: fixed ? severity : (report.severity ?? severity),
          });
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
