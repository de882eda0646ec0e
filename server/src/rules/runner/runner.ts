import type { Catalog, RelationKey } from '../../schema/model.js';
import type { QName } from '../../sql/ast/index.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Reading, SourceUnit } from '../../sql/reading.js';
import type { Workload } from '../../workload/model.js';
import { RULES } from '../index.js';
import type { CatalogRule, Finding, Rule, RuleContext } from '../rule.js';
import type { Changes, FindingChanges, RuleRunner, RunnerOptions } from '../run.js';
import { Context } from './context.js';
import { type Enabled, type EnabledRules, enabledRules } from './enabled.js';
import { FindingStore } from './store.js';

/** Makes a runner over one catalog. Nothing is checked before the first `recheck`. */
export function createRuleRunner(options: RunnerOptions): RuleRunner {
  return new Runner(options);
}

interface Relation {
  readonly relation: RelationKey;
}

/** Pieces of a file beyond which it is a dump and no migration that somebody wrote. */
const LONG_MIGRATION = 500;

interface Whole {
  readonly enabled: Enabled<CatalogRule>;
  readonly dialect: Dialect;
}

const NO_RULES: Pick<EnabledRules, 'statement' | 'query'> = { statement: [], query: [] };

class Runner implements RuleRunner {
  private readonly store = new FindingStore();
  private readonly relations = new Map<RelationKey, Relation>();
  private readonly units = new Set<SourceUnit>();
  private readonly catalog: Catalog;
  private readonly workload: Workload;
  /** One subject per rule on the whole catalog. */
  private wholes: readonly Whole[] = [];
  private readonly looked = new Set<string>();
  private readonly sink: { findings: Finding[] } = { findings: [] };
  private readonly said = new Set<string>();
  private enabled: Map<Dialect, EnabledRules>;
  private settings;
  private contexts = new Map<Enabled<Rule>, Map<Dialect, RuleContext>>();

  constructor(private readonly options: RunnerOptions) {
    const record = (key: string) => this.looked.add(key);
    this.catalog = options.builder.tracked(record);
    this.workload = options.workload.tracked(this.catalog, record);
    this.settings = options.settings;
    this.enabled = enabledRules(options.rules ?? RULES, this.settings);
  }

  configure(settings: RunnerOptions['settings']): ReadonlySet<string> {
    this.settings = settings;
    this.enabled = enabledRules(this.options.rules ?? RULES, settings);
    this.contexts = new Map();
    return this.recheck({ catalog: 'all', removed: [], added: [] });
  }

  recheck(changes: Changes): ReadonlySet<string> {
    const touched = new Set<string>();
    const units = new Set<SourceUnit>();
    const relations = new Set<RelationKey>();
    for (const unit of changes.removed) {
      this.units.delete(unit);
      this.store.delete(unit, touched);
    }
    for (const unit of changes.added) {
      this.units.add(unit);
      units.add(unit);
    }
    for (const unit of this.neighbours(changes)) units.add(unit);
    const used = this.options.workload.takeChanged();
    const wholes = new Set<Whole>(this.settleWholes(touched));
    if (changes.catalog === 'all') {
      for (const key of this.relations.keys()) relations.add(key);
      for (const table of this.catalog.allTables()) relations.add(table.key);
      for (const view of this.catalog.allViews()) relations.add(view.key);
      for (const unit of this.units) units.add(unit);
      for (const whole of this.wholes) wholes.add(whole);
    } else {
      for (const relation of changes.catalog.relations) relations.add(relation);
      for (const keys of [changes.catalog.changed, used]) {
        for (const key of keys) {
          for (const subject of this.store.readersOf(key)) {
            if (isRelation(subject)) relations.add(subject.relation);
            else if (isWhole(subject)) wholes.add(subject);
            else units.add(subject as SourceUnit);
          }
        }
      }
    }
    for (const key of relations) this.checkRelation(key, touched);
    for (const unit of units) if (this.units.has(unit)) this.checkUnit(unit, touched);
    for (const whole of wholes) this.checkWhole(whole, touched);
    return touched;
  }

  findings(uri: string): readonly Finding[] {
    return this.store.inFile(uri);
  }

  takeChanges(uri: string): FindingChanges {
    return this.store.takeChanges(uri);
  }

  /** Rules on the whole catalog follow the dialects in use; returns those that have not been checked yet. */
  private settleWholes(touched: Set<string>): readonly Whole[] {
    const wanted = new Map<Enabled<CatalogRule>, Dialect>();
    for (const dialect of this.options.dialects()) {
      for (const enabled of this.enabled.get(dialect)?.catalog ?? [])
        if (![...wanted.keys()].some(({ rule }) => rule === enabled.rule)) wanted.set(enabled, dialect);
    }
    const kept = this.wholes.filter(({ enabled, dialect }) => wanted.get(enabled) === dialect);
    for (const whole of this.wholes) if (!kept.includes(whole)) this.store.delete(whole, touched);
    const fresh = [...wanted]
      .filter(([enabled]) => !kept.some(whole => whole.enabled === enabled))
      .map(([enabled, dialect]) => ({ enabled, dialect }));
    this.wholes = [...kept, ...fresh];
    return fresh;
  }

