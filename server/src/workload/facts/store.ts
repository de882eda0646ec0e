import type { CatalogBuilder } from '../../schema/builder-api.js';
import type { Column, DependencyKey, Table, View } from '../../schema/index.js';
import { foldName, sameName } from '../../schema/names.js';
import type { QName } from '../../sql/ast/index.js';
import type { Family } from '../../sql/dialect.js';
import { effectiveReadings, type Reading, type SourceUnit } from '../../sql/reading.js';
import {
  type ColumnFacts,
  type Environment,
  type Known,
  NO_FACTS,
  type TableFacts,
  type Workload,
} from '../model.js';
import type { FactEntry } from './annotation.js';
import { type Annotation, annotationsOf, mayAnnotate, takesTableFacts } from './placed.js';

/** Facts that come from outside of the SQL: `faultline.yaml`, statistics files. Names are as their source has them. */
export interface FactLayer {
  /** What the source says of a table, most specific first. Column names as the source has them. */
  factsOf(schema: string, name: string, columns: readonly string[]): readonly TableFacts[];
  environment?(): Environment;
  /** How often statements of this text run. */
  rateOf?(text: string): Known<number> | undefined;
}

/** Where layers come from, the first of them wins. Comments win over both. */
export type FactSource = 'faultline.yaml' | 'statistics';

/** Figures of one project: what comments, `faultline.yaml` and statistics files say of tables. */
export interface FactStore {
  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void;
  /** Replaces what one source says; undefined: it says nothing. */
  setFacts(source: FactSource, layer: FactLayer | undefined): void;
  /** Answers that may differ since the last call: `facts:orders`. */
  takeChanged(): ReadonlySet<DependencyKey>;
  factsOf(relation: Table | View): TableFacts;
  environment(): Environment;
  /** True where exports of statements tell how often they run. */
  readonly ratesKnown: boolean;
  /** How often statements of this text run, constants aside. */
  rateOf(text: string): Known<number> | undefined;
  /** The same answers, each question told to `record`. */
  tracked(record: (key: DependencyKey) => void): Pick<Workload, 'factsOf' | 'environment'>;
}

const ENVIRONMENT: DependencyKey = 'facts:*environment';

type Builder = Pick<CatalogBuilder, 'resolve' | 'family'>;

export function createFactStore(builder: Builder): FactStore {
  return new Store(builder);
}

/** How often the statement at an offset of a unit runs, where a comment before it says so. */
export function rateOf(unit: SourceUnit, at: number): Known<number> | undefined {
  if (!mayAnnotate(unit)) return undefined;
  const reading = readingAt(unit, at);
  for (const annotation of annotationsOf(unit)) {
    if (annotation.name !== undefined || annotation.reading !== reading || reading === undefined) continue;
    for (const entry of annotation.entries) {
      if (entry.key.about === 'query') return known(unit, entry) as Known<number>;
    }
  }
  return undefined;
}

interface Named {
  readonly unit: SourceUnit;
  readonly annotation: Annotation;
  /** As its own dialect folds it. */
  readonly parts: readonly string[];
}

class Store implements FactStore {
  private readonly family: Family;
  private readonly named = new Map<string, Set<Named>>();
  private readonly byUnit = new Map<SourceUnit, readonly Named[]>();
  private readonly layers = new Map<FactSource, FactLayer>();
  private changed = new Set<DependencyKey>();
  /** Every question that was asked: another `faultline.yaml` may answer any of them otherwise. */
  private readonly asked = new Set<DependencyKey>();
  private version = 0;
  private readonly answers = new WeakMap<
    Table | View,
    { readonly version: number; readonly facts: TableFacts }
  >();

  constructor(private readonly builder: Builder) {
    this.family = builder.family;
  }

  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void {
    for (const unit of removed) {
      for (const each of this.byUnit.get(unit) ?? []) this.index(each, false);
      this.byUnit.delete(unit);
    }
    for (const unit of added) {
      if (!mayAnnotate(unit)) continue;
      const named = annotationsOf(unit).flatMap(annotation => this.namedOf(unit, annotation));
      if (named.length === 0) continue;
      this.byUnit.set(unit, named);
      for (const each of named) this.index(each, true);
    }
  }

