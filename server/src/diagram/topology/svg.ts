import type { TopologyEdge, TopologyGraph, TopologyNode } from './graph.js';
import type { Box, TopologyLayout } from './layout.js';

/**
 * A picture of a cluster that stands alone: no script, nothing remote. Its colours are CSS variables of VS Code with
 * values of their own where there are none.
 */
export function topologySvg(graph: TopologyGraph, layout: TopologyLayout): string {
  const width = Math.ceil(Math.max(layout.width, 240));
  const height = Math.ceil(layout.height);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xml(graph.title)}">`,
    `<style>${STYLE}</style>`,
    MARKERS,
    `<rect class="bg" width="${width}" height="${height}"/>`,
    `<text class="title" x="24" y="28">${xml(graph.title)}</text>`,
    ...graph.groups.map(({ id, title }) => {
      const box = layout.groups.get(id);
      return box === undefined
        ? ''
        : `<rect class="plate" ${rect(box)} rx="8"/><text class="dim" x="${box.x + 16}" y="${box.y + 22}">${xml(title)}</text>`;
    }),
    ...graph.edges.map(edge => drawEdge(edge, layout)),
    ...graph.nodes.map(node => drawNode(node, layout.nodes.get(node.id))),
    '</svg>',
  ];
  return `${parts.filter(part => part !== '').join('\n')}\n`;
}

function drawEdge(edge: TopologyEdge, layout: TopologyLayout): string {
  const points = layout.edges.get(edge.id);
  if (points === undefined || points.length < 2) return '';
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  const arrow =
    edge.kind === 'coordination' ? '' : ` marker-end="url(#${edge.kind === 'async' ? 'open' : 'full'})"`;
  const middle = points[Math.floor((points.length - 1) / 2)]!;
  const next = points[Math.floor((points.length - 1) / 2) + 1]!;
  const label =
    edge.label === ''
      ? ''
      : `<text class="label" x="${round((middle.x + next.x) / 2 + 6)}" y="${round((middle.y + next.y) / 2 - 4)}">${xml(edge.label)}</text>`;
  // Two strokes of one path: the inner one, in the colour of the ground, makes a double line.
  const double = edge.kind === 'quorum' ? `<path class="inner" d="${path}"/>` : '';
  return `<path class="edge ${edge.kind}" d="${path}"${arrow}/>${double}${label}`;
}

function drawNode(node: TopologyNode, box: Box | undefined): string {
  if (box === undefined) return '';
  const { x, y, width: w, height: h } = box;
  const classes = ['node', node.shape, node.leader ? 'leader' : '', node.absent ? 'absent' : '']
    .filter(name => name !== '')
    .join(' ');
  const outline = OUTLINES[node.shape](x, y, w, h);
  const tab = node.leader
    ? `<rect class="tab" x="${x}" y="${y}" width="64" height="16" rx="2"/><text class="tabtext" x="${x + 8}" y="${y + 12}">LEADER</text>`
    : '';
  const middle = x + w / 2;
  const lines = [node.title, ...node.lines.slice(0, 3)].map(
    (line, i) =>
      `<text class="${i === 0 ? 'name' : 'line'}" x="${middle}" y="${y + 34 + i * 18}">${xml(shorten(line))}</text>`,
  );
  return `<g class="${classes}"><title>${xml([node.title, ...node.lines].join('\n'))}</title>${outline}${tab}${lines.join('')}</g>`;
}

const OUTLINES: Readonly<
  Record<TopologyNode['shape'], (x: number, y: number, w: number, h: number) => string>
> = {
  data: (x, y, w, h) => `<rect class="shape" x="${x}" y="${y}" width="${w}" height="${h}" rx="4"/>`,
  client: (x, y, w, h) => `<rect class="shape" x="${x}" y="${y}" width="${w}" height="${h}" rx="${h / 2}"/>`,
  coordination: (x, y, w, h) =>
    polygon(
      [x + 20, y],
      [x + w - 20, y],
      [x + w, y + h / 2],
      [x + w - 20, y + h],
      [x + 20, y + h],
      [x, y + h / 2],
    ),
  witness: (x, y, w, h) => polygon([x + w / 2, y], [x + w, y + h / 2], [x + w / 2, y + h], [x, y + h / 2]),
  router: (x, y, w, h) => polygon([x, y], [x + w, y], [x + w - 20, y + h], [x + 20, y + h]),
};

function polygon(...points: readonly (readonly [number, number])[]): string {
  return `<polygon class="shape" points="${points.map(point => point.map(round).join(',')).join(' ')}"/>`;
}

function rect({ x, y, width, height }: Box): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function shorten(text: string): string {
  return text.length > 26 ? `${text.slice(0, 25)}…` : text;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function xml(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // XML has no control characters.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}

const STYLE = [
  'svg{--bg:var(--vscode-editor-background,#fff);--fg:var(--vscode-foreground,#3b3b3b);--dim:var(--vscode-descriptionForeground,#5f5f5f);--edge:color-mix(in srgb,var(--fg) 60%,var(--bg));--lead:var(--vscode-textLink-foreground,#005fb8);font:11px var(--vscode-font-family,system-ui,sans-serif)}',
  '.bg{fill:var(--bg)}.title{font-size:13px;font-weight:600;fill:var(--fg)}.dim,.line,.label{fill:var(--dim)}',
  '.plate{fill:none;stroke:var(--edge);stroke-width:1;stroke-dasharray:1 4}.shape{fill:var(--bg);stroke:var(--edge);stroke-width:1}',
  '.leader .shape{stroke:var(--lead);stroke-width:2}.tab{fill:var(--lead)}.tabtext{fill:var(--bg);font-size:10px;font-weight:600}',
  '.absent .shape{stroke-dasharray:5 4}.name{fill:var(--fg);font-size:12px;font-weight:600;text-anchor:middle}.line{text-anchor:middle}',
  '.edge{fill:none;stroke:var(--edge);stroke-width:1.5}.async{stroke-dasharray:7 4}.logical{stroke-dasharray:2 3}.quorum{stroke-width:4}.inner{fill:none;stroke:var(--bg);stroke-width:1.5}',
  '.coordination.edge{stroke-width:1;stroke-dasharray:1 3}.route{stroke-width:1}.arrow{fill:var(--edge)}.hollow{fill:none;stroke:var(--edge)}',
].join('');

const MARKERS =
  '<defs><marker id="full" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0L8 4L0 8z"/></marker>' +
  '<marker id="open" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="hollow" d="M0 0L7 4L0 8"/></marker></defs>';
