import { mayBeDocument } from '../cluster/files.js';
import {
  type Fragment,
  type Landscape,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../cluster/index.js';
import { isLeftOut } from '../cluster/placing/left-out.js';
import { type SearchBeside, searchBeside } from '../cluster/search-beside.js';
import { isLeftCopy, isOneContainer, type Trial, trialAt } from '../cluster/trial-at.js';
import type { Finding } from '../rules/rule.js';
import { type ClusterRules, clusterRules } from '../rules/runner/clusters.js';
import type { SourceUnit } from '../sql/reading.js';
import { ClusterProject, type ClusterSurroundings } from './cluster-project.js';
import { EnvFiles } from './env-files.js';
import { ruleSettings } from './settings.js';
import type { Store } from './store.js';

/**
 * The clusters that the files of the workspace speak of, by project folder. Told of every file that comes, changes or
 * goes; answers with what the rules say in a file.
 */
export class Clusters {
  private readonly projects = new Map<string, ClusterProject>();
  private readonly roots = new Map<string, string>();
  private readonly fragmentsOf = new Map<string, readonly Fragment[]>();
  private readonly statements = new Map<string, Map<SourceUnit, readonly Fragment[]>>();
  private readonly rules = new Map<string, ClusterRules>();
  /** Project folders with a cluster: what comments in their SQL claim of it counts. */
  private readonly claimed = new Set<string>();

  private readonly envFiles = new EnvFiles();

  constructor(
    private readonly store: Store,
    private readonly log: (line: string) => void,
  ) {
    store.onUnits = (uri, removed, added) => this.unitsChanged(uri, removed, added);
  }

  /** What a file that is not SQL says; undefined: it is gone. Returns whether it says anything of a cluster. */
  put(uri: string, source: Source | undefined): boolean {
    const isNamed = this.envFiles.put(uri, source);
    this.reread(uri, source);
    for (const [user, own] of this.envFiles.usersOf(uri)) this.reread(user, own);
    return this.fragmentsOf.has(uri) || isNamed;
  }

  private reread(uri: string, source: Source | undefined): void {
    this.set(uri, source === undefined ? [] : this.read(source));
  }

  private read(source: Source, beside: (uri: string) => Source | undefined = uri => this.envFiles.get(uri)) {
    return readSource(source, MODULES, this.log, beside);
  }

  /** Other settings, folders, or another `faultline.yaml`. */
  configured(): void {
    this.rules.clear();
    for (const [uri, root] of [...this.roots]) {
      const now = this.store.workspace.rootOf(uri);
      if (now === root) continue;
      const own = this.fragmentsOf.get(uri) ?? [];
      this.set(uri, []);
      this.set(uri, own);
    }
    for (const uri of this.roots.keys()) this.store.changed.add(uri);
  }

  /** What the rules on clusters say in a file. */
  findings(uri: string): readonly Finding[] {
    const root = this.roots.get(uri) ?? this.store.workspace.rootOf(uri);
    const project = this.projects.get(root);
    return project?.findings(this.surroundings(root)).get(uri) ?? NONE;
  }

  /** What documents of the project say of a file: that it is only tried out. */
  trialAt(uri: string): Trial {
    return trialAt(uri, this.projects.get(this.rootOf(uri))?.trials ?? []);
  }

  /** What the files of its project say of the search engine that indexes and templates are for. */
  searchBeside(uri: string): SearchBeside {
    return searchBeside(this.projects.get(this.rootOf(uri))?.trials ?? []);
  }

  /** True for a copy that documents of the project carry nothing out in, and for what lists of its siblings leave out. */
  isLeft(uri: string, exists: (uri: string) => boolean): boolean {
    const trials = this.projects.get(this.rootOf(uri))?.trials ?? [];
    return isLeftCopy(uri, trials, exists) || isLeftOut(uri, trials);
  }

  /** The same of a keyspace's file, where the only ring is one container as well. */
  trialOfKeyspaces(uri: string): Trial {
    const project = this.projects.get(this.rootOf(uri));
    if (project === undefined) return undefined;
    return isOneContainer(project.landscape) ? true : this.trialAt(uri);
  }

  /** What a document says of the files beside it, as a text to compare; empty: nothing. */
  saysTrial(uri: string): string {
    const own = this.fragmentsOf.get(uri) ?? [];
    return own.flatMap(({ system, data }) => (system === 'trial' ? JSON.stringify(data) : [])).join();
  }

  private rootOf(uri: string): string {
    return this.roots.get(uri) ?? this.store.workspace.rootOf(uri);
  }

  /** The clusters of the project that a file belongs to. */
  landscapeOf(uri: string): Landscape | undefined {
    return this.projects.get(this.roots.get(uri) ?? this.store.workspace.rootOf(uri))?.landscape;
  }

  /** Every file of the same project that says something of a cluster, and its `faultline.yaml`. */
  filesOf(uri: string): readonly string[] {
    const root = this.roots.get(uri) ?? this.store.workspace.rootOf(uri);
    const config = this.store.workspace.configOf(root);
    const own = this.projects.get(root)?.uris ?? [];
    return [...(config === undefined ? [] : [config.uri]), ...own];
  }

  /** The same if files of that project held other texts (null: were not there). Nothing that is kept changes. */
  landscapeIf(uri: string, texts: ReadonlyMap<string, string | null>): Landscape {
    const root = this.roots.get(uri) ?? this.store.workspace.rootOf(uri);
    const others = new Map<string, readonly Fragment[]>();
    const besideIf = (file: string): Source | undefined => {
      const text = texts.get(file);
      return text === undefined
        ? this.envFiles.get(file)
        : text === null
          ? undefined
          : new Source(file, text);
    };
    for (const [file, text] of texts) {
      if (text === null) others.set(file, []);
      else if (this.store.sources.has(file) || !mayBeDocument(file)) {
        const units = this.store.unitsIf(file, text);
        others.set(
          file,
          units.flatMap(unit => readStatement(unit, MODULES, this.claimed.has(root), this.log)),
        );
      } else others.set(file, this.read(new Source(file, text), besideIf));
      for (const [user, own] of this.envFiles.usersOf(file))
        if (!texts.has(user)) others.set(user, this.read(own, besideIf));
    }
    return (this.projects.get(root) ?? new ClusterProject(this.log)).landscapeIf(others);
  }

  /** By project folder. */
  get landscapes(): ReadonlyMap<string, Landscape> {
    return new Map([...this.projects].map(([root, project]) => [root, project.landscape]));
  }

  /** Files of projects whose schemas have changed: findings that join both may differ. */
  *beside(changed: Iterable<string>): Generator<string> {
    if (this.projects.size === 0) return;
    const roots = new Set<string>();
    for (const uri of changed) if (this.store.sources.has(uri)) roots.add(this.store.workspace.rootOf(uri));
    for (const root of roots) yield* this.projects.get(root)?.uris ?? [];
  }

  private set(uri: string, fragments: readonly Fragment[]): void {
    const root = fragments.length > 0 ? this.store.workspace.rootOf(uri) : this.roots.get(uri);
    if (root === undefined) return;
    let project = this.projects.get(root);
    if (project === undefined) this.projects.set(root, (project = new ClusterProject(this.log)));
    if (fragments.length > 0) {
      this.roots.set(uri, root);
      this.fragmentsOf.set(uri, fragments);
    } else {
      this.roots.delete(uri);
      this.fragmentsOf.delete(uri);
    }
    // Findings move between the files of a project when one of them changes.
    if (project.set(uri, fragments)) {
      for (const each of project.uris) this.store.changed.add(each);
      for (const each of this.envFiles.named) this.store.changed.add(each);
    }
    this.store.changed.add(uri);
    if (project.empty) this.projects.delete(root);
    else if (!this.claimed.has(root) && fragments.some(({ system }) => !BESIDE.has(system)))
      this.readClaims(root);
  }

  /** There is a cluster now that the comments of the project's SQL may speak of. */
  private readClaims(root: string): void {
    this.claimed.add(root);
    for (const file of this.store.sources.values()) {
      if (file.root === root && !file.isCode) this.unitsChanged(file.uri, file.units, file.units);
    }
  }

  private unitsChanged(uri: string, removed: readonly SourceUnit[], added: readonly SourceUnit[]): void {
    let own = this.statements.get(uri);
    let any = false;
    if (own !== undefined) for (const unit of removed) if (own.delete(unit)) any = true;
    const withClaims = this.claimed.has(this.store.workspace.rootOf(uri));
    for (const unit of added) {
      const fragments = readStatement(unit, MODULES, withClaims, this.log);
      if (fragments.length === 0) continue;
      if (own === undefined) this.statements.set(uri, (own = new Map()));
      own.set(unit, fragments);
      any = true;
    }
    if (!any || own === undefined) return;
    const inOrder = [...own].sort(([a], [b]) => a.piece.start - b.piece.start);
    this.set(
      uri,
      inOrder.flatMap(([, fragments]) => fragments),
    );
    if (own.size === 0) this.statements.delete(uri);
  }

  private surroundings(root: string): ClusterSurroundings {
    const { settings, workspace, projects } = this.store;
    const config = workspace.configOf(root)?.config;
    let rules = this.rules.get(root);
    if (rules === undefined) {
      const effective = config
        ? ruleSettings(settings, config)
        : { rules: { ...settings.rules, ...settings.ruleOverrides } };
      this.rules.set(root, (rules = clusterRules(effective)));
    }
    return {
      rules,
      schemas: projects.get(root)?.schemas ?? [],
      objectives: config?.objectives ?? NO_OBJECTIVES,
    };
  }
}

/** What is told beside clusters: where there is nothing else there is none. */
const BESIDE: ReadonlySet<Fragment['system']> = new Set([
  'broken',
  'claims',
  'images',
  'placing',
  'trial',
  'walls',
] as const);
const NONE: readonly Finding[] = [];
const NO_OBJECTIVES = {};
