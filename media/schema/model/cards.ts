import type { DiagramTable } from '../../../server/src/protocol/schema-panel.js';
import type { Measure } from './measure.js';
import type { Card, CardSection } from './scene.js';

/** px; the proportions of every card. */
export const CARD = {
  header: 32,
  factHeader: 28,
  row: 20,
  line: 16,
  pad: 12,
  sectionPad: 8,
  minWidth: 136,
  maxWidth: 264,
  name: 13,
  text: 12,
  small: 11,
  /** From the left edge to a row's text. */
  indent: 32,
} as const;

export interface CardContent extends Omit<Card, 'width' | 'height'> {}

/** Gives what stands on a card the room that it needs. */
export function sized(content: CardContent, measure: Measure): Card {
  return { ...content, width: widthOf(content, measure), height: heightOf(content) };
}

export function headerHeight(shape: Card['shape']): number {
  return shape === 'fact' ? CARD.factHeader : shape === 'fold' ? 22 : CARD.header;
}

/** px from the top of a card to the top of each section, and of each row in it. */
export function rowTops(content: Pick<Card, 'shape' | 'sections'>): { section: number; rows: number[] }[] {
  let y = headerHeight(content.shape);
  return content.sections.map(({ rows, lines }) => {
    const section = y;
    y += CARD.sectionPad / 2;
    const tops = rows.map(({ before }) => {
      const top = y;
      y += (lines ? CARD.line : CARD.row) + (before === undefined ? 0 : CARD.line);
      return top;
    });
    y += CARD.sectionPad / 2;
    return { section, rows: tops };
  });
}

/** px from the top of a card to the middle of the row of a column; undefined: it has none. */
export function rowMiddle(card: Card, column: string): number | undefined {
  const tops = rowTops(card);
  for (const [at, { rows }] of card.sections.entries())
    for (const [row, each] of rows.entries())
      if (each.column === column) return (tops[at]?.rows[row] ?? 0) + CARD.row / 2;
  return undefined;
}

function heightOf({ shape, sections }: CardContent): number {
  return headerHeight(shape) + sections.reduce((sum, section) => sum + sectionHeight(section), 0);
}

function sectionHeight({ rows, lines }: CardSection): number {
  const each = lines ? CARD.line : CARD.row;
  return (
    CARD.sectionPad + rows.reduce((sum, { before }) => sum + each + (before === undefined ? 0 : CARD.line), 0)
  );
}

function widthOf({ shape, name, tag, findings, mark, sections }: CardContent, measure: Measure): number {
  let need =
    CARD.pad * 2 +
    measure(name, shape === 'fold' ? CARD.small : CARD.name, shape !== 'fold') +
    (shape === 'fact' || shape === 'view' || shape === 'cluster' ? 18 : 0) +
    (tag === undefined ? 0 : measure(tag, CARD.small) + 30) +
    (findings > 0 ? 28 : 0) +
    (mark === undefined ? 0 : 16);
  for (const { rows, lines } of sections)
    for (const { text, note, before } of rows) {
      const size = lines ? CARD.small : CARD.text;
      const left = lines ? CARD.pad : CARD.indent;
      const right = note === undefined ? 0 : measure(note, CARD.small) + 16;
      need = Math.max(need, left + measure(text, size) + right + CARD.pad);
      if (before !== undefined) need = Math.max(need, left + measure(before, CARD.small) + CARD.pad);
    }
  const most = shape === 'fold' ? 240 : CARD.maxWidth;
  const least = shape === 'fact' ? 208 : shape === 'fold' ? 64 : CARD.minWidth;
  // Whole steps of the grid, so that cards beside each other line up.
  return Math.ceil(Math.min(most, Math.max(least, need)) / 8) * 8;
}

/** Findings on a table and its columns. */
export function findingsOf(table: DiagramTable): number {
  return table.findings.length;
}
