import { createRuleRunner, type FilePlace, type RuleRunner, type RuleSettings } from '../rules/run.js';
import type { CatalogBuilder, DependencyKey } from '../schema/index.js';
import { createCatalogBuilder } from '../schema/index.js';
import type { Dialect, Family } from '../sql/dialect.js';
import type { SourceUnit } from '../sql/reading.js';
import { type FactLayer, type FactSource, mayAnnotate } from '../workload/facts/index.js';
import { createWorkloadStore, type Workload, type WorkloadStore } from '../workload/index.js';
import { namesIn } from './annotations.js';
import type { SourceFile, UnitChange } from './source-file.js';

export interface FamilyOptions {
  readonly family: Family;
  readonly settings: RuleSettings;
  place(uri: string): FilePlace | undefined;
  /** The units of a file that count: without the parts that undo a migration. */
  counted(file: SourceFile): readonly SourceUnit[];
  log(line: string): void;
}

/** One schema: the files of a project that share a family of dialects, their catalog and its findings. */
export class FamilyState {
  readonly builder: CatalogBuilder;
  readonly workload: WorkloadStore;
  /** What the workload answers to those who do not have to know when answers change. */
  readonly answers: Workload;
  readonly runner: RuleRunner;
  readonly files = new Set<SourceFile>();
  private readonly byUri = new Map<string, SourceFile>();
  /** How many SQL files are written in each. */
  private readonly dialects = new Map<Dialect, number>();
  private readonly added = new Set<SourceUnit>();
  private readonly removed = new Set<SourceUnit>();
  /** What counts of the files of which not everything does. */
  private readonly partly = new Map<SourceFile, ReadonlySet<SourceUnit>>();
  private reordered = true;
  private figures = false;
  private lastFault = '';
  /** Counts the times at which anything of the schema or of its figures changed. */
  revision = 0;

  constructor(private readonly options: FamilyOptions) {
    this.builder = createCatalogBuilder(options.family);
    this.workload = createWorkloadStore(this.builder);
    this.answers = this.workload.tracked(this.builder.catalog, () => {});
    this.runner = createRuleRunner({
      builder: this.builder,
      workload: this.workload,
      dialects: () => [...this.dialects.keys()],
      unitsOf: uri => this.unitsOf(uri),
      settings: options.settings,
      place: options.place,
      log: options.log,
    });
  }

  add(file: SourceFile): void {
    this.files.add(file);
    this.byUri.set(file.uri, file);
    if (!file.isCode) this.dialects.set(file.dialect, (this.dialects.get(file.dialect) ?? 0) + 1);
    this.give(file, new Set());
  }

  remove(file: SourceFile): void {
    if (!this.files.delete(file)) return;
    this.byUri.delete(file.uri);
    this.forgetDialect(file);
    for (const unit of this.partly.get(file) ?? file.units) this.left(unit);
    this.partly.delete(file);
    if (!file.isCode) this.builder.setUnits(file.uri, []);
  }

  edited(file: SourceFile, { index, removed, added }: UnitChange): void {
    const partly = this.partly.get(file);
    if (partly === undefined && this.options.counted(file) === file.units) {
      if (!file.isCode) this.builder.spliceUnits(file.uri, index, removed.length, added);
      for (const unit of removed) this.left(unit);
      for (const unit of added) this.came(unit);
      return;
    }
    const gone = new Set(added);
    this.give(file, partly ?? new Set([...file.units.filter(unit => !gone.has(unit)), ...removed]));
  }

  /** What counts of a file may have changed, though its text has not. */
  recount(file: SourceFile): void {
    const partly = this.partly.get(file);
    if (partly !== undefined || this.options.counted(file) !== file.units)
      this.give(file, partly ?? new Set(file.units));
  }

  /** @param moved Files that were known follow each other otherwise than before, or have other roles. */
  setOrder(uris: readonly string[], moved: boolean): void {
    this.builder.setFiles(uris);
    this.reordered ||= moved;
  }

  /** What is known of sizes and rates from outside of the SQL. */
  setFacts(source: FactSource, layer: FactLayer | undefined): void {
    this.workload.setFacts(source, layer);
    this.figures = true;
    // Rates of queries are part of the queries themselves.
    if (source === 'statistics') this.reordered = true;
  }

  /** Folds and checks what has changed; adds the files whose findings may differ now. Never throws. */
  refresh(touched: Set<string>): void {
    try {
      this.foldAndCheck(touched);
    } catch (error) {
      // A fault of ours must not take the editor's other answers with it; the next edit tries again.
      this.reordered = true;
      const line = `Folding failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      if (line !== this.lastFault) this.options.log(line);
      this.lastFault = line;
    }
  }

  private foldAndCheck(touched: Set<string>): void {
    const catalog = this.builder.refresh();
    const all = this.reordered;
    const same = !all && this.added.size === 0 && this.removed.size === 0 && catalog.changed.size === 0;
    if (same && !this.figures) return;
    this.revision++;
    this.reordered = this.figures = false;
    const changes = {
      catalog: all ? ('all' as const) : catalog,
      removed: [...this.removed],
      added: [...this.added],
    };
    this.removed.clear();
    this.added.clear();
    this.workload.change(changes.removed, changes.added);
    for (const uri of this.namingFiles(catalog.changed)) touched.add(uri);
    for (const uri of this.runner.recheck(changes)) touched.add(uri);
  }

  private forgetDialect(file: SourceFile): void {
    if (file.isCode) return;
    const left = (this.dialects.get(file.dialect) ?? 1) - 1;
    if (left > 0) this.dialects.set(file.dialect, left);
    else this.dialects.delete(file.dialect);
  }

  private unitsOf(uri: string): readonly SourceUnit[] {
    const file = this.byUri.get(uri);
    return file === undefined ? [] : this.options.counted(file);
  }

  /** Files with comments that name tables of which something has changed. */
  private *namingFiles(changed: ReadonlySet<DependencyKey>): Generator<string> {
    if (changed.size === 0) return;
    const names = (name: string): boolean =>
      changed.has(`named:${name}`) || changed.has(`named:${name.toLowerCase()}`);
    for (const { uri, annotated } of this.files) {
      if (annotated.size > 0 && [...annotated].some(unit => namesIn(unit).some(names))) yield uri;
    }
  }

  private give(file: SourceFile, before: ReadonlySet<SourceUnit>): void {
    const units = this.options.counted(file);
    const now = new Set(units);
    if (!file.isCode) this.builder.setUnits(file.uri, units);
    for (const unit of before) if (!now.has(unit)) this.left(unit);
    for (const unit of units) if (!before.has(unit)) this.came(unit);
    if (units === file.units) this.partly.delete(file);
    else this.partly.set(file, now);
  }

  private came(unit: SourceUnit): void {
    if (counts(unit) && !this.removed.delete(unit)) this.added.add(unit);
  }

  private left(unit: SourceUnit): void {
    if (counts(unit) && !this.added.delete(unit)) this.removed.add(unit);
  }
}

/** Comments behind the last statement may tell sizes of tables. */
function counts(unit: SourceUnit): boolean {
  return unit.readings.length > 0 || mayAnnotate(unit);
}
