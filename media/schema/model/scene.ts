import type { DiagramCopy, DiagramEdge, DiagramTable } from '../../../server/src/protocol/schema-panel.js';

/** What is drawn, in px of the picture's own plane: independent of zoom. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Glyph =
  | 'additive'
  | 'semi-additive'
  | 'non-additive'
  | 'partition'
  | 'key'
  | 'foreign'
  | 'versions'
  | 'tree'
  | 'sorted'
  | 'none';

/** How a thing differs from the version that it is compared with. */
export type Mark = 'added' | 'dropped' | 'changed';

/** One line of a card. */
export interface CardRow {
  /** Column that it stands for, if it is one. */
  readonly column?: string;
  readonly glyph: Glyph;
  readonly text: string;
  /** At the right edge: `additive`, `bigint NN`. */
  readonly note?: string;
  readonly faint?: boolean;
  readonly findings: number;
  readonly mark?: Mark;
  /** Of a changed value: what stood there before, drawn above the new one. */
  readonly before?: string;
  /** Stays when a card is read from afar. */
  readonly key: boolean;
}

export interface CardSection {
  readonly rows: readonly CardRow[];
  /** Small faint lines: grain, size. */
  readonly lines: boolean;
}

export type CardShape = 'fact' | 'dimension' | 'bridge' | 'table' | 'view' | 'fold' | 'cluster';

/** What stands on a card, and how large it is. */
export interface Card extends Size {
  readonly id: string;
  readonly shape: CardShape;
  readonly name: string;
  /** Boxed word beside the name: `SCD 2`, `view`. */
  readonly tag?: string;
  /** Several stars share it: a second outline. */
  readonly conformed: boolean;
  readonly findings: number;
  readonly mark?: Mark;
  readonly sections: readonly CardSection[];
  /** What it stands for; a cluster or a fold stands for several. */
  readonly tables: readonly string[];
  readonly table?: DiagramTable;
}

/** What ends an edge. `one`: bar; `many`: crow's foot; `arrow`: open arrow; the rest by name. */
export type EdgeEnd = 'one' | 'maybe one' | 'many' | 'arrow' | 'none';

export interface Link {
  readonly id: string;
  /** Ids of cards. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'references' | 'reads' | 'writes' | 'copy' | 'fold' | 'bundle';
  readonly dashed: boolean;
  readonly fromEnd: EdgeEnd;
  readonly toEnd: EdgeEnd;
  readonly label?: string;
  readonly mark?: Mark;
  readonly edge?: DiagramEdge;
  readonly copy?: DiagramCopy;
  /** How many edges it stands for, where clusters are closed. */
  readonly count: number;
}

export interface PlacedCard extends Card, Box {}

export interface PlacedLink extends Link {
  readonly points: readonly Point[];
  /** Where its label stands. */
  readonly labelAt: Point;
  readonly labelAnchor: 'start' | 'middle' | 'end';
}

/** A frame around an open cluster. */
export interface Frame extends Box {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

export interface Scene {
  readonly cards: readonly PlacedCard[];
  readonly links: readonly PlacedLink[];
  readonly frames: readonly Frame[];
  readonly bounds: Box;
}

/** What is to be placed. */
export interface Graph {
  readonly cards: readonly Card[];
  readonly links: readonly Link[];
}

/** The smallest box around boxes and points; empty: 0 by 0. */
export function around(boxes: Iterable<Box>, margin = 0): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 };
  return {
    x: left - margin,
    y: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}
