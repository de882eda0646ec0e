import type { Catalog, RelationKey, Table, View } from '../../schema/model.js';
import type { QName } from '../../sql/ast/index.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Reading, SourceUnit } from '../../sql/reading.js';
import type { Workload, WorkloadQuery } from '../../workload/model.js';
import { RULES } from '../index.js';
import { newRound, resumeRound } from '../round.js';
import type { CatalogRule, FileRole, Finding, Rule, RuleContext, StatementSubject } from '../rule.js';
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

/** A table while its rules run, with what they looked at and found so far. */
interface Checked {
  readonly table: Table;
  readonly round: object;
  readonly looked: Set<string>;
  readonly findings: Finding[];
}

/**
 * So many tables are checked side by side. A rule runs over all of them before the next one does: its code stays at
 * hand, and so do the tables as long as they are few.
 */
const SIDE_BY_SIDE = 16;

/** Pieces of a file beyond which it is a dump and no migration that somebody wrote. */
const LONG_MIGRATION = 500;

interface Whole {
  readonly enabled: Enabled<CatalogRule>;
  readonly dialect: Dialect;
}

interface Checking<S> {
  readonly id: string;
  check(subject: S, context: RuleContext): void;
}

/** A rule on one dialect, ready to run. */
interface Check<S> {
  readonly rule: Checking<S>;
  readonly context: RuleContext;
}

interface Checks {
  readonly table: readonly Check<Table>[];
  readonly view: readonly Check<View>[];
  /** On statements of files of either role. */
  readonly schema: readonly Check<StatementSubject>[];
  readonly migration: readonly Check<StatementSubject>[];
  readonly query: readonly Check<WorkloadQuery>[];
}

class Runner implements RuleRunner {
  private readonly store = new FindingStore();
  private readonly relations = new Map<RelationKey, Relation>();
  private readonly units = new Set<SourceUnit>();
  private readonly catalog: Catalog;
  private readonly workload: Workload;
  /** One subject per rule on the whole catalog. */
  private wholes: readonly Whole[] = [];
  private looked = new Set<string>();
  private readonly sink: { findings: Finding[] } = { findings: [] };
  private readonly said = new Set<string>();
  /** Worked out for the dialects that there are. */
  private readonly enabled = new Map<Dialect, EnabledRules>();
  private settings;
  private readonly checks = new Map<Dialect, Checks>();

  constructor(private readonly options: RunnerOptions) {
    const record = (key: string) => this.looked.add(key);
    this.catalog = options.builder.tracked(record);
    this.workload = options.workload.tracked(this.catalog, record);
    this.settings = options.settings;
  }

  configure(settings: RunnerOptions['settings']): ReadonlySet<string> {
    this.settings = settings;
    this.enabled.clear();
    this.checks.clear();
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
    this.checkRelations(relations, touched);
    for (const unit of units) if (this.units.has(unit)) this.checkUnit(unit, touched);
    for (const whole of wholes) this.checkWhole(whole, touched);
    newRound();
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
      for (const enabled of this.enabledOn(dialect).catalog)
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
    this.run({ rule: enabled.rule, context: this.contextOf(enabled, dialect) }, this.catalog);
    this.store.set(whole, this.looked, this.sink.findings, touched);
  }

  private checkRelations(keys: Iterable<RelationKey>, touched: Set<string>): void {
    const together: Table[][] = [];
    for (const key of keys) {
      this.begin();
      const table = this.catalog.table(key);
      const view = table ? undefined : this.catalog.view(key);
      if (table) {
        const last = together[together.length - 1];
        if (last && last.length < SIDE_BY_SIDE && last[0]!.dialect === table.dialect) last.push(table);
        else together.push([table]);
      } else if (view) {
        this.runAll(this.checksOf(view.dialect).view, view);
        this.store.set(this.relation(key), this.looked, this.sink.findings, touched);
      } else {
        const known = this.relations.get(key);
        if (known) this.store.delete(known, touched);
        this.relations.delete(key);
      }
    }
    for (const tables of together) this.checkTables(tables, touched);
  }

  /** Tables of one dialect. */
  private checkTables(tables: readonly Table[], touched: Set<string>): void {
    const all = tables.map((table): Checked => {
      this.looked = new Set();
      this.catalog.table(table.key);
      return { table, round: newRound(), looked: this.looked, findings: [] };
    });
    for (const check of this.checksOf(tables[0]!.dialect).table) this.runOver(check, all);
    for (const { table, looked, findings } of all)
      this.store.set(this.relation(table.key), looked, findings, touched);
    this.looked = new Set();
    this.sink.findings = [];
  }