  private checkWhole(whole: Whole, touched: Set<string>): void {
    this.begin();
    const { enabled, dialect } = whole;
    this.guarded(enabled, dialect, context => enabled.rule.check(this.catalog, context));
    this.store.set(whole, this.looked, this.sink.findings, touched);
  }

  private checkRelation(key: RelationKey, touched: Set<string>): void {
    this.begin();
    const table = this.catalog.table(key);
    const view = table ? undefined : this.catalog.view(key);
    const known = this.relations.get(key);
    if (!table && !view) {
      if (known) this.store.delete(known, touched);
      this.relations.delete(key);
      return;
    }
    const subject = known ?? { relation: key };
    this.relations.set(key, subject);
    if (table) {
      for (const enabled of this.enabled.get(table.dialect)?.table ?? []) {
        this.guarded(enabled, table.dialect, context => enabled.rule.check(table, context));
      }
    } else if (view) {
      for (const enabled of this.enabled.get(view.dialect)?.view ?? []) {
        this.guarded(enabled, view.dialect, context => enabled.rule.check(view, context));
      }
    }
    this.store.set(subject, this.looked, this.sink.findings, touched);
  }

  private checkUnit(unit: SourceUnit, touched: Set<string>): void {
    this.begin();
    const { statement: rules, query: queryRules } = this.enabled.get(unit.dialect) ?? NO_RULES;
    const role = this.role(unit.uri);
    for (const reading of unit.readings) {
      const subject = {
        unit,
        reading,
        role,
        madeEarlier: (name: QName) => this.madeEarlier(unit, name),
        before: () => (role === 'migration' ? this.before(unit, reading) : []),
      };
      for (const enabled of rules) {
        this.guarded(enabled, unit.dialect, context => enabled.rule.check(subject, context));
      }
    }
    if (queryRules.length > 0) {
      for (const query of this.options.workload.queriesOf(unit)) {
        for (const enabled of queryRules)
          this.guarded(enabled, unit.dialect, context => enabled.rule.check(query, context));
      }
    }
    this.store.set(unit, this.looked, this.sink.findings, touched);
  }

  /** Statements of a migration are judged by those before them: all of its file are looked at again. */
  private neighbours({ catalog, removed, added }: Changes): SourceUnit[] {
    if (catalog === 'all') return [];
    const files = new Set<string>();
    for (const unit of removed) files.add(unit.uri);
    for (const unit of added) files.add(unit.uri);
    return [...files].flatMap(uri => {
      if (this.role(uri) !== 'migration') return [];
      const units = this.options.unitsOf(uri);
      return units.length <= LONG_MIGRATION ? units : [];
    });
  }

  private before(unit: SourceUnit, reading: Reading): { unit: SourceUnit; reading: Reading }[] {
    const found: { unit: SourceUnit; reading: Reading }[] = [];
    const units = this.options.unitsOf(unit.uri);
    if (units.length > LONG_MIGRATION) return found;
    for (const other of units) {
      for (const each of other.readings) {
        if (other === unit && each === reading) return found;
        found.push({ unit: other, reading: each });
      }
    }
    return found;
  }

  private begin(): void {
    this.looked.clear();
    this.sink.findings = [];
  }

  /** A rule that throws loses what it had found on this subject, and nothing else. */
  private guarded(enabled: Enabled<Rule>, dialect: Dialect, check: (context: RuleContext) => void): void {
    const before = this.sink.findings.length;
    try {
      check(this.contextOf(enabled, dialect));
    } catch (error) {
      this.sink.findings.length = before;
      const line = `Rule ${enabled.rule.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      if (!this.said.has(line)) this.options.log(line);
      this.said.add(line);
    }
  }

  private contextOf(enabled: Enabled<Rule>, dialect: Dialect): RuleContext {
    let byDialect = this.contexts.get(enabled);
    if (!byDialect) this.contexts.set(enabled, (byDialect = new Map()));
    let context = byDialect.get(dialect);
    if (!context) {
      const version = this.settings.engineVersions[dialect];
      context = new Context(
        this.catalog,
        this.workload,
        dialect,
        version,
        enabled,
        this.sink,
        uri => this.role(uri),
        this.units,
      );
      byDialect.set(dialect, context);
    }
    return context;
  }

  private role(uri: string): 'migration' | 'schema' {
    return this.options.place(uri)?.role ?? 'schema';
  }

  private madeEarlier(unit: SourceUnit, name: QName): boolean {
    const here = this.options.place(unit.uri);
    if (here?.role !== 'migration') return false;
    const table = this.catalog.table(this.options.builder.resolve(name, unit));
    const made = table?.origins[0]?.unit.uri;
    if (made === undefined || made === unit.uri) return false;
    const there = this.options.place(made);
    return there?.role === 'migration' && there.sequence === here.sequence && there.order < here.order;
  }
}

function isRelation(subject: object): subject is Relation {
  return 'relation' in subject;
}

function isWhole(subject: object): subject is Whole {
  return 'enabled' in subject;
}
