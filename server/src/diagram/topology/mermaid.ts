import type { TopologyEdge, TopologyGraph, TopologyNode } from './graph.js';

/** A cluster as a Mermaid flowchart, for Markdown files that draw such. */
export function topologyMermaid(graph: TopologyGraph): string {
  const names = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const lines = ['flowchart TB', `  %% ${graph.title.replace(/[\r\n]+/g, ' ')}`];
  const group = (parent: string | undefined, indent: string): void => {
    for (const node of graph.nodes.filter(each => each.group === parent))
      lines.push(`${indent}${names.get(node.id)}${shape(node)}`);
    for (const [i, each] of graph.groups.entries()) {
      if (each.parent !== parent) continue;
      lines.push(`${indent}subgraph g${i}[${quoted(each.title)}]`);
      group(each.id, `${indent}  `);
      lines.push(`${indent}end`);
    }
  };
  group(undefined, '  ');
  for (const edge of graph.edges)
    lines.push(`  ${names.get(edge.from)} ${arrow(edge)} ${names.get(edge.to)}`);
  const leaders = graph.nodes.filter(node => node.leader).map(node => names.get(node.id));
  if (leaders.length > 0) lines.push(`  style ${leaders.join(',')} stroke-width:3px`);
  return `${lines.join('\n')}\n`;
}

function shape(node: TopologyNode): string {
  const text = quoted([node.title, ...node.lines].join('<br/>'));
  switch (node.shape) {
    case 'coordination':
      return `{{${text}}}`;
    case 'witness':
      return `{${text}}`;
    case 'router':
      return `[/${text}\\]`;
    case 'client':
      return `([${text}])`;
    case 'data':
      return `[(${text})]`;
  }
}

function arrow({ kind, label }: TopologyEdge): string {
  const line = {
    sync: '==>',
    quorum: '<==>',
    async: '-.->',
    logical: '-.->',
    route: '-->',
    coordination: '-.-',
  }[kind];
  return label === '' ? line : `${line}|${quoted(label)}|`;
}

/** Quotes and the characters that Mermaid reads as markup are written as entities. */
function quoted(text: string): string {
  const plain = text
    .replace(/[\r\n]+/g, ' ')
    .replace(/"/g, '#quot;')
    .replace(/<(?!br\/>)/g, '#lt;')
    .replace(/`/g, '#96;');
  return `"${plain}"`;
}
