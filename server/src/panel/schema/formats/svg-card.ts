import type { DiagramColumn, DiagramMode, DiagramTable } from '../../../protocol/schema-panel.js';

/** One line of a card: words on the left, a remark on the right, and a sign before both. */
export interface CardLine {
  readonly text: string;
  readonly remark?: string;
  readonly sign?: 'key' | 'additive' | 'semi-additive' | 'non-additive' | 'partition' | 'versions';
  /** `rule`: a line across, and nothing else. */
  readonly kind: 'column' | 'note' | 'rule';
}

/** A table as a card: what stands in it, and how large it is. */
export interface Card {
  readonly table: DiagramTable;
  readonly title: string;
  readonly tag: string | undefined;
  readonly lines: readonly CardLine[];
  readonly width: number;
  readonly height: number;
  /** Facts that it belongs to, where there are several. */
  readonly conformed: boolean;
}

export const HEAD = 30;
export const LINE = 20;
const RULE = 8;
const MAX_COLUMNS = 30;

/** @param facts Names of the facts that see the table as a dimension. */
export function cardOf(
  table: DiagramTable,
  title: string,
  mode: DiagramMode,
  facts: readonly string[],
): Card {
  const lines = mode === 'star' ? starLines(table, facts) : columnLines(table);
  const tag = tagOf(table);
  const width = Math.min(
    380,
    Math.max(
      176,
      widthOf(title, 7.2) + (tag === undefined ? 40 : 56 + widthOf(tag, 6.2)),
      ...lines.map(
        ({ text, remark, sign }) =>
          widthOf(text, 6.4) + (sign ? 48 : 28) + (remark ? 16 + widthOf(remark, 5.8) : 0),
      ),
    ),
  );
  const height =
    HEAD +
    lines.reduce((sum, { kind }) => sum + (kind === 'rule' ? RULE : LINE), 0) +
    (lines.length > 0 ? 8 : 0);
  return { table, title, tag, lines, width: Math.round(width), height, conformed: facts.length > 1 };
}

/** How far the next line is. */
export function step({ kind }: CardLine): number {
  return kind === 'rule' ? RULE : LINE;
}

/** Wide characters count twice; the rest about as wide as the picture's font draws them. */
function widthOf(text: string, each: number): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! >= 0x1100 ? each * 1.8 : each;
  return width;
}

function tagOf({ role, variant }: DiagramTable): string | undefined {
  if (variant !== undefined && /^scd/.test(variant)) return `SCD ${variant.slice(3)}`;
  if (role === 'entity' || role === 'fact' || role === 'dimension')
    return variant === 'date' ? 'date' : undefined;
  return role === 'materialized view' ? 'mat. view' : role;
}

/** A fact shows its keys and measures, a dimension its key, versions and what describes. */
function starLines(table: DiagramTable, facts: readonly string[]): readonly CardLine[] {
  const note = (text: string): CardLine => ({ text, kind: 'note' });
  const lines: CardLine[] = [];
  if (facts.length > 1) lines.push(note(`conformed: ${facts.join(', ')}`));
  if (table.grain !== undefined) lines.push(note(table.grain));
  if (table.size !== undefined) lines.push(note(table.size));
  const measures = table.columns.filter(({ additivity }) => additivity !== undefined);
  const others = table.columns.filter(({ additivity }) => additivity === undefined);
  const shown = table.role === 'fact' ? others.filter(isKeyLike) : others;
  for (const group of [shown, measures]) {
    if (group.length === 0) continue;
    if (lines.length > 0) lines.push(RULE_LINE);
    lines.push(...limited(group, starLine));
  }
  return lines;
}

function columnLines(table: DiagramTable): readonly CardLine[] {
  return limited(table.columns, column => ({
    text: column.name,
    kind: 'column',
    remark: [column.type, column.nullable ? '' : 'NN'].filter(part => part !== '').join(' '),
    ...(column.primary || column.foreign ? { sign: 'key' as const } : {}),
  }));
}

function limited(
  columns: readonly DiagramColumn[],
  line: (column: DiagramColumn) => CardLine,
): readonly CardLine[] {
  if (columns.length <= MAX_COLUMNS) return columns.map(line);
  const rest = columns.length - MAX_COLUMNS + 1;
  return [...columns.slice(0, MAX_COLUMNS - 1).map(line), { text: `${rest} more columns`, kind: 'note' }];
}

const RULE_LINE: CardLine = { text: '', kind: 'rule' };

function isKeyLike({ primary, foreign, part }: DiagramColumn): boolean {
  return primary || foreign || part === 'partition key' || part === 'degenerate';
}

function starLine({ name, additivity, part, primary, foreign }: DiagramColumn): CardLine {
  const remark = additivity ?? (part === 'degenerate' ? 'document' : part);
  const sign =
    additivity ??
    (part === 'partition key'
      ? 'partition'
      : part === 'valid from' || part === 'valid to' || part === 'current'
        ? 'versions'
        : primary || foreign
          ? 'key'
          : undefined);
  return {
    text: name,
    kind: 'column',
    ...(remark === undefined || part === 'partition key' ? {} : { remark }),
    ...(sign === undefined ? {} : { sign }),
  };
}
