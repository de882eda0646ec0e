import {
  type Catalog,
  type CatalogBuilder,
  type DependencyKey,
  foldName,
  type Table,
  type View,
} from '../schema/index.js';
import { lastName } from '../sql/ast/index.js';
import { effectiveReadings, type Reading, type SourceUnit } from '../sql/reading.js';
import type { Refresh, RoutineBody, TableUse, Workload, WorkloadQuery } from './model.js';
import { queriesIn } from './queries.js';
import { refreshesIn } from './refreshes.js';
import { Lookups, type Relation } from './resolve/lookups.js';
import { Scopes } from './resolve/scopes.js';
import type { UnitIndex } from './unit-index.js';
import { buildUses } from './uses/build.js';

/** Questions about uses and bodies, answered from the index; every look-up is recorded. */
export class Answers implements Omit<Workload, 'factsOf' | 'environment'> {
  private readonly lookups: Lookups;

  constructor(
    private readonly builder: Pick<CatalogBuilder, 'resolve' | 'family'>,
    private readonly index: UnitIndex,
    catalog: Catalog,
    private readonly record: (key: DependencyKey) => void,
  ) {
    this.lookups = new Lookups(builder, catalog, record);
  }

  usesOf(relation: Table | View): readonly TableUse[] {
    const uses: TableUse[] = [];
    for (const unit of this.unitsOn(relation)) {
      for (const reading of effectiveReadings(unit)) {
        if (!this.counts(unit, reading)) continue;
        for (const query of queriesIn(unit, reading)) {
          for (const use of buildUses(query, this.lookups).get(relation.key) ?? []) uses.push(use);
        }
      }
    }
    return uses;
  }

  bodyOf(_trigger: Parameters<Workload['bodyOf']>[0]): RoutineBody | undefined {
    return undefined;
  }

  routinesOn(_relation: Table): ReturnType<Workload['routinesOn']> {
    return [];
  }

  refreshesOf(view: View): readonly Refresh[] {
    const found: Refresh[] = [];
    for (const unit of this.unitsOn(view)) {
      for (const refresh of refreshesIn(unit)) {
        const { schema, name } = refresh;
        if (name === view.name && (schema === undefined || schema === view.schema)) found.push(refresh);
      }
    }
    return found;
  }

  relationOf(query: WorkloadQuery, source: Parameters<Workload['relationOf']>[1]): Relation | undefined {
    return source.table && this.lookups.relation(source.table, query.unit);
  }

  columnOf(
    query: WorkloadQuery,
    block: Parameters<Workload['columnOf']>[1],
    ref: Parameters<Workload['columnOf']>[2],
  ): ReturnType<Workload['columnOf']> {
    const index = query.shape.blocks.indexOf(block);
    return index < 0 ? undefined : new Scopes(query, this.lookups).base(ref, index);
  }

  private unitsOn(relation: { readonly name: string }): ReadonlySet<SourceUnit> {
    const name = foldName(this.builder.family, relation.name);
    this.record('uses:' + name);
    return this.index.named(name);
  }

  /** False for a view or routine that a later statement has replaced or dropped. */
  private counts(unit: SourceUnit, reading: Reading): boolean {
    const { statement } = reading;
    if (statement.kind === 'create view') {
      const relation = this.lookups.relation(statement.name, unit);
      return relation?.nameOrigin.unit === unit && this.isAt(relation, lastName(statement.name).span.start);
    }
    return true;
  }

  private isAt(relation: Relation, start: number): boolean {
    return relation.nameOrigin.span.start === start;
  }
}
