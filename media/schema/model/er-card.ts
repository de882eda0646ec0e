import type {
  DiagramColumn,
  DiagramTable,
  SchemaComparison,
} from '../../../server/src/protocol/schema-panel.js';
import { type CardContent, findingsOf, sized } from './cards.js';
import type { Measure } from './measure.js';
import type { Card, CardRow, CardSection, Mark } from './scene.js';
import { count, tagOf } from './words.js';

export interface ErCardOptions {
  /** Keys alone, and how many other columns there are. */
  readonly collapsed: boolean;
  /** Partitions are listed by name. */
  readonly unfolded: boolean;
  readonly measure: Measure;
  readonly mark?: Mark;
  readonly changes?: SchemaComparison['columns'][string];
}

const MOST_PARTITIONS = 12;

/** A table with its columns, keys and types. */
export function erCard(table: DiagramTable, options: ErCardOptions): Card {
  const tag = tagOf(table);
  const shown = options.collapsed ? table.columns.filter(isKey) : table.columns;
  const hidden = table.columns.length - shown.length;
  const rows = shown.map(column => columnRow(column, options.changes?.[column.name]));
  for (const [name, change] of Object.entries(options.changes ?? {}))
    if (change.change === 'dropped' && !table.columns.some(column => column.name === name))
      rows.push({
        glyph: 'none',
        text: name,
        column: name,
        ...(change.before === undefined ? {} : { note: change.before }),
        findings: 0,
        mark: 'dropped',
        key: true,
      });
  if (hidden > 0)
    rows.push({ glyph: 'none', text: count(hidden, 'more column'), faint: true, findings: 0, key: false });
  const content: CardContent = {
    id: table.id,
    shape: table.role === 'view' || table.role === 'materialized view' ? 'view' : 'table',
    name: table.name,
    ...(tag === undefined ? {} : { tag }),
    conformed: false,
    findings: findingsOf(table),
    ...(options.mark === undefined ? {} : { mark: options.mark }),
    sections: [{ lines: false, rows }, ...partitions(table, options.unfolded)].filter(
      section => section.rows.length > 0,
    ),
    tables: [table.id],
    table,
  };
  return sized(content, options.measure);
}

export function isKey({ primary, unique, foreign, part }: DiagramColumn): boolean {
  return primary || unique || foreign || part === 'partition key';
}

function columnRow(column: DiagramColumn, change: { change: Mark; before?: string } | undefined): CardRow {
  const { name, type, nullable, primary, unique, foreign, generated, part, findings } = column;
  const words = [
    type,
    ...(generated ? ['generated'] : []),
    ...(nullable || primary ? [] : ['NN']),
    ...(unique && !primary ? ['unique'] : []),
  ];
  return {
    column: name,
    glyph: primary ? 'key' : foreign ? 'foreign' : part === 'partition key' ? 'partition' : 'none',
    text: name,
    note: words.join(' '),
    findings,
    ...(change === undefined ? {} : { mark: change.change }),
    ...(change?.change === 'changed' && change.before !== undefined ? { before: change.before } : {}),
    key: isKey(column),
  };
}

function partitions({ partitions }: DiagramTable, unfolded: boolean): CardSection[] {
  if (partitions === undefined) return [];
  const { by, method, count: number, names } = partitions;
  const head: CardRow = {
    glyph: 'partition',
    text: count(number, 'partition'),
    note: `${method} ${by}`,
    faint: true,
    findings: 0,
    key: true,
  };
  if (!unfolded) return [{ lines: false, rows: [head] }];
  const shown = names.slice(0, names.length > MOST_PARTITIONS + 1 ? MOST_PARTITIONS : names.length);
  const rows = shown.map((text): CardRow => ({ glyph: 'tree', text, faint: true, findings: 0, key: false }));
  if (shown.length < names.length)
    rows.push({
      glyph: 'tree',
      text: `${names.length - shown.length} more`,
      faint: true,
      findings: 0,
      key: false,
    });
  return [{ lines: false, rows: [head, ...rows] }];
}
