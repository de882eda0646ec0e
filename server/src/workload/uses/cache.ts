import type { RelationKey } from '../../schema/index.js';
import type { TableUse, WorkloadQuery } from '../model.js';
import { type Finder, Remembered } from '../resolve/lookups.js';
import { Scopes } from '../resolve/scopes.js';
import { buildUses } from './build.js';

type Uses = ReadonlyMap<RelationKey, readonly TableUse[]>;

interface Known {
  readonly names: Remembered;
  readonly scopes: Scopes;
  uses?: Uses;
}

/** What queries do with tables, worked out again when a name in them means another table, or the table has changed. */
export class UseCache {
  private readonly known = new WeakMap<WorkloadQuery, Known>();

  of(query: WorkloadQuery, lookups: Finder): Uses {
    const known = this.current(query, lookups);
    return (known.uses ??= known.names.through(lookups, () => buildUses(query, known.scopes)));
  }

  /** Asks what stands in a query's blocks. */
  ask<T>(query: WorkloadQuery, lookups: Finder, question: (scopes: Scopes) => T): T {
    const { names, scopes } = this.current(query, lookups);
    return names.through(lookups, () => question(scopes));
  }

  private current(query: WorkloadQuery, lookups: Finder): Known {
    const known = this.known.get(query);
    if (known?.names.holds(lookups, query.unit)) return known;
    const names = new Remembered(lookups);
    const fresh = { names, scopes: new Scopes(query, names) };
    this.known.set(query, fresh);
    return fresh;
  }
}
