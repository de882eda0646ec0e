import type { DiagramChange, EditProposal } from '../../../protocol/schema-panel.js';
import type { PanelEdit } from '../../../protocol/webview.js';
import type { SchemaScope } from '../scope.js';
import { shadowOf } from '../shadow.js';
import { acceptStar } from './accept-star.js';
import { addColumn } from './add-column.js';
import { addForeignKey } from './add-foreign-key.js';
import { addIndex } from './add-index.js';
import { copyToView } from './copy-to-view.js';
import type { Drafted } from './draft.js';
import { renameColumn } from './rename-column.js';
import { renameTable } from './rename-table.js';
import { textsAfter } from './texts.js';

/**
 * The edits of the SQL that make a change. Each is tried first: what the files would come to is read, and where it is not
 * what was asked for, there is a sentence and no edit.
 */
export async function proposeEdit(change: DiagramChange, scope: SchemaScope): Promise<EditProposal> {
  const drafted = draft(change, scope);
  if ('refused' in drafted) return refusal(drafted.label, drafted.refused);
  const { label, edits, creates, notes, holds } = drafted;
  const after = await shadowOf(scope, textsAfter(scope.analyzer, edits));
  if ('why' in after || !holds(after) || broken(after) > broken(scope))
    return refusal(
      label,
      'The SQL would not come to this: something in these files is written in a way that the change would break. It has to be made by hand.',
    );
  return { kind: 'edit', label, edits: inOrder(edits), ...(creates ? { creates } : {}), notes };
}

function draft(change: DiagramChange, scope: SchemaScope): Drafted {
  switch (change.do) {
    case 'rename table':
      return renameTable(change, scope);
    case 'rename column':
      return renameColumn(change, scope);
    case 'add column':
      return addColumn(change, scope);
    case 'add index':
      return addIndex(change, scope);
    case 'add foreign key':
      return addForeignKey(change, scope);
    case 'copy to view':
      return copyToView(change, scope);
    case 'accept star':
      return acceptStar(change, scope);
  }
}

function refusal(label: string, why: string): EditProposal {
  return { kind: 'edit', label, edits: [], notes: [why] };
}

/** Statements that could not be read. */
function broken({ analyzer, files }: SchemaScope): number {
  let count = 0;
  for (const uri of files)
    for (const { readings } of analyzer.units(uri))
      for (const { partial, problem } of readings) if (partial || problem) count++;
  return count;
}

function inOrder(edits: readonly PanelEdit[]): readonly PanelEdit[] {
  return [...edits].sort(
    (a, b) =>
      (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.character - b.range.start.character,
  );
}
