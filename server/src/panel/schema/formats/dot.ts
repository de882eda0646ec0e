import type { DiagramColumn, DiagramTable, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { handles, oneLine, references, titles } from './names.js';

/** A diagram for Graphviz: a table per node, a port per column. */
export function toDot(diagram: SchemaDiagram): string {
  const title = titles(diagram);
  const names = handles(diagram);
  const tables = new Map(diagram.tables.map(table => [table.id, table]));
  const port = (id: string, columns: readonly string[]): string => {
    const at = tables.get(id)?.columns.findIndex(({ name }) => name === columns[0]) ?? -1;
    return `${names.get(id)}${at >= 0 ? `:c${at}` : ''}`;
  };
  const lines = [
    `digraph ${quoted(diagram.title)} {`,
    '  graph [rankdir=LR, nodesep=0.4, ranksep=1];',
    '  node [shape=plain, fontname="Helvetica", fontsize=10];',
    '  edge [fontname="Helvetica", fontsize=9, arrowsize=0.8];',
    ...diagram.tables.map(table => `  ${names.get(table.id)} [label=<${label(table, title(table))}>];`),
  ];
  for (const { from, to, fromColumns, toColumns, many, optional, declared, label: said } of references(
    diagram,
  )) {
    const style = [
      'dir=both',
      `arrowtail=${many ? 'crowodot' : 'teeodot'}`,
      `arrowhead=${optional ? 'teeodot' : 'teetee'}`,
      ...(declared ? [] : ['style=dashed']),
      ...(said === undefined ? [] : [`label=${quoted(said)}`]),
    ];
    lines.push(`  ${port(from, fromColumns)} -> ${port(to, toColumns)} [${style.join(', ')}];`);
  }
  for (const { from, to, kind } of diagram.edges) {
    if (kind === 'references' || !names.has(from) || !names.has(to)) continue;
    lines.push(`  ${names.get(from)} -> ${names.get(to)} [style=dotted, label=${quoted(kind)}];`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

function label({ columns, role }: DiagramTable, title: string): string {
  const heading = `<tr><td bgcolor="${role === 'fact' ? '#d0d0d0' : '#eeeeee'}" align="left"><b>${xml(title)}</b>${role === 'entity' ? '' : ` <i>${role}</i>`}</td></tr>`;
  return `<table border="0" cellborder="1" cellspacing="0" cellpadding="4">${heading}${columns.map(row).join('')}</table>`;
}

function row({ name, type, primary, foreign, nullable }: DiagramColumn, i: number): string {
  const marks = [primary ? 'PK' : '', foreign ? 'FK' : '', nullable || primary ? '' : 'NN']
    .filter(mark => mark !== '')
    .join(' ');
  const text = primary ? `<u>${xml(name)}</u>` : xml(name);
  return `<tr><td port="c${i}" align="left">${text}${type === '' ? '' : ` ${xml(type)}`}${marks === '' ? '' : ` <i>${marks}</i>`}</td></tr>`;
}

function quoted(text: string): string {
  return `"${oneLine(text).replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

/** Graphviz wants something in every element. */
function xml(text: string): string {
  const plain = oneLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
  return plain === '' ? ' ' : plain;
}
