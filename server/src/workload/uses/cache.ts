import type { RelationKey } from '../../schema/index.js';
import type { TableUse, WorkloadQuery } from '../model.js';
import { type Finder, Remembered } from '../resolve/lookups.js';
import { buildUses } from './build.js';

type Uses = ReadonlyMap<RelationKey, readonly TableUse[]>;

/** What queries do with tables, worked out again when a name in them means another table, or the table has changed. */
export class UseCache {
  private readonly known = new WeakMap<WorkloadQuery, { readonly names: Remembered; readonly uses: Uses }>();

  of(query: WorkloadQuery, lookups: Finder): Uses {
    const known = this.known.get(query);
    if (known?.names.holds(lookups, query.unit)) return known.uses;
    const names = new Remembered(lookups);
    const uses = buildUses(query, names);
    this.known.set(query, { names, uses });
    return uses;
  }
}
