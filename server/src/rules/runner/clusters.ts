import type { Cluster } from '../../cluster/model.js';
import { isForSomeVersions, servesSeveralVersions } from '../../cluster/uncertain.js';
import type { Origin } from '../../sql/reading.js';
import { RULES } from '../index.js';
import { isBesideProject, isPutAway } from '../lib/cluster/test-files.js';
import type { ClusterContext, ClusterRule, Finding, Rule } from '../rule.js';
import type { RuleSettings } from '../run.js';
import { type Enabled, effectiveRule } from './enabled.js';
import { withKnownNames } from './known-names.js';
import { toldOnce } from './once.js';
import { isUndecided } from './undecided.js';
import { weightOf } from './weight.js';

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
 * What the rules say of one cluster. The same sentence at the same place, and of members that are alike, is said once. A rule that throws loses what it
 * had found, and nothing else.
 */
export function checkCluster(
  cluster: Cluster,
  rules: ClusterRules,
  context: Surroundings,
  log: (line: string) => void,
): readonly Finding[] {
  return toldOnce(
    rules
      .flatMap(rule => checkClusterRule(cluster, rule, context, log))
      .map(finding => ({ cluster, finding })),
  );
}

/** What one rule says of one cluster. Never throws. */
export function checkClusterRule(
  cluster: Cluster,
  { rule, severity, fixed, options }: Enabled<ClusterRule>,
  context: Surroundings,
  log: (line: string) => void,
): readonly Finding[] {
  if (!rule.engines.some(engine => (cluster.systems as ReadonlySet<string>).has(engine))) return NONE;
  if (cluster.idle || (rule.byVersion && cluster.severalVersions)) return NONE;
  const findings: Finding[] = [];
  const said = new Set<string>();
  try {
    rule.check(cluster, {
      options,
      clusters: context.clusters,
      objectives: context.objectives,
      // Asked for only where a rule looks: who did is asked again when a schema changes.
      get schemas() {
        return context.schemas;
      },
      report: told => {
        const report = rule.byVersion ? told : withKnownNames(told, cluster);
        if (report === undefined) return;
        const { unit, span } = report.origin;
        const own = report.severity ?? severity;
        const level = weightOf(own, rule, cluster, report.origin);
        if (level === undefined || isUntaken(report.origin, cluster)) return;
        if (OF_STORE.test(rule.id) && isUndecided(report.origin, cluster)) return;
        // Which versions a template writes it for is not known.
        if (isForSomeVersions(report.origin)) return;
        if (rule.byVersion && isForSeveral(report.origin, cluster)) return;
        // What does not work is told of tests as well.
        if (!fixed && level !== 'error' && isBesideProject(report.origin, context.clusters)) return;
        // What is not used any more need not work.
        if (!fixed && isPutAway(report.origin, context.clusters)) return;
        const key = `${unit.uri}\u0000${unit.piece.start + span.start}\u0000${report.message}`;
        if (said.has(key)) return;
        said.add(key);
        findings.push({
          ...report,
          rule: rule.id,
          severity: fixed ? severity : level,
        });
      },
    });
  } catch (error) {
    log(`Rule ${rule.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return NONE;
  }
  return findings;
}

/** Rules on one of the stores that a cluster may be run with. */
const OF_STORE = /^patroni-(?:raft|etcd-v2|consul-\w+)$/;

/** True for a line of a template that nothing in the project has written. */
function isUntaken({ unit, span }: Origin, { untaken }: Cluster): boolean {
  const at = unit.piece.start + span.start;
  return untaken?.get(unit.uri)?.some(({ start, end }) => start <= at && at < end) === true;
}

function isForSeveral({ unit }: Origin, { versions }: Cluster): boolean {
  return Object.keys(versions).length === 0 && servesSeveralVersions(unit);
}

type Surroundings = Omit<ClusterContext, 'options' | 'report'>;

const NONE: readonly Finding[] = [];
