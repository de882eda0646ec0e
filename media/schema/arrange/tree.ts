import type { Card, Point, Size } from '../model/scene.js';

/** A card and everything behind it, from its top left corner. */
export interface TreeBlock extends Size {
  readonly positions: ReadonlyMap<string, Point>;
}

const BETWEEN = 24;
const OUTWARDS = 44;
/** A folded chain hangs close to its card. */
const FOLD = 12;

/** Lays what stands behind a card outwards, away from the middle of the picture; `side` says where the card stands. */
export function treeBlock(
  id: string,
  children: ReadonlyMap<string, readonly string[]>,
  cards: ReadonlyMap<string, Card>,
  side: 'top' | 'bottom' | 'left' | 'right',
): TreeBlock {
  const card = cards.get(id)!;
  const behind = (children.get(id) ?? []).map(child => treeBlock(child, children, cards, side));
  if (behind.length === 0)
    return { width: card.width, height: card.height, positions: new Map([[id, { x: 0, y: 0 }]]) };
  const folds = (children.get(id) ?? []).every(child => cards.get(child)?.shape === 'fold');
  if (side === 'left' || side === 'right') {
    // A fold hangs below its card: beside it, it would push the column outwards.
    if (folds) return stacked(card, behind, FOLD, false);
    return beside(card, behind, side === 'left');
  }
  return stacked(card, behind, folds ? FOLD : OUTWARDS, side === 'top');
}

function stacked(card: Card, behind: readonly TreeBlock[], gap: number, upwards: boolean): TreeBlock {
  const span = behind.reduce((sum, { width }) => sum + width + BETWEEN, -BETWEEN);
  const depth = Math.max(...behind.map(each => each.height));
  const width = Math.max(card.width, span);
  const positions = new Map<string, Point>([
    [card.id, { x: (width - card.width) / 2, y: upwards ? depth + gap : 0 }],
  ]);
  let x = (width - span) / 2;
  for (const block of behind) {
    const y = upwards ? depth - block.height : card.height + gap;
    for (const [id, at] of block.positions) positions.set(id, { x: x + at.x, y: y + at.y });
    x += block.width + BETWEEN;
  }
  return { width, height: card.height + gap + depth, positions };
}

function beside(card: Card, behind: readonly TreeBlock[], leftwards: boolean): TreeBlock {
  const span = behind.reduce((sum, { height }) => sum + height + BETWEEN, -BETWEEN);
  const depth = Math.max(...behind.map(each => each.width));
  const height = Math.max(card.height, span);
  const gap = OUTWARDS + 12;
  const positions = new Map<string, Point>([
    [card.id, { x: leftwards ? depth + gap : 0, y: (height - card.height) / 2 }],
  ]);
  let y = (height - span) / 2;
  for (const block of behind) {
    const x = leftwards ? depth - block.width : card.width + gap;
    for (const [id, at] of block.positions) positions.set(id, { x: x + at.x, y: y + at.y });
    y += block.height + BETWEEN;
  }
  return { width: card.width + gap + depth, height, positions };
}
