import { type Fragment, joinFragments, type Landscape, MODULES } from '../cluster/index.js';
import type { Cluster } from '../cluster/model.js';
import type { ClusterContext, Finding } from '../rules/rule.js';
import { type ClusterRules, checkClusterRule } from '../rules/runner/clusters.js';
import { type FoundIn, toldAgain, toldOnce } from '../rules/runner/once.js';

/** What the rules on a project's clusters look at beside the clusters. */
export interface ClusterSurroundings {
  readonly rules: ClusterRules;
  /** A catalog changes in place: `revision` tells that it did. */
  readonly schemas: readonly (ClusterContext['schemas'][number] & { readonly revision: number })[];
  readonly objectives: ClusterContext['objectives'];
}

/** The clusters of one project folder: put together again when one of its files says something else. */
export class ClusterProject {
  private readonly fragments = new Map<string, readonly Fragment[]>();
  private known: Landscape | undefined;
  private saidOfTrials: readonly Fragment[] | undefined;
  private around: ClusterSurroundings | undefined;
  /** By cluster and rule; rules that looked at the schemas are asked again when those change. */
  private readonly answers = new Map<Cluster, Map<string, Answer>>();
  private byFile: ReadonlyMap<string, readonly Finding[]> = new Map();

  constructor(private readonly log: (line: string) => void) {}

  get empty(): boolean {
    return this.fragments.size === 0;
  }

  /** Every file that says something of a cluster: what is found may stand in any of them. */
  get uris(): Iterable<string> {
    return this.fragments.keys();
  }

  /** What its documents say of the files beside them. */
  get trials(): readonly Fragment[] {
    this.saidOfTrials ??= [...this.fragments.values()].flatMap(own =>
      own.filter(each => each.system === 'trial'),
    );
    return this.saidOfTrials;
  }

  /** Returns false where the file neither said nor says anything. */
  set(uri: string, fragments: readonly Fragment[]): boolean {
    if (fragments.length === 0) {
      if (!this.fragments.delete(uri)) return false;
    } else this.fragments.set(uri, fragments);
    this.known = undefined;
    this.saidOfTrials = undefined;
    return true;
  }

  get landscape(): Landscape {
    if (this.known === undefined) {
      this.known = joined(this.fragments, this.log);
      this.answers.clear();
      this.around = undefined;
    }
    return this.known;
  }

  /** The clusters as they were if some of the files said something else. Nothing of it is kept. */
  landscapeIf(others: ReadonlyMap<string, readonly Fragment[]>): Landscape {
    return joined(new Map([...this.fragments, ...others]), this.log);
  }

  /** What the rules say, by file. */
  findings(around: ClusterSurroundings): ReadonlyMap<string, readonly Finding[]> {
    const { clusters } = this.landscape;
    const before = this.around;
    const same =
      before !== undefined &&
      before.rules === around.rules &&
      before.objectives === around.objectives &&
      before.schemas.length === around.schemas.length &&
      before.schemas.every(({ catalog, revision }, i) => {
        const now = around.schemas[i]!;
        return catalog === now.catalog && revision === now.revision;
      });
    if (same) return this.byFile;
    if (before?.rules !== around.rules || before.objectives !== around.objectives) this.answers.clear();
    this.around = around;
    const found: FoundIn[] = [];
    const said = new Set<string>();
    for (const cluster of clusters) {
      for (const finding of this.check(cluster, around)) {
        const { unit, span } = finding.origin;
        const key = [finding.rule, unit.uri, unit.piece.start + span.start, finding.message].join('\u0000');
        if (said.has(key)) continue;
        said.add(key);
        found.push({ cluster, finding });
      }
    }
    const byFile = new Map<string, Finding[]>();
    for (const finding of toldOnce(found).flatMap(each => [each, ...toldAgain(each)])) {
      const { uri } = finding.origin.unit;
      const own = byFile.get(uri);
      if (own === undefined) byFile.set(uri, [finding]);
      else own.push(finding);
    }
    this.byFile = byFile;
    return byFile;
  }

  private check(cluster: Cluster, around: ClusterSurroundings): Finding[] {
    let own = this.answers.get(cluster);
    if (own === undefined) this.answers.set(cluster, (own = new Map()));
    const found: Finding[] = [];
    for (const enabled of around.rules) {
      let answer = own.get(enabled.rule.id);
      if (answer === undefined || answer.looksAtSchemas) {
        let looksAtSchemas = false;
        const context = {
          clusters: this.landscape.clusters,
          objectives: around.objectives,
          get schemas() {
            looksAtSchemas = true;
            return around.schemas;
          },
        };
        const findings = checkClusterRule(cluster, enabled, context, this.log);
        own.set(enabled.rule.id, (answer = { findings, looksAtSchemas }));
      }
      found.push(...answer.findings);
    }
    return found;
  }
}

/** What files say put together, in the order of their names. */
function joined(fragments: ReadonlyMap<string, readonly Fragment[]>, log: (line: string) => void): Landscape {
  const inOrder = [...fragments].sort(([a], [b]) => (a < b ? -1 : 1));
  return joinFragments(
    inOrder.flatMap(([, own]) => own),
    MODULES,
    log,
  );
}

interface Answer {
  readonly findings: readonly Finding[];
  readonly looksAtSchemas: boolean;
}
