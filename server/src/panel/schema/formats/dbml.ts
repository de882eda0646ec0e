import type {
  DiagramColumn,
  DiagramEdge,
  DiagramTable,
  SchemaDiagram,
} from '../../../protocol/schema-panel.js';
import { aboutTable, oneLine, references } from './names.js';

/** A diagram in the Database Markup Language. Views are left out: it has none. */
export function toDbml(diagram: SchemaDiagram): string {
  const tables = diagram.tables.filter(({ role }) => role !== 'view' && role !== 'materialized view');
  const known = new Map(tables.map(table => [table.id, withColumns(table, diagram.edges)]));
  const parts = [`// ${oneLine(diagram.title)}`, ...[...known.values()].map(tableText)];
  const seen = new Set<string>();
  for (const edge of references(diagram)) {
    const from = known.get(edge.from);
    const to = known.get(edge.to);
    const text = from && to && refText(edge, from, to);
    if (text === undefined) continue;
    // One pair of ends is one reference, whichever way it is written.
    const key = [ends(from!, edge.fromColumns), ends(to!, edge.toColumns)].sort().join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    parts.push(text);
  }
  return `${parts.join('\n\n')}\n`;
}

/** Columns that references name and nobody has defined; a table of which nothing is known has one that stands for all. */
function withColumns(table: DiagramTable, edges: readonly DiagramEdge[]): DiagramTable {
  const names = new Set(table.columns.map(({ name }) => name));
  const extra = edges
    .filter(({ kind }) => kind === 'references')
    .flatMap(({ from, to, fromColumns, toColumns }) => [
      ...(from === table.id ? fromColumns : []),
      ...(to === table.id ? toColumns : []),
    ])
    .filter(name => !names.has(name));
  const added = [...new Set(extra)];
  if (table.columns.length + added.length > 0 && added.length === 0) return table;
  const made = (added.length > 0 ? added : ['unknown']).map(
    (name): DiagramColumn => ({
      name,
      type: '',
      nullable: true,
      primary: false,
      unique: false,
      foreign: false,
      generated: false,
      findings: 0,
    }),
  );
  return { ...table, columns: [...table.columns, ...made] };
}

function tableText(table: DiagramTable): string {
  const lines = [`Table ${nameOf(table)} {`];
  const composite = table.columns.filter(column => column.primary).length > 1;
  for (const column of table.columns) lines.push(`  ${columnText(column, composite)}`);
  const names = new Set(table.columns.map(({ name }) => name));
  const indexes = table.indexes.filter(({ columns }) => columns.length > 0);
  const key = table.columns.filter(column => column.primary).map(({ name }) => name);
  const items = indexes
    .filter(({ columns }) => columns.join('\0') !== key.join('\0'))
    .map(({ name, columns, unique }) => {
      const of = [...new Set(columns)].map(column =>
        names.has(column) ? quoted(column) : `\`${oneLine(column).replace(/`/g, "'")}\``,
      );
      return `    (${of.join(', ')}) [${unique ? 'unique, ' : ''}name: ${text(name)}]`;
    });
  if (composite) items.unshift(`    (${key.map(quoted).join(', ')}) [pk]`);
  if (items.length > 0) lines.push('', '  indexes {', ...items, '  }');
  const about = [table.comment, aboutTable(table)].filter(part => part !== undefined && part !== '');
  if (about.length > 0) lines.push('', `  Note: ${text(about.join(' · '))}`);
  return [...lines, '}'].join('\n');
}

function columnText(column: DiagramColumn, composite: boolean): string {
  const { name, type, primary, unique, nullable, additivity, part, comment } = column;
  const notes = [comment, additivity, part].filter(note => note !== undefined);
  const settings = [
    primary && !composite ? 'pk' : '',
    unique && !primary ? 'unique' : '',
    nullable ? '' : 'not null',
    column.default === undefined ? '' : `default: \`${oneLine(column.default).replace(/`/g, "'")}\``,
    notes.length > 0 ? `note: ${text(notes.join(', '))}` : '',
  ].filter(setting => setting !== '');
  const kind = type === '' ? 'unknown' : type;
  return `${quoted(name)} ${quoted(kind)}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''}`;
}

function refText(edge: DiagramEdge, from: DiagramTable, to: DiagramTable): string | undefined {
  const { fromColumns, toColumns, many, declared, label } = edge;
  if (fromColumns.length === 0 || fromColumns.length !== toColumns.length) return undefined;
  const [left, right] = [ends(from, fromColumns), ends(to, toColumns)];
  if (left === right) return undefined;
  const note = [label, declared ? undefined : 'inferred'].filter(part => part !== undefined).join(', ');
  return `${note === '' ? '' : `// ${oneLine(note)}\n`}Ref: ${left} ${many ? '>' : '-'} ${right}`;
}

function ends(table: DiagramTable, columns: readonly string[]): string {
  const list = columns.map(quoted);
  return `${nameOf(table)}.${list.length === 1 ? list[0] : `(${list.join(', ')})`}`;
}

function nameOf({ schema, name }: DiagramTable): string {
  return schema === '' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function quoted(name: string): string {
  return `"${oneLine(name).replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

function text(value: string): string {
  return `'${oneLine(value).replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}
