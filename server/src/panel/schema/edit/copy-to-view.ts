import type { DiagramChange } from '../../../protocol/schema-panel.js';
import { takenToView } from '../../../rules/lib/denorm/copy-fixes.js';
import { display } from '../../../rules/lib/naming.js';
import { newRound } from '../../../rules/round.js';
import { findCopy } from '../diagram/copies.js';
import type { SchemaScope } from '../scope.js';
import { type Drafted, lastMigration, panelEdits } from './draft.js';

/** Takes a copied column away and shows it by a view that joins its source. */
export function copyToView(
  { copy: id }: Extract<DiagramChange, { do: 'copy to view' }>,
  scope: SchemaScope,
): Drafted {
  const { catalog, workload } = scope;
  const label = 'Copy into a view';
  newRound();
  const found = findCopy(id, scope);
  if (!found)
    return {
      label,
      refused: 'This copy is none of a column of the row that its table refers to, so that no join gives it.',
    };
  const { copy, column } = found;
  const pair = copy.pairs.filter(each => each.column === column);
  const name = `${display(copy.table, catalog)}.${column.name}`;
  if (lastMigration(copy.table, scope) !== undefined)
    return {
      label,
      refused: `${name} was made by a migration, which may have run: drop it in a new one, and make the view there.`,
    };
  const edits = takenToView({ ...copy, pairs: pair }, { catalog, workload, roleOf: () => 'schema' });
  if (!edits)
    return {
      label,
      refused: `Something names ${name} or writes it (a query, a trigger, an index, a check, SELECT *): that has to read the view first.`,
    };
  return {
    label: `${name} by a view`,
    edits: panelEdits(edits, scope),
    notes: [`What reads ${name} has to read the view from now on; the column's values are dropped with it.`],
    holds: after => {
      const table = after.catalog.table(copy.table.key);
      return table !== undefined && !table.columns.some(each => each.name === column.name);
    },
  };
}
