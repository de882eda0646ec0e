import type { DiagramCopy, DiagramEdge, DiagramMode, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { oneLine, titles } from './names.js';
import { type Card, type CardLine, cardOf, HEAD, LINE, step } from './svg-card.js';
import { layoutCards, type Point, type SvgLayout } from './svg-layout.js';
import { MARKERS, STYLE } from './svg-style.js';

/**
 * A picture of a diagram that stands alone: no script, nothing remote. Its colours are CSS variables of VS Code with values
 * of their own where there are none.
 */
export async function toSvg(diagram: SchemaDiagram, mode: DiagramMode): Promise<string> {
  const title = titles(diagram);
  const partitions = new Set(
    diagram.tables.filter(table => table.partitionOf !== undefined).map(({ id }) => id),
  );
  const known = new Set(diagram.tables.map(({ id }) => id));
  // A partition is in its table's card.
  const shown = diagram.tables.filter(
    ({ id, partitionOf }) => !partitions.has(id) || !known.has(partitionOf!),
  );
  const factsOf = new Map<string, string[]>();
  for (const { fact, dimensions } of diagram.stars) {
    const name = diagram.tables.find(({ id }) => id === fact)?.name ?? fact;
    for (const id of dimensions) factsOf.set(id, [...(factsOf.get(id) ?? []), name]);
  }
  const cards = shown.map(table =>
    cardOf(table, title(table), mode, mode === 'star' ? (factsOf.get(table.id) ?? []) : []),
  );
  const drawn = new Set(shown.map(({ id }) => id));
  const edges = diagram.edges.filter(
    ({ from, to, kind }) => drawn.has(from) && drawn.has(to) && (mode === 'er' || kind === 'references'),
  );
  const layout = await layoutCards(cards, edges, diagram.stars, mode);
  const width = Math.ceil(Math.max(layout.width, 320));
  const height = Math.ceil(Math.max(layout.height, 96));
  const copies = mode === 'er' ? diagram.copies : [];
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xml(diagram.title)}">`,
    `<style>${STYLE}</style>`,
    MARKERS,
    `<rect class="bg" width="${width}" height="${height}"/>`,
    `<text class="title" x="24" y="32">${xml(diagram.title)}</text>`,
    ...edges.map(edge => drawEdge(edge, layout.lines.get(edge.id))),
    ...cards.map(card => drawCard(card, layout.cards.get(card.table.id))),
    ...copies.map(copy => drawCopy(copy, cards, layout)),
    '</svg>',
  ];
  return `${parts.filter(part => part !== '').join('\n')}\n`;
}

function drawEdge(
  { from, to, kind, declared, many, optional, label }: DiagramEdge,
  points: readonly Point[] | undefined,
): string {
  if (points === undefined || points.length < 2) return '';
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const ends =
    kind === 'references'
      ? ` marker-start="url(#${many ? 'many' : 'one'})" marker-end="url(#${optional ? 'maybe' : 'must'})"`
      : ' marker-end="url(#open)"';
  const style = kind === 'references' ? (declared ? 'edge' : 'edge inferred') : `edge ${kind}`;
  const middle = Math.floor((points.length - 1) / 2);
  const [a, b] = [points[middle]!, points[middle + 1]!];
  const own = from === to;
  const text =
    label === undefined
      ? ''
      : `<text class="label${own ? ' own' : ''}" x="${round((a.x + b.x) / 2 + (own ? 6 : 0))}" y="${round((a.y + b.y) / 2 + (own ? 4 : -4))}">${xml(label)}</text>`;
  return `<path class="${style}" d="${path}"${ends}/>${text}`;
}

function drawCard(card: Card, at: Point | undefined): string {
  if (!at) return '';
  const { table, title, tag, lines, width, height, conformed } = card;
  const { x, y } = at;
  const fact = table.role === 'fact';
  const radius = fact ? 0 : 8;
  const parts: string[] = [];
  if (conformed)
    parts.push(
      `<rect class="shape" x="${round(x - 4)}" y="${round(y - 4)}" width="${width + 8}" height="${height + 8}" rx="12"/>`,
    );
  parts.push(outline(card, x, y, radius));
  if (fact)
    parts.push(`<rect class="band" x="${round(x)}" y="${round(y)}" width="${width}" height="${HEAD}"/>`);
  else if (lines.length > 0) parts.push(`<path class="rule" d="M${round(x)} ${round(y + HEAD)}h${width}"/>`);
  parts.push(
    `<text class="${fact ? 'factname' : 'name'}" x="${round(x + 12)}" y="${round(y + 20)}">${xml(fitted(title, width - (tag ? 64 : 24), 7.2))}</text>`,
  );
  if (tag !== undefined)
    parts.push(`<text class="tag" x="${round(x + width - 10)}" y="${round(y + 19)}">${xml(tag)}</text>`);
  let top = y + HEAD + 4;
  for (const line of lines) {
    parts.push(
      line.kind === 'rule'
        ? `<path class="rule" d="M${round(x)} ${round(top + 4)}h${width}"/>`
        : drawLine(line, x, top, width),
    );
    top += step(line);
  }
  const hover = [title, ...lines.map(({ text, remark }) => [text, remark].filter(Boolean).join(' '))].filter(
    text => text !== '',
  );
  return `<g class="card ${table.role.replace(/\s/g, '-')}"><title>${xml(hover.join(', '))}</title>${parts.join('')}</g>`;
}

