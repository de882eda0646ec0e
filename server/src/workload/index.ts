import type { Catalog, CatalogBuilder, DependencyKey } from '../schema/index.js';
import type { SourceUnit } from '../sql/reading.js';
import { type FactsPart, withFacts } from './facts/with-facts.js';
import type { Workload, WorkloadQuery } from './model.js';
import { createQueryStore } from './store.js';

export type * from './model.js';
export { NO_FACTS } from './model.js';

/** The queries, routine bodies and figures of one project, kept as its units come and go. */
export interface WorkloadStore extends FactsPart {
  /** Units whose statements count; unchanged ones keep their identity. */
  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void;
  /** What the unit's statements run: queries, view bodies, lines of routines and triggers. */
  queriesOf(unit: SourceUnit): readonly WorkloadQuery[];
  /** Answers that may differ since the last call: `uses:orders`, `facts:orders`, `body:sync_total`. */
  takeChanged(): ReadonlySet<DependencyKey>;
  /** What rules see: each question is told to `record`, and what the catalog is asked for goes through `catalog`. */
  tracked(catalog: Catalog, record: (key: DependencyKey) => void): Workload;
}

export function createWorkloadStore(builder: Pick<CatalogBuilder, 'resolve' | 'family'>): WorkloadStore {
  return withFacts(createQueryStore(builder), builder);
}
