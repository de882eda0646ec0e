import type { Classification, Role } from '../../classify/index.js';
import type { TableDetails } from '../../protocol/schema-panel.js';
import type { PanelEdit } from '../../protocol/webview.js';
import type { Table } from '../../schema/model.js';
import type { Origin } from '../../sql/reading.js';
import { codeLanguage } from '../../workload/code/index.js';
import { annotationsOf } from '../../workload/facts/index.js';
import type { SchemaScope } from './scope.js';

/** The comments that say what a table is for, against what it is taken for now. */
export function overruling(
  table: Table,
  found: Classification,
  scope: SchemaScope,
): TableDetails['overrule'] {
  // What a program's string says has quotes and escapes of its own.
  if (codeLanguage(table.nameOrigin.unit.uri)) return [];
  const said = scope.workload.factsOf(table).role;
  const written = said?.source === 'comment' ? said.origin : undefined;
  const roles = ROLES.filter(({ role }) => role !== found.role);
  return [
    ...(written ? [{ title: 'Let the table speak for itself', edits: [withdrawn(written, scope)] }] : []),
    ...roles.map(({ role, title }) => ({
      title: role === 'entity' && found.role !== 'entity' ? `Not a ${found.role}` : title,
      edits: [written ? replaced(written, role, scope) : added(table, role, scope)],
    })),
  ];
}

const ROLES: readonly { readonly role: Role; readonly title: string }[] = [
  { role: 'entity', title: 'A table of an application' },
  { role: 'fact', title: 'A fact' },
  { role: 'dimension', title: 'A dimension' },
  { role: 'bridge', title: 'A bridge' },
  { role: 'lookup', title: 'A lookup' },
  { role: 'event', title: 'An event' },
  { role: 'staging', title: 'Staging' },
  { role: 'aggregate', title: 'An aggregate' },
];

function replaced(written: Origin, role: Role, { place }: SchemaScope): PanelEdit {
  return { ...place(written), newText: `role=${role}` };
}

/** Without the word; where it stands alone, without the whole comment and its line. */
function withdrawn(written: Origin, { place }: SchemaScope): PanelEdit {
  const { unit, span } = written;
  const { text, comments } = unit.piece;
  const comment = comments.find(each => each.start <= span.start && span.end <= each.end);
  let { start, end } = span;
  const left = comment && text.slice(comment.start, start) + text.slice(end, comment.end);
  if (comment && /^(?:--|#|\/\*)\s*faultline:\s*(?:\*\/)?\s*$/.test(left!)) {
    ({ start, end } = comment);
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    if (text.slice(lineStart, start).trim() === '' && text[end] === '\n') {
      start = lineStart;
      end++;
    }
  } else while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  return { ...place({ unit, span: { start, end } }), newText: '' };
}

/** Behind what a comment says of the table already, else as a comment above its statement. */
function added(table: Table, role: Role, { place }: SchemaScope): PanelEdit {
  const { unit } = table.nameOrigin;
  const { text, body } = unit.piece;
  const own = annotationsOf(unit).find(
    each =>
      each.name === undefined &&
      each.on === undefined &&
      each.span.end <= body.start &&
      each.entries.length > 0,
  );
  const last = own?.entries[own.entries.length - 1];
  if (last) {
    const at = last.valueSpan.end;
    return { ...place({ unit, span: { start: at, end: at } }), newText: ` role=${role}` };
  }
  const lineStart = text.lastIndexOf('\n', body.start - 1) + 1;
  const before = text.slice(lineStart, body.start);
  const indent = /^[ \t]*$/.test(before) ? before : '';
  const line = `-- faultline: role=${role}\n${indent}`;
  return {
    ...place({ unit, span: { start: body.start, end: body.start } }),
    newText: before.trim() === '' ? line : `\n${line}`,
  };
}
