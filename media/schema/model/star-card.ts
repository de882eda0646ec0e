import type { DiagramColumn, DiagramTable } from '../../../server/src/protocol/schema-panel.js';
import { type CardContent, findingsOf, sized } from './cards.js';
import type { Measure } from './measure.js';
import type { Card, CardRow, CardSection } from './scene.js';
import { count, shortName, tagOf } from './words.js';

export interface StarCardOptions {
  /** Names of the facts that share it, where there are several. */
  readonly facts: readonly string[];
  /** The name alone. */
  readonly collapsed: boolean;
  readonly measure: Measure;
}

/** More measures than this are summed up: a card is a summary. */
const MOST_MEASURES = 10;

/** A table as a part of a star: a fact with its grain, keys and measures, or a dimension with its versions. */
export function starCard(table: DiagramTable, options: StarCardOptions): Card {
  const { role } = table;
  const fact = role === 'fact' || role === 'aggregate' || role === 'event';
  const tag = tagOf(table);
  const content: CardContent = {
    id: table.id,
    shape: fact
      ? 'fact'
      : role === 'bridge'
        ? 'bridge'
        : role === 'view' || role === 'materialized view'
          ? 'view'
          : 'dimension',
    name: table.name,
    ...(tag === undefined ? {} : { tag }),
    conformed: !fact && options.facts.length > 1,
    findings: findingsOf(table),
    sections: options.collapsed ? [] : fact ? factSections(table) : dimensionSections(table, options.facts),
    tables: [table.id],
    table,
  };
  return sized(content, options.measure);
}

function factSections(table: DiagramTable): CardSection[] {
  const keys = table.columns.filter(({ foreign, part }) => foreign && part !== 'partition key');
  const partition = table.columns.filter(({ part }) => part === 'partition key');
  const degenerate = table.columns.filter(({ part }) => part === 'degenerate');
  const measures = table.columns.filter(({ additivity }) => additivity !== undefined);
  return [
    section(
      true,
      [table.grain, table.size].filter(each => each !== undefined).map(text => line(text)),
    ),
    section(false, [
      ...partitionRows(table, partition),
      ...keySummary(keys, partition),
      ...(degenerate.length === 0
        ? []
        : [
            {
              ...row('none', degenerate.map(({ name }) => name).join(', ')),
              note: 'degenerate',
              faint: true,
              glyph: 'key' as const,
              findings: degenerate.reduce((sum, { findings }) => sum + findings, 0),
            },
          ]),
      ...stored('sorted by', table.sortKey),
      ...stored('distributed by', table.distributionKey),
    ]),
    section(false, measureRows(measures)),
  ].filter(({ rows }) => rows.length > 0);
}

function partitionRows(table: DiagramTable, columns: readonly DiagramColumn[]): CardRow[] {
  const { partitions } = table;
  if (partitions === undefined && columns.length === 0) return [];
  const by = partitions?.by === '' ? undefined : partitions?.by;
  const names =
    columns.length > 0
      ? columns.map(({ name }) => name).join(', ')
      : (by ?? count(partitions?.count ?? 0, 'partition'));
  return [
    {
      ...row('partition', names),
      ...(columns[0] === undefined ? {} : { column: columns[0].name }),
      ...(partitions === undefined ? {} : { note: `by ${partitions.method}` }),
      findings: columns.reduce((sum, { findings }) => sum + findings, 0),
    },
  ];
}

function keySummary(keys: readonly DiagramColumn[], partition: readonly DiagramColumn[]): CardRow[] {
  if (keys.length === 0) return [];
  const found = keys.reduce((sum, { findings }) => sum + findings, 0);
  const more = partition.some(({ foreign }) => foreign) ? 'more dimension key' : 'dimension key';
  return [{ ...row('foreign', count(keys.length, more)), faint: true, findings: found }];
}

function stored(what: string, columns: readonly string[] | undefined): CardRow[] {
  return columns === undefined || columns.length === 0
    ? []
    : [{ ...row('sorted', columns.join(', ')), note: what, faint: true }];
}

function measureRows(measures: readonly DiagramColumn[]): CardRow[] {
  const shown = measures.length > MOST_MEASURES + 1 ? measures.slice(0, MOST_MEASURES) : measures;
  const rows = shown.map(
    ({ name, additivity, because, findings }): CardRow => ({
      ...row(additivity ?? 'none', name),
      column: name,
      note: measureNote(additivity, because),
      findings,
    }),
  );
  if (shown.length < measures.length)
    rows.push({ ...row('none', count(measures.length - shown.length, 'more measure')), faint: true });
  return rows;
}

/** A semi-additive measure says which axis is missing, where that is known in a few words. */
function measureNote(additivity: DiagramColumn['additivity'], because: string | undefined): string {
  if (additivity !== 'semi-additive') return additivity ?? '';
  const axis = because?.match(/^not over [\w ]{1,16}$/)?.[0];
  return axis ?? 'not over time';
}

function dimensionSections(table: DiagramTable, facts: readonly string[]): CardSection[] {
  const part = (...parts: DiagramColumn['part'][]) => table.columns.filter(each => parts.includes(each.part));
  const versions = part('valid from', 'valid to', 'current', 'version');
  const natural = part('natural key');
  const rows: CardRow[] = [];
  if (versions.length > 0)
    rows.push({ ...row('versions', versions.map(({ name }) => name).join(', ')), findings: total(versions) });
  if (natural.length > 0)
    rows.push({
      ...row('key', natural.map(({ name }) => name).join(', ')),
      note: 'natural',
      findings: total(natural),
    });
  const lines = [
    ...(facts.length > 1 ? [line(`conformed: ${summed(facts.map(shortName))}`)] : []),
    ...(table.size === undefined ? [] : [line(table.size)]),
  ];
  return [section(false, rows), section(true, lines)].filter(each => each.rows.length > 0);
}

function summed(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

function total(columns: readonly DiagramColumn[]): number {
  return columns.reduce((sum, { findings }) => sum + findings, 0);
}

function section(lines: boolean, rows: readonly CardRow[]): CardSection {
  return { lines, rows };
}

function row(glyph: CardRow['glyph'], text: string): CardRow {
  return {
    glyph,
    text,
    findings: 0,
    key: glyph === 'partition' || glyph === 'key' || glyph === 'versions' || glyph === 'foreign',
  };
}

function line(text: string): CardRow {
  return { glyph: 'none', text, faint: true, findings: 0, key: true };
}
