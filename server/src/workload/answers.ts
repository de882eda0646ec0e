import {
  type Catalog,
  type CatalogBuilder,
  type DependencyKey,
  foldName,
  type RelationKey,
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
import type { UnitIndex } from './unit-index.js';
import type { UseCache } from './uses/cache.js';
import { Memo } from './uses/memo.js';

/** Questions about uses and bodies, answered from the index; every look-up is recorded. */
export class Answers implements Omit<Workload, 'factsOf' | 'environment'> {
  private readonly lookups: Lookups;
  /** Many rules ask for the uses of the same table. */
  private readonly memos = new Map<RelationKey, Memo>();
  private keys: Set<DependencyKey> | undefined;

  constructor(
    private readonly builder: Pick<CatalogBuilder, 'resolve' | 'family'>,
    private readonly index: UnitIndex,
    private readonly cache: UseCache,
    catalog: Catalog,
    private readonly told: (key: DependencyKey) => void,
  ) {
    this.lookups = new Lookups(builder, catalog, key => this.record(key));
  }

  usesOf(relation: Table | View): readonly TableUse[] {
    const memo = this.memo(relation);
    for (const key of memo.keys) this.told(key);
    return memo.uses;
  }

  bodyOf(trigger: Trigger): RoutineBody | undefined {
    return bodyOfTrigger(trigger, this.lookups);
  }

  routinesOn(relation: Table): ReturnType<Workload['routinesOn']> {
    const found: ReturnType<Workload['routinesOn']>[number][] = [];
    for (const unit of this.unitsOn(relation)) {
      for (const { statement } of effectiveReadings(unit)) {
        if (statement.kind !== 'create function' || !statement.body) continue;
        const { start } = statement.body.span;
        const routine = this.lookups
          .routines(lastName(statement.name).value)
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
    return index < 0 ? undefined : this.cache.ask(query, this.lookups, scopes => scopes.base(ref, index));
  }

  private memo(relation: Relation): Memo {
    const { index, lookups } = this;
    const known = this.memos.get(relation.key);
    const stamp = index.stamp(foldName(this.builder.family, relation.name));
    if (known?.relationItself === relation && known.stamp === stamp) {
      if (known.round === index.round) return known;
      if (known.holds(lookups)) {
        known.round = index.round;
        return known;
      }
    }
    const memo = new Memo(relation, stamp, index.round, uri => index.hasPaths(uri));
    lookups.watcher = memo;
    this.keys = memo.keys;
    memo.uses = this.usesNow(relation);
    lookups.watcher = this.keys = undefined;
    this.memos.set(relation.key, memo);
    return memo;
  }

  private usesNow(relation: Relation): readonly TableUse[] {
    const uses: TableUse[] = [];
    for (const unit of this.unitsOn(relation)) {
      for (const reading of effectiveReadings(unit)) {
        if (!stillCounts(unit, reading.statement, this.lookups)) continue;
        for (const query of queriesIn(unit, reading)) {
          for (const use of this.cache.of(query, this.lookups).get(relation.key) ?? []) uses.push(use);
        }
      }
    }
    return uses;
  }

  private unitsOn(relation: { readonly name: string }): Iterable<SourceUnit> {
    const name = foldName(this.builder.family, relation.name);
    this.record('uses:' + name);
    // By place: what rules list must not depend on what was read first.
    return [...this.index.named(name)].sort(compareUnits);
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

  private record(key: DependencyKey): void {
    this.keys?.add(key);
    this.told(key);
  }
}

function compareUnits(a: SourceUnit, b: SourceUnit): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.piece.start - b.piece.start;
}