  /** One rule over several tables; where it throws, it goes on with the next of them. */
  private runOver({ rule, context }: Check<Table>, all: readonly Checked[]): void {
    const { sink } = this;
    for (let i = 0; i < all.length; i++) {
      try {
        for (; i < all.length; i++) {
          const { table, round, looked, findings } = all[i]!;
          resumeRound(round);
          this.looked = looked;
          sink.findings = findings;
          rule.check(table, context);
        }
      } catch (error) {
        const { findings } = all[i]!;
        while (findings[findings.length - 1]?.rule === rule.id) findings.pop();
        this.failed(rule.id, error);
      }
    }
  }

  private relation(key: RelationKey): Relation {
    let relation = this.relations.get(key);
    if (!relation) this.relations.set(key, (relation = { relation: key }));
    return relation;
  }

  private checkUnit(unit: SourceUnit, touched: Set<string>): void {
    this.begin();
    const checks = this.checksOf(unit.dialect);
    const role = this.role(unit.uri);
    for (const reading of unit.readings) {
      const subject =
        role === 'schema'
          ? { unit, reading, role, madeEarlier: NEVER, before: NOTHING }
          : {
              unit,
              reading,
              role,
              madeEarlier: (name: QName) => this.madeEarlier(unit, name),
              before: () => this.before(unit, reading),
            };
      this.runAll(checks[role], subject);
    }
    if (checks.query.length > 0) {
      for (const query of this.options.workload.queriesOf(unit)) this.runAll(checks.query, query);
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
    newRound();
    if (this.looked.size > 0) this.looked = new Set();
    if (this.sink.findings.length > 0) this.sink.findings = [];
  }

  private runAll<S>(checks: readonly Check<S>[], subject: S): void {
    for (let i = 0; i < checks.length; i++) this.run(checks[i]!, subject);
  }

  /** A rule that throws loses what it had found on this subject, and nothing else. */
  private run<S>(check: Check<S>, subject: S): void {
    const before = this.sink.findings.length;
    try {
      check.rule.check(subject, check.context);
    } catch (error) {
      this.sink.findings.length = before;
      this.failed(check.rule.id, error);
    }
  }

  private failed(rule: string, error: unknown): void {
    const line = `Rule ${rule} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (!this.said.has(line)) this.options.log(line);
    this.said.add(line);
  }

  private enabledOn(dialect: Dialect): EnabledRules {
    let enabled = this.enabled.get(dialect);
    if (!enabled) {
      enabled = enabledRules(this.options.rules ?? RULES, this.settings, dialect);
      this.enabled.set(dialect, enabled);
    }
    return enabled;
  }

  /** The rules of a dialect, each with what it sees: the same until the settings change. */
  private checksOf(dialect: Dialect): Checks {
    let checks = this.checks.get(dialect);
    if (!checks) {
      const { table, view, statement, query } = this.enabledOn(dialect);
      const bound = <S>(enabled: readonly Enabled<Rule & Checking<S>>[]): Check<S>[] =>
        enabled.map(each => ({ rule: each.rule, context: this.contextOf(each, dialect) }));
      const inFiles = (role: FileRole) =>
        bound(statement.filter(({ rule }) => rule.role === undefined || rule.role === role));
      checks = {
        table: bound(table),
        view: bound(view),
        schema: inFiles('schema'),
        migration: inFiles('migration'),
        query: bound(query),
      };
      this.checks.set(dialect, checks);
    }
    return checks;
  }

  private contextOf(enabled: Enabled<Rule>, dialect: Dialect): RuleContext {
    return new Context(
      this.catalog,
      this.workload,
      dialect,
      this.settings.engineVersions[dialect],
      enabled,
      this.sink,
      uri => this.role(uri),
      this.units,
    );
  }

  private role(uri: string): FileRole {
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

/** A schema file stands for the whole: nothing was there before it. */
const NEVER = (): boolean => false;
const NOTHING = (): readonly [] => [];

function isRelation(subject: object): subject is Relation {
  return 'relation' in subject;
}

function isWhole(subject: object): subject is Whole {
  return 'enabled' in subject;
}
