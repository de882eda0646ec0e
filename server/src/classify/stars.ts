import type { Catalog, RelationKey } from '../schema/model.js';
import type { Classification, ClassifyContext, Edge } from './model.js';
import { classifySchemas } from './schema.js';

/** A fact with what it is seen by: plain data, from which a star can be drawn. */
export interface Star {
  readonly fact: RelationKey;
  readonly confidence: number;
  readonly variant?: Classification['variant'];
  readonly grain?: string;
  readonly measures: Classification['measures'];
  readonly degenerate: readonly string[];
  /** From the fact to its dimensions; one dimension may stand there in several parts (`as`). */
  readonly edges: readonly Edge[];
  /** Dimensions that are reached only through others. */
  readonly outriggers: readonly { readonly from: RelationKey; readonly edge: Edge }[];
}

/** The stars of a catalog, one per fact, in the order of the tables. Reads all tables: not for rules of one table. */
export function starsOf(catalog: Catalog, workload?: ClassifyContext['workload']): readonly Star[] {
  const { tables } = classifySchemas(catalog, workload ? { workload } : {});
  const byKey = new Map([...tables.values()].map(found => [found.table, found]));
  return [...tables.values()].filter(found => found.role === 'fact').map(found => star(found, byKey));
}

function star(fact: Classification, byKey: ReadonlyMap<RelationKey, Classification>): Star {
  const edges = fact.edges.filter(edge => edge.to !== fact.table);
  const reached = new Set(edges.map(edge => edge.to));
  const outriggers: Star['outriggers'][number][] = [];
  // Level by level, so that a table is shown where it is nearest.
  for (let level = [...reached]; level.length > 0; ) {
    const next: RelationKey[] = [];
    for (const from of level) {
      const found = byKey.get(from);
      if (found?.role !== 'dimension' && found?.role !== 'lookup') continue;
      for (const edge of found.edges) {
        if (reached.has(edge.to)) continue;
        reached.add(edge.to);
        outriggers.push({ from, edge });
        next.push(edge.to);
      }
    }
    level = next;
  }
  return {
    fact: fact.table,
    confidence: fact.confidence,
    ...(fact.variant ? { variant: fact.variant } : {}),
    ...(fact.grain ? { grain: fact.grain.text } : {}),
    measures: fact.measures,
    degenerate: fact.degenerate,
    edges,
    outriggers,
  };
}