  setFacts(source: FactSource, layer: FactLayer | undefined): void {
    if (this.layers.get(source) === layer) return;
    if (layer === undefined) this.layers.delete(source);
    else this.layers.set(source, layer);
    this.version++;
    for (const key of this.asked) this.changed.add(key);
  }

  takeChanged(): ReadonlySet<DependencyKey> {
    const { changed } = this;
    if (changed.size > 0) this.changed = new Set();
    return changed;
  }

  get ratesKnown(): boolean {
    return this.layers.get('statistics')?.rateOf !== undefined;
  }

  rateOf(text: string): Known<number> | undefined {
    return this.layers.get('statistics')?.rateOf?.(text);
  }

  tracked(record: (key: DependencyKey) => void): Pick<Workload, 'factsOf' | 'environment'> {
    const ask = (key: DependencyKey): void => {
      this.asked.add(key);
      record(key);
    };
    return {
      factsOf: relation => {
        ask(keyFor(this.family, relation.name));
        return this.factsOf(relation);
      },
      environment: () => {
        ask(ENVIRONMENT);
        return this.environment();
      },
    };
  }

  factsOf(relation: Table | View): TableFacts {
    const answer = this.answers.get(relation);
    if (answer?.version === this.version) return answer.facts;
    const facts = this.workOut(relation);
    this.answers.set(relation, { version: this.version, facts });
    return facts;
  }

  environment(): Environment {
    return Object.assign(
      {},
      ...[...this.inOrder()].reverse().map(layer => layer.environment?.()),
    ) as Environment;
  }

  private *inOrder(): Generator<FactLayer> {
    for (const source of ['faultline.yaml', 'statistics'] as const) {
      const layer = this.layers.get(source);
      if (layer !== undefined) yield layer;
    }
  }

  private workOut(relation: Table | View): TableFacts {
    const draft = new Draft(this.family, relation);
    for (const { unit, span } of relation.origins) {
      if (!mayAnnotate(unit)) continue;
      const reading = readingAt(unit, span.start);
      for (const annotation of annotationsOf(unit)) {
        if (annotation.reading !== reading || annotation.name || annotation.on) continue;
        if (reading !== undefined && takesTableFacts(reading.statement)) draft.addOwn(unit, annotation);
      }
    }
    const names = this.named.size === 0 ? [] : [relation.name, ...draft.columnNames()];
    for (const name of new Set(names)) {
      const named = this.named.get(foldName(this.family, name));
      for (const each of inPlace(named ?? [])) this.addNamed(draft, relation, each);
    }
    for (const layer of this.inOrder()) {
      for (const facts of layer.factsOf(relation.schema, relation.name, draft.columnNames()))
        draft.addFacts(facts);
    }
    return draft.facts();
  }

  /** `orders`, `sales.orders`; `orders.status` and `sales.orders.status` where no table is called so. */
  private addNamed(draft: Draft, relation: Table | View, { unit, annotation, parts }: Named): void {
    const { on } = annotation;
    const means = (name: readonly string[]): boolean =>
      this.builder.resolve(qnameOf(name, annotation), unit) === relation.key;
    if (on?.column !== true && means(parts)) {
      draft.addTable(
        unit,
        annotation.entries.filter(entry => entry.key.about === 'table'),
      );
      return;
    }
    if (parts.length < 2 || on?.column === false) return;
    const column = draft.columnNamed(parts[parts.length - 1]!);
    if (column === undefined || !means(parts.slice(0, -1))) return;
    draft.addColumn(column, unit, annotation.entries);
    draft.addTable(
      unit,
      annotation.entries.filter(entry => entry.key.about === 'table'),
    );
  }

  private namedOf(unit: SourceUnit, annotation: Annotation): Named[] {
    const { name, on } = annotation;
    if (name !== undefined) {
      const lower = !name.quoted && (this.family === 'postgres' || this.family === 'cql');
      return [{ unit, annotation, parts: lower ? name.parts.map(part => part.toLowerCase()) : name.parts }];
    }
    if (on === undefined) return [];
    return [{ unit, annotation, parts: on.name.parts.map(part => part.value) }];
  }

