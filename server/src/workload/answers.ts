import {
  type Catalog,
  type CatalogBuilder,
  type DependencyKey,
  foldName,
  type Table,
  type Trigger,
  type View,
} from '../schema/index.js';
import { lastName, type QName } from '../sql/ast/index.js';
import { effectiveReadings, type SourceUnit } from '../sql/reading.js';
import { bodyOfRoutine, bodyOfTrigger, stillCounts } from './holders.js';
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
        if (!stillCounts(unit, reading.statement, this.lookups)) continue;
        for (const query of queriesIn(unit, reading)) {
          for (const use of buildUses(query, this.lookups).get(relation.key) ?? []) uses.push(use);
        }
      }
    }
    return uses;
  }

  bodyOf(trigger: Trigger): RoutineBody | undefined {
    return bodyOfTrigger(trigger, this.lookups.catalog);
  }

  routinesOn(relation: Table): ReturnType<Workload['routinesOn']> {
    const found: ReturnType<Workload['routinesOn']>[number][] = [];
    const { catalog } = this.lookups;
    for (const unit of this.unitsOn(relation)) {
      for (const { statement } of effectiveReadings(unit)) {
        if (statement.kind !== 'create function' || !statement.body) continue;
        const { start } = statement.body.span;
        const routine = catalog
          .routinesNamed(lastName(statement.name).value)
          .find(({ body }) => body?.origin.unit === unit && body.origin.span.start === start);
        const body = routine && bodyOfRoutine(routine);
        // What an opaque body does to the tables that it names is not known.
        if (routine && body && (body.opaque || this.touches(body, relation))) found.push({ routine, body });
      }
    }
    return found;
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

  private touches({ queries }: RoutineBody, relation: Table): boolean {
    return queries.some(
      ({ unit, shape }) =>
        (shape.target && this.is(shape.target.table, unit, relation)) ||
        shape.blocks.some(({ sources }) =>
          sources.some(({ table }) => table !== undefined && this.is(table, unit, relation)),
        ),
    );
  }

  private is(name: QName, unit: SourceUnit, relation: Table): boolean {
    return this.lookups.relation(name, unit)?.key === relation.key;
  }
}