/** Round corners; a bridge has pointed ends. */
function outline({ table, width, height }: Card, x: number, y: number, radius: number): string {
  const dashed =
    table.place === undefined
      ? ' absent'
      : table.role === 'view' || table.role === 'materialized view'
        ? ' view'
        : '';
  if (table.role === 'bridge') {
    const points = [
      [x + 9, y],
      [x + width - 9, y],
      [x + width, y + height / 2],
      [x + width - 9, y + height],
      [x + 9, y + height],
      [x, y + height / 2],
    ];
    return `<polygon class="shape${dashed}" points="${points.map(point => point.map(round).join(',')).join(' ')}"/>`;
  }
  return `<rect class="shape${dashed}" x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" rx="${radius}"/>`;
}

function drawLine({ text, remark, sign, kind }: CardLine, x: number, top: number, width: number): string {
  const baseline = top + 14;
  const left = x + (sign ? 30 : 12);
  const room = width - (left - x) - 12 - (remark ? remark.length * 5.8 + 8 : 0);
  const words = `<text class="${kind === 'note' ? 'dim' : 'column'}" x="${round(left)}" y="${round(baseline)}">${xml(fitted(text, Math.max(room, 60), 6.2))}</text>`;
  const right = remark
    ? `<text class="remark" x="${round(x + width - 10)}" y="${round(baseline)}">${xml(remark)}</text>`
    : '';
  return `${sign ? drawSign(sign, x + 18, top + LINE / 2) : ''}${words}${right}`;
}

function drawSign(sign: NonNullable<CardLine['sign']>, x: number, y: number): string {
  const [cx, cy] = [round(x), round(y)];
  switch (sign) {
    case 'additive':
      return `<circle class="full" cx="${cx}" cy="${cy}" r="4.5"/>`;
    case 'semi-additive':
      return `<circle class="hollow" cx="${cx}" cy="${cy}" r="4.5"/><path class="full" d="M${cx} ${round(y - 4.5)}a4.5 4.5 0 0 0 0 9z"/>`;
    case 'non-additive':
      return `<path class="hollow" d="M${round(x - 4.5)} ${cy}a4.5 4.5 0 1 1 9 0a4.5 4.5 0 1 1 -9 0M${round(x - 3)} ${round(y + 3)}l6 -6"/>`;
    case 'partition':
      return `<path class="hollow" d="M${round(x - 5)} ${round(y - 4)}h10v8h-10zm3.3 0v8m3.4 -8v8"/>`;
    case 'versions':
      return `<path class="hollow" d="M${round(x - 4.5)} ${round(y - 1.5)}h6v6h-6zM${round(x - 1.5)} ${round(y - 1.5)}v-3h6v6h-3"/>`;
    case 'key':
      return `<path class="hollow" d="M${round(x - 5)} ${cy}a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1 -5 0M${cx} ${cy}h6m-2 0v2.5"/>`;
  }
}

/** From the column that is copied to the copy, with a sign for whether something keeps it true. */
function drawCopy(
  { from, to, keptBy, text }: DiagramCopy,
  cards: readonly Card[],
  layout: SvgLayout,
): string {
  const start = rowOf(from, cards, layout);
  const end = rowOf(to, cards, layout);
  if (!start || !end) return '';
  const right = start.left < end.left;
  const a = { x: right ? start.right : start.left, y: start.y };
  const b = { x: right ? end.left : end.right, y: end.y };
  const bend = Math.max(40, Math.abs(b.x - a.x) / 2);
  const [c, d] = [a.x + (right ? bend : -bend), b.x - (right ? bend : -bend)];
  const kept = keptBy !== 'nothing' && keptBy !== 'unknown';
  const [mx, my] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const mark = kept
    ? `M${round(mx - 4)} ${round(my)}l3 4l6 -8`
    : `M${round(mx - 4)} ${round(my - 4)}l8 8m0 -8l-8 8`;
  return `<g class="copy ${kept ? 'kept' : 'loose'}"><title>${xml(text)}</title><path class="line" d="M${round(a.x)} ${round(a.y)}C${round(c)} ${round(a.y)} ${round(d)} ${round(b.y)} ${round(b.x)} ${round(b.y)}" marker-end="url(#open)"/><path class="mark" d="${mark}"/></g>`;
}

function rowOf(
  { table, column }: DiagramCopy['from'],
  cards: readonly Card[],
  layout: SvgLayout,
): { readonly left: number; readonly right: number; readonly y: number } | undefined {
  const card = cards.find(each => each.table.id === table);
  const at = layout.cards.get(table);
  if (!card || !at) return undefined;
  let y = at.y + HEAD + 4;
  for (const line of card.lines) {
    if (line.text === column) return { left: at.x, right: at.x + card.width, y: y + LINE / 2 };
    y += step(line);
  }
  return { left: at.x, right: at.x + card.width, y: at.y + HEAD / 2 };
}

function fitted(text: string, room: number, each: number): string {
  const most = Math.max(4, Math.floor(room / each));
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function xml(text: string): string {
  return (
    oneLine(text)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // XML has no lone halves of characters, and two that are none.
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '')
  );
}