  private index(named: Named, present: boolean): void {
    this.version++;
    // The last part may be a table, or the column of the one before it.
    for (const part of named.parts.slice(-2)) {
      const name = foldName(this.family, part);
      this.changed.add(keyFor(this.family, part));
      let set = this.named.get(name);
      if (set === undefined) this.named.set(name, (set = new Set()));
      if (present) set.add(named);
      else set.delete(named);
      if (set.size === 0) this.named.delete(name);
    }
  }
}

/** In the order of files and places, in whichever order they came. */
function inPlace(named: Iterable<Named>): readonly Named[] {
  return [...named].sort(
    ({ unit: a, annotation: first }, { unit: b, annotation: second }) =>
      (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) ||
      a.piece.start + first.span.start - (b.piece.start + second.span.start),
  );
}

function keyFor(family: Family, name: string): DependencyKey {
  return `facts:${foldName(family, name)}`;
}

function qnameOf(parts: readonly string[], { name, on, span }: Annotation): QName {
  const at = name?.span ?? on?.name.span ?? span;
  return { parts: parts.map(value => ({ value, quoted: name?.quoted ?? false, span: at })), span: at };
}

function readingAt(unit: SourceUnit, at: number): Reading | undefined {
  const readings = effectiveReadings(unit);
  return readings.find(reading => reading.span.start <= at && at <= reading.span.end) ?? readings[0];
}

function known(unit: SourceUnit, entry: FactEntry): Known<unknown> {
  const span = { start: entry.keySpan.start, end: entry.valueSpan.end };
  return { value: entry.value, source: 'comment', origin: { unit, span } };
}

/** Facts of one relation being put together: what came first stays. */
class Draft {
  private readonly table: Record<string, Known<unknown>> = {};
  private readonly columns = new Map<string, Record<string, Known<unknown>>>();

  constructor(
    private readonly family: Family,
    private readonly relation: Table | View,
  ) {}

  columnNames(): readonly string[] {
    return 'materialized' in this.relation
      ? this.relation.columns
      : this.relation.columns.map(column => column.name);
  }

  columnNamed(name: string): string | undefined {
    return this.columnNames().find(column => sameName(this.family, column, name));
  }

  addOwn(unit: SourceUnit, annotation: Annotation): void {
    this.addTable(
      unit,
      annotation.entries.filter(entry => entry.key.about === 'table'),
    );
    if (annotation.column === undefined) return;
    const { span, value } = annotation.column.name;
    const column = (this.relation as Table).columns.find(
      (each: Column | string): each is Column =>
        typeof each !== 'string' &&
        each.nameOrigin.unit === unit &&
        each.nameOrigin.span.start === span.start,
    );
    const name = column?.name ?? this.columnNamed(value);
    if (name !== undefined) this.addColumn(name, unit, annotation.entries);
  }

  addTable(unit: SourceUnit, entries: readonly FactEntry[]): void {
    for (const entry of entries) this.table[entry.key.field] ??= known(unit, entry);
  }

  addColumn(column: string, unit: SourceUnit, entries: readonly FactEntry[]): void {
    for (const entry of entries) {
      if (entry.key.about === 'column') this.columnFacts(column)[entry.key.field] ??= known(unit, entry);
    }
  }

  addFacts({ columns, ...table }: TableFacts): void {
    for (const [field, fact] of Object.entries(table)) {
      if (fact !== undefined) this.table[field] ??= fact;
    }
    for (const [name, facts] of columns) {
      const column = this.columnNamed(name);
      if (column === undefined) continue;
      const own = this.columnFacts(column);
      for (const [field, fact] of Object.entries(facts)) own[field] ??= fact;
    }
  }

  facts(): TableFacts {
    if (Object.keys(this.table).length === 0 && this.columns.size === 0) return NO_FACTS;
    return {
      ...(this.table as Omit<TableFacts, 'columns'>),
      columns: this.columns as ReadonlyMap<string, ColumnFacts>,
    };
  }

  private columnFacts(column: string): Record<string, Known<unknown>> {
    let facts = this.columns.get(column);
    if (facts === undefined) this.columns.set(column, (facts = {}));
    return facts;
  }
}
