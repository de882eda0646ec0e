import type { DiagramTable, SchemaComparison, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { DIAGRAM_JSON_VERSION } from './json.js';
import { oneLine, titles } from './names.js';

const SIGNS = { added: '+', dropped: '-', changed: '~' } as const;

/** The diagram with what is gone, each name behind the sign of what happened to it: `+`, `-` or `~`. */
export function markedDiagram(now: SchemaDiagram, found: SchemaComparison): SchemaDiagram {
  const before = new Map(found.before.tables.map(table => [table.id, table]));
  const marked = (table: DiagramTable): DiagramTable => {
    const change = found.tables[table.id];
    const columns = found.columns[table.id] ?? {};
    const gone = (before.get(table.id)?.columns ?? []).filter(
      ({ name }) => columns[name]?.change === 'dropped',
    );
    return {
      ...table,
      name: change === undefined ? table.name : `${SIGNS[change]} ${table.name}`,
      columns: [...table.columns, ...gone].map(column => {
        const said = columns[column.name];
        if (!said) return column;
        const type =
          said.before === undefined || said.after === undefined
            ? column.type
            : `${said.before} → ${said.after}`;
        return { ...column, name: `${SIGNS[said.change]} ${column.name}`, type };
      }),
    };
  };
  const dropped = found.before.tables.filter(({ id }) => found.tables[id] === 'dropped');
  const lost = found.before.edges.filter(({ id }) => found.edges[id] === 'dropped');
  return {
    ...now,
    title: `${now.title} since ${found.label}`,
    tables: [...now.tables, ...dropped].map(marked),
    edges: [...now.edges, ...lost].map(edge => {
      const change = found.edges[edge.id];
      return change === undefined
        ? edge
        : { ...edge, label: [SIGNS[change], edge.label ?? ''].join(' ').trim() };
    }),
  };
}

/** What has changed, as data. */
export function comparisonJson({
  label,
  tables,
  columns,
  edges,
  migration,
  notes,
}: SchemaComparison): string {
  return `${JSON.stringify({ version: DIAGRAM_JSON_VERSION, since: label, tables, columns, edges, migration, notes }, undefined, 2)}\n`;
}

/** What has changed, for people: tables with their columns, the statements, and what they may lose. */
export function comparisonMarkdown(now: SchemaDiagram, found: SchemaComparison): string {
  const title = titles(now);
  const all = new Map([...found.before.tables, ...now.tables].map(table => [table.id, table]));
  const lines = [`# ${oneLine(now.title)} since ${oneLine(found.label)}`, ''];
  const ids = Object.keys(found.tables);
  if (ids.length === 0) lines.push('Nothing has changed.');
  for (const id of ids) {
    const table = all.get(id);
    lines.push(`- \`${table ? title(table) : id}\`: ${found.tables[id]}`);
    for (const [name, { change, before, after }] of Object.entries(found.columns[id] ?? {})) {
      const what =
        before !== undefined && after !== undefined
          ? `\`${before}\` → \`${after}\``
          : `\`${after ?? before ?? ''}\``;
      lines.push(`  - \`${name}\`: ${change}, ${what}`);
    }
  }
  if (found.notes.length > 0) lines.push('', '## Mind', '', ...found.notes.map(note => `- ${note}`));
  if (found.migration !== '') lines.push('', '## Migration', '', '```sql', found.migration.trimEnd(), '```');
  return `${lines.join('\n')}\n`;
}
