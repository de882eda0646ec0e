import type { Catalog, CatalogBuilder, DependencyKey } from '../../schema/index.js';
import type { SourceUnit } from '../../sql/reading.js';
import type { Workload, WorkloadQuery } from '../model.js';
import { createFactStore, type FactLayer, type FactSource, type FactStore } from './store.js';

/** What the store of a project's workload does for figures. */
export interface FactsPart {
  /** Replaces what `faultline.yaml` or the statistics files say. */
  setFacts(source: FactSource, layer: FactLayer | undefined): void;
  /** Figures without tracking, for the editor. */
  readonly facts: Pick<FactStore, 'factsOf' | 'environment'>;
}

/** What a store of queries answers itself. */
interface QueryStore {
  change(removed: Iterable<SourceUnit>, added: Iterable<SourceUnit>): void;
  queriesOf(unit: SourceUnit): readonly WorkloadQuery[];
  takeChanged(): ReadonlySet<DependencyKey>;
  tracked(catalog: Catalog, record: (key: DependencyKey) => void): Omit<Workload, 'factsOf' | 'environment'>;
}

type WithFacts = Omit<QueryStore, 'tracked'> &
  FactsPart & { tracked(catalog: Catalog, record: (key: DependencyKey) => void): Workload };

/** Adds the figures of a project to the store of its queries. */
export function withFacts(store: QueryStore, builder: Pick<CatalogBuilder, 'resolve' | 'family'>): WithFacts {
  const facts = createFactStore(builder);
  return {
    facts,
    change(removed, added) {
      // Both are read twice.
      const [gone, come] = [[...removed], [...added]];
      store.change(gone, come);
      facts.change(gone, come);
    },
    queriesOf: unit => store.queriesOf(unit),
    takeChanged() {
      const [queries, figures] = [store.takeChanged(), facts.takeChanged()];
      return figures.size === 0 ? queries : new Set<DependencyKey>([...queries, ...figures]);
    },
    tracked(catalog, record) {
      const queries = store.tracked(catalog, record);
      return Object.assign(Object.create(queries) as typeof queries, facts.tracked(record));
    },
    setFacts: (source, layer) => facts.setFacts(source, layer),
  };
}
