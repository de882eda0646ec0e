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
  /** Queries with their rates from statistics: the same objects as long as the rates are the same. */
  const copies = new WeakMap<WorkloadQuery, WorkloadQuery>();
  const rated = (query: WorkloadQuery): WorkloadQuery => {
    if (query.rate !== undefined) return query;
    const { unit, span } = query.origin;
    const rate = facts.rateOf(unit.piece.text.slice(span.start, span.end));
    if (rate === undefined) return query;
    const known = copies.get(query);
    if (known?.rate === rate) return known;
    const copy = { ...query, rate };
    copies.set(query, copy);
    return copy;
  };
  return {
    facts,
    change(removed, added) {
      // Both are read twice.
      const [gone, come] = [[...removed], [...added]];
      store.change(gone, come);
      facts.change(gone, come);
    },
    queriesOf: unit => {
      const queries = store.queriesOf(unit);
      return facts.ratesKnown ? queries.map(rated) : queries;
    },
    takeChanged() {
      const [queries, figures] = [store.takeChanged(), facts.takeChanged()];
      return figures.size === 0 ? queries : new Set<DependencyKey>([...queries, ...figures]);
    },
    tracked(catalog, record) {
      const queries = store.tracked(catalog, record);
      const answers = Object.assign(Object.create(queries) as typeof queries, facts.tracked(record));
      answers.usesOf = relation => {
        const uses = queries.usesOf(relation);
        if (!facts.ratesKnown) return uses;
        return uses.map(use => {
          const query = rated(use.query);
          return query === use.query ? use : { ...use, query };
        });
      };
      return answers;
    },
    setFacts: (source, layer) => facts.setFacts(source, layer),
  };
}
