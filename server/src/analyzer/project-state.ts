import { EMPTY_CONFIG } from '../project/config.js';
import { configLayer } from '../project/facts-layer.js';
import { changesPlan, HEAD_LENGTH, NO_PLAN, type Plan, planProject } from '../project/plan.js';
import type { Rule, RuleLevel } from '../rules/rule.js';
import type { Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import type { FactLayer } from '../workload/facts/index.js';
import type { ConfigFile } from './config-file.js';
import { FamilyState } from './family-state.js';
import { ruleSettings } from './settings.js';
import type { SourceFile, UnitChange } from './source-file.js';
import type { Project, Settings } from './types.js';

/** A project folder at work: its files, in their order, and a schema per family of dialects. */
export class ProjectState {
  private readonly files = new Map<string, SourceFile>();
  private readonly families = new Map<Family, FamilyState>();
  private plan: Plan = NO_PLAN;
  private planStale = false;
  private stale = false;
  private statistics: FactLayer | undefined;

  constructor(
    readonly root: string,
    private settings: Settings,
    private configFile: ConfigFile | undefined,
    private readonly log: (line: string) => void,
  ) {}

  get empty(): boolean {
    return this.files.size === 0;
  }

  get config() {
    return this.configFile?.config ?? EMPTY_CONFIG;
  }

  get sources(): Iterable<SourceFile> {
    return this.files.values();
  }

  add(file: SourceFile): void {
    this.files.set(file.uri, file);
    this.family(file.family).add(file);
    this.stale = true;
    if (!file.isCode) this.planStale = true;
  }

  remove(file: SourceFile): void {
    if (this.files.get(file.uri) !== file) return;
    this.files.delete(file.uri);
    const family = this.family(file.family);
    family.remove(file);
    if (family.files.size === 0) this.families.delete(file.family);
    this.planStale = this.stale = true;
  }

  edited(file: SourceFile, change: UnitChange): void {
    const { start } = (change.added[0] ?? file.units[change.index])?.piece ?? { start: 0 };
    if (
      !file.isCode &&
      start < HEAD_LENGTH &&
      changesPlan(this.plan, this.root, planned(file), this.config.migrations)
    )
      this.planStale = true;
    this.families.get(file.family)?.edited(file, change);
    this.stale = true;
  }

  /** Other settings or another `faultline.yaml`. Adds the files whose findings may differ. */
  configure(settings: Settings, config: ConfigFile | undefined, touched: Set<string>): void {
    this.settings = settings;
    this.configFile = config;
    const rules = ruleSettings(settings, this.config);
    for (const family of this.families.values()) {
      family.setFacts('faultline.yaml', configLayer(this.config));
      for (const uri of family.runner.configure(rules)) touched.add(uri);
    }
    this.planStale = this.stale = true;
    for (const uri of this.files.keys()) touched.add(uri);
  }

  /** What exported statistics say of the tables. */
  setStatistics(layer: FactLayer | undefined): void {
    if (layer === this.statistics) return;
    this.statistics = layer;
    for (const family of this.families.values()) family.setFacts('statistics', layer);
    this.stale = true;
  }

  /** Folds and checks what has changed since the last time; adds the files whose findings may differ. */
  refresh(touched: Set<string>): void {
    if (!this.stale) return;
    this.stale = false;
    if (this.planStale) this.replan(touched);
    for (const family of this.families.values()) family.refresh(touched);
  }

  /** Its schemas, one per family of dialects. */
  get schemas() {
    return [...this.families.values()].map(({ builder, workload, revision }) => ({
      catalog: builder.catalog,
      facts: workload.facts,
      revision,
    }));
  }

  familyOf(file: SourceFile): FamilyState | undefined {
    return this.families.get(file.family);
  }

  /** The level at which a rule speaks here. */
  levelOf(rule: Rule): RuleLevel {
    return this.givenLevel(rule) ?? rule.severity;
  }

  /** True where the user named a level: findings may not raise or lower it. */
  isLevelGiven(rule: Rule): boolean {
    return this.givenLevel(rule) !== undefined;
  }

  private givenLevel(rule: Rule): RuleLevel | undefined {
    const given = ruleSettings(this.settings, this.config).rules[rule.id];
    return typeof given === 'string' ? given : given?.severity;
  }

  view(): Project {
    return {
      root: this.root,
      files: this.plan.order,
      migrations: this.plan.order.filter(uri => {
        const place = this.plan.places.get(uri);
        return place?.role === 'migration' && !place.ignored;
      }),
      catalogs: new Map([...this.families].map(([family, { builder }]) => [family, builder.catalog])),
    };
  }

  private replan(touched: Set<string>): void {
    this.planStale = false;
    const before = this.plan;
    const ordered = [...this.files.values()].filter(file => !file.isCode).map(planned);
    this.plan = planProject(this.root, ordered, this.config.migrations);
    for (const file of this.files.values()) this.families.get(file.family)?.recount(file);
    const moved = !keepsOrder(before, this.plan);
    for (const [name, family] of this.families) {
      family.setOrder(
        this.plan.order.filter(uri => this.files.get(uri)?.family === name),
        moved,
      );
    }
    if (moved) for (const uri of this.files.keys()) touched.add(uri);
  }

  private family(family: Family): FamilyState {
    const known = this.families.get(family);
    if (known !== undefined) return known;
    const made = new FamilyState({
      family,
      settings: ruleSettings(this.settings, this.config),
      place: uri => this.plan.places.get(uri),
      counted: file => (this.plan.places.get(file.uri)?.ignored ? NONE : file.counted),
      log: this.log,
    });
    made.setFacts('faultline.yaml', configLayer(this.config));
    made.setFacts('statistics', this.statistics);
    this.families.set(family, made);
    return made;
  }
}

const NONE: readonly SourceUnit[] = [];

function planned(file: SourceFile) {
  return { uri: file.uri, head: file.document.slice(0, HEAD_LENGTH) };
}

/** True where files that both plans know follow each other alike and have the same roles. */
function keepsOrder(before: Plan, after: Plan): boolean {
  const kept = before.order.filter(uri => after.places.has(uri));
  const now = after.order.filter(uri => before.places.has(uri));
  return kept.every(
    (uri, index) => uri === now[index] && before.places.get(uri)!.role === after.places.get(uri)!.role,
  );
}
