import type { RelationKey, Table } from '../../../schema/model.js';
import type { Workload } from '../../../workload/model.js';

/** A trigger and the relations that its body writes, the table that it stands on left out. */
export interface TriggerWrites {
  readonly name: string;
  readonly writes: readonly RelationKey[];
}

/** The triggers of a table with what they write, as far as their bodies could be read. */
export function triggersOf(table: Table, workload: Workload): readonly TriggerWrites[] {
  return table.triggers.map(trigger => {
    const writes = new Set<RelationKey>();
    for (const query of workload.bodyOf(trigger)?.queries ?? []) {
      const { target } = query.shape;
      const relation = target && workload.relationOf(query, target);
      if (relation && relation.key !== table.key) writes.add(relation.key);
    }
    return { name: trigger.name, writes: [...writes] };
  });
}
