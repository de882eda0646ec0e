import type { Catalog, CatalogBuilder, DependencyKey } from '../schema/index.js';
import type { SourceUnit } from '../sql/reading.js';
import { Answers } from './answers.js';
import type { Workload, WorkloadQuery } from './model.js';
import { queriesOfUnit } from './queries.js';
import { UnitIndex } from './unit-index.js';
import { UseCache } from './uses/cache.js';

/** The queries and routine bodies of one catalog's units. What is known in figures is not its business. */
export interface QueryStore {
  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void;
  queriesOf(unit: SourceUnit): readonly WorkloadQuery[];
  takeChanged(): ReadonlySet<DependencyKey>;
  tracked(catalog: Catalog, record: (key: DependencyKey) => void): Omit<Workload, 'factsOf' | 'environment'>;
}

export function createQueryStore(builder: Pick<CatalogBuilder, 'resolve' | 'family'>): QueryStore {
  const index = new UnitIndex(builder.family);
  const cache = new UseCache();
  return {
    change: (removed, added) => index.change(removed, added),
    queriesOf: queriesOfUnit,
    takeChanged: () => index.takeChanged(),
    tracked: (catalog, record) => new Answers(builder, index, cache, catalog, record),
  };
}
