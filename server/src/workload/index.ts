import type { Catalog, CatalogBuilder, DependencyKey } from '../schema/index.js';
import type { SourceUnit } from '../sql/reading.js';
import { NO_FACTS, type Workload, type WorkloadQuery } from './model.js';

export type * from './model.js';
export { NO_FACTS } from './model.js';

/** The queries, routine bodies and figures of one project, kept as its units come and go. */
export interface WorkloadStore {
  /** Units whose statements count; unchanged ones keep their identity. */
  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void;
  /** What the unit's statements run: queries, view bodies, lines of routines and triggers. */
  queriesOf(unit: SourceUnit): readonly WorkloadQuery[];
  /** Answers that may differ since the last call: `uses:orders`, `facts:orders`, `body:sync_total`. */
  takeChanged(): ReadonlySet<DependencyKey>;
  /** What rules see: each question is told to `record`, and what the catalog is asked for goes through `catalog`. */
  tracked(catalog: Catalog, record: (key: DependencyKey) => void): Workload;
}

export function createWorkloadStore(_builder: Pick<CatalogBuilder, 'resolve'>): WorkloadStore {
  return {
    change() {},
    queriesOf: () => [],
    takeChanged: () => new Set(),
    tracked: () => ({
      usesOf: () => [],
      bodyOf: () => undefined,
      routinesOn: () => [],
      relationOf: () => undefined,
      columnOf: () => undefined,
      factsOf: () => NO_FACTS,
    }),
  };
}
