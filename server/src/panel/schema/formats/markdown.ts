import type {
  DiagramColumn,
  DiagramEdge,
  DiagramTable,
  SchemaDiagram,
} from '../../../protocol/schema-panel.js';
import { aboutTable, oneLine, references, titles } from './names.js';

/** A data dictionary: a chapter per table, with its columns, keys and who refers to it. */
export function toMarkdown(diagram: SchemaDiagram): string {
  const title = titles(diagram);
  const byId = new Map(diagram.tables.map(table => [table.id, table]));
  const edges = references(diagram);
  const nameOf = (id: string): string => {
    const table = byId.get(id);
    return table ? title(table) : id;
  };
  const lines = [`# ${escaped(diagram.title)}`, '', summary(diagram), ''];
  const shown = diagram.tables.filter(
    table => table.partitionOf === undefined || !byId.has(table.partitionOf),
  );
  for (const star of diagram.stars) {
    const dimensions = star.dimensions.map(id => code(nameOf(id))).join(', ');
    lines.push(`- Star of ${code(nameOf(star.fact))}: ${dimensions === '' ? 'no dimension' : dimensions}`);
  }
  if (diagram.stars.length > 0) lines.push('');
  lines.push('| Table | Is | Columns | Size |', '|---|---|---|---|');
  for (const table of shown)
    lines.push(
      `| ${code(title(table))} | ${escaped(kind(table))} | ${table.columns.length} | ${escaped(table.size ?? '')} |`,
    );
  for (const table of shown) lines.push('', ...chapter(table, title(table), edges, nameOf, diagram));
  return `${lines.join('\n')}\n`;
}

function summary({ tables, dialect }: SchemaDiagram): string {
  const views = tables.filter(({ role }) => role === 'view' || role === 'materialized view').length;
  const plain = tables.filter(({ partitionOf }) => partitionOf === undefined).length - views;
  return `${plain} ${plain === 1 ? 'table' : 'tables'}, ${views} ${views === 1 ? 'view' : 'views'}, ${dialect}.`;
}

function kind(table: DiagramTable): string {
  return table.role === 'entity'
    ? 'table'
    : table.variant && table.variant !== 'plain'
      ? `${table.role}, ${table.variant}`
      : table.role;
}

function chapter(
  table: DiagramTable,
  title: string,
  edges: readonly DiagramEdge[],
  nameOf: (id: string) => string,
  { copies }: SchemaDiagram,
): string[] {
  const lines = [`## ${escaped(title)}`, ''];
  if (table.comment !== undefined) lines.push(escaped(table.comment), '');
  const about = aboutTable(table);
  if (about !== '') lines.push(`${escaped(about[0]!.toUpperCase() + about.slice(1))}.`, '');
  if (table.columns.length > 0) {
    lines.push('| Column | Type | Null | Key | Default | Meaning |', '|---|---|---|---|---|---|');
    for (const column of table.columns) lines.push(columnRow(column, table, edges, nameOf));
    lines.push('');
  }
  const out = edges.filter(({ from }) => from === table.id);
  const into = edges.filter(({ to }) => to === table.id);
  for (const { to, fromColumns, toColumns, declared, label } of out)
    lines.push(
      `- ${code(fromColumns.join(', '))} refers to ${code(nameOf(to) + (toColumns.length > 0 ? ` (${toColumns.join(', ')})` : ''))}${label === undefined ? '' : ` as ${escaped(label)}`}${declared ? '' : ', inferred from names'}`,
    );
  if (into.length > 0)
    lines.push(`- Referred to by ${[...new Set(into.map(({ from }) => code(nameOf(from))))].join(', ')}`);
  for (const { name, columns, unique } of table.indexes)
    lines.push(`- ${unique ? 'Unique index' : 'Index'} ${code(name)} on ${code(columns.join(', '))}`);
  if (table.partitions)
    lines.push(
      `- Partitioned by ${code(table.partitions.by)} (${table.partitions.method}), ${table.partitions.count} ${table.partitions.count === 1 ? 'partition' : 'partitions'}`,
    );
  if (table.sortKey) lines.push(`- Sorted by ${code(table.sortKey.join(', '))}`);
  if (table.distributionKey) lines.push(`- Distributed by ${code(table.distributionKey.join(', '))}`);
  for (const { name, writes } of table.triggers)
    lines.push(
      `- Trigger ${code(name)}${writes.length === 0 ? '' : ` writes ${writes.map(id => code(nameOf(id))).join(', ')}`}`,
    );
  for (const copy of copies.filter(({ to }) => to.table === table.id)) lines.push(`- ${escaped(copy.text)}`);
  return lines[lines.length - 1] === '' ? lines.slice(0, -1) : lines;
}

function columnRow(
  column: DiagramColumn,
  table: DiagramTable,
  edges: readonly DiagramEdge[],
  nameOf: (id: string) => string,
): string {
  const target = edges.find(
    ({ from, fromColumns }) => from === table.id && fromColumns.includes(column.name),
  );
  const keys = [
    column.primary ? 'primary' : '',
    column.unique && !column.primary ? 'unique' : '',
    target ? `to ${nameOf(target.to)}` : '',
  ].filter(key => key !== '');
  const meaning = [
    column.comment,
    column.additivity && `${column.additivity}${column.because === undefined ? '' : `: ${column.because}`}`,
    column.part,
    column.generated ? 'generated' : undefined,
  ].filter(part => part !== undefined);
  const cells = [
    code(column.name),
    column.type === '' ? '' : code(column.type),
    column.nullable ? 'yes' : 'no',
    escaped(keys.join(', ')),
    column.default === undefined ? '' : code(column.default),
    escaped(meaning.join('; ')),
  ];
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  const plain = oneLine(text).replace(/\|/g, '\\|');
  if (!plain.includes('`')) return `\`${plain}\``;
  const longest = Math.max(...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${plain} ${fence}`;
}

function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]#|<>~]/g, '\\$&');
}
