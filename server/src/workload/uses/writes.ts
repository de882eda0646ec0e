import type { WorkloadQuery } from '../model.js';
import type { Scoped, Scopes } from '../resolve/scopes.js';
import { UseDraft } from './draft.js';

/**
 * Fills in what the target of a change is given; returns further uses of it: those of an INSERT, whose target is read
 * by nothing, and of the UPDATE that ON CONFLICT makes of it.
 */
export function addWrites(
  query: WorkloadQuery,
  scopes: Scopes,
  drafts: ReadonlyMap<Scoped, UseDraft>,
): UseDraft[] {
  const { target, verb } = query.shape;
  if (!target) return [];
  const scoped = scopes.target();
  const relation = scoped?.relation;
  if (!scoped || !relation) return [];
  const nameOf = (name: string): string => scoped.columns.get(scopes.fold(name))?.name ?? name;
  const set = [...new Set(target.sets.map(({ column }) => nameOf(column.name)))];
  const given = target.columns.map(({ name }) => nameOf(name));
  const changed = [...drafts.values()].find(draft => draft.access !== 'read');
  if (changed) changed.writes = set;
  const added: UseDraft[] = [];
  const isInsert = verb === 'insert' || verb === 'copy' || (verb === 'merge' && target.values.length > 0);
  if (isInsert) {
    const insert = new UseDraft(relation.key, scoped, 'insert');
    const all = [...scoped.columns.values()].map(({ name }) => name);
    insert.writes =
      given.length > 0 ? given : target.values.length > 0 ? all.slice(0, target.values.length) : all;
    added.push(insert);
    if (verb === 'insert' && set.length > 0) {
      const update = new UseDraft(relation.key, scoped, 'update');
      update.writes = set;
      added.push(update);
    }
  }
  if (verb === 'truncate') added.push(new UseDraft(relation.key, scoped, 'delete'));
  return added;
}
