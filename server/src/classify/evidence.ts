import type { Table } from '../schema/model.js';
import { lean } from './lean.js';
import type { Edge, Evidence, Lookups, Role } from './model.js';
import { hasSigns, isDated } from './references.js';
import { readTable, type TableReading } from './table.js';

/** Keys, numbers and little else: worth a look at what the keys point to. */
export function mayBeFact(reading: TableReading): boolean {
  const { columns, measures, references } = reading;
  if (reading.named !== undefined) return reading.named.role === 'fact';
  if (measures === 0 || references < 2 || reading.calendar || lean(reading).role === 'dimension')
    return false;
  if (reading.attributes > measures + references) return false;
  return (references + measures) / columns.length >= 0.5;
}

/**
 * True where a table is worth classifying as a fact: by its own name and columns, and where these have no sign of a
 * warehouse, by a dimension that it points at. Looks up no more than the tables of its foreign keys.
 */
export function couldBeFact(reading: TableReading, catalog: Lookups): boolean {
  if (!mayBeFact(reading)) return false;
  if (hasSigns(reading) || reading.columns.some(isDated)) return true;
  return reading.table.foreignKeys.some(key => {
    const target = catalog.table(key.refTable);
    return target !== undefined && lean(readTable(target, catalog)).role === 'dimension';
  });
}

/** What speaks for a fact besides its name: what it points at, its keys, its measures. */
export function factEvidence(reading: TableReading, edges: readonly Edge[]): readonly Evidence[] {
  if (!mayBeFact(reading) && reading.named?.role !== 'fact') return [];
  const evidence: Evidence[] = [];
  const dimensions = edges.filter(edge => edge.toRole === 'dimension');
  const dated = dimensions.find(edge => edge.toVariant === 'date');
  if (dated) evidence.push({ text: `points at ${dated.toName}, a table of dates`, weight: 0.5 });
  const others = new Set(dimensions.filter(edge => edge.toVariant !== 'date').map(edge => edge.toName));
  for (const name of [...others].slice(0, 3))
    evidence.push({ text: `points at ${name}, which seems to be a dimension`, weight: 0.3 });
  if (reading.named === undefined && evidence.length === 0) {
    if (reading.surrogates < 3) return [];
    evidence.push({ text: `${reading.surrogates} surrogate keys`, weight: 0.4, convention: true });
  } else if (reading.surrogates >= 3)
    evidence.push({ text: `${reading.surrogates} surrogate keys`, weight: 0.3, convention: true });
  if (reading.measures > 0)
    evidence.push({
      text: `${reading.measures} ${reading.measures === 1 ? 'measure' : 'measures'}`,
      weight: 0.1,
    });
  // An engine alone makes no fact of a table that is only called so.
  if (evidence.length === 0) return [];
  if (reading.warehouse === 'schema')
    evidence.push({ text: `schema "${reading.table.schema}"`, weight: 0.25, convention: true });
  else if (reading.warehouse === 'engine') evidence.push({ text: 'an engine for analysis', weight: 0.15 });
  return evidence;
}

/** Facts that point at a dimension. */
export function pointedAt(table: Table, catalog: Lookups): readonly Evidence[] {
  const facts = catalog
    .referencing(table.key)
    .filter(({ table: other }) => looksLikeFact(readTable(other, catalog)))
    .map(({ table: other }) => other.name);
  return [...new Set(facts)].slice(0, 2).map(name => ({ text: `fact ${name} points at it`, weight: 0.5 }));
}

/** By its name, or by its keys and measures alone. */
function looksLikeFact(reading: TableReading): boolean {
  return lean(reading).role === 'fact' || (reading.surrogates >= 3 && mayBeFact(reading));
}

/** What speaks for a bridge, an event, an aggregate or a lookup. */
export function otherEvidence(
  reading: TableReading,
  edges: readonly Edge[],
  catalog: Pick<Lookups, 'tablesNamed'>,
): readonly (readonly [Role, readonly Evidence[]])[] {
  const { columns, measures, references, attributes, flags, subject, table } = reading;
  if (reading.named || lean(reading).role === 'dimension') return [];
  const found: (readonly [Role, readonly Evidence[]])[] = [];
  const part = (name: string) => columns.filter(column => column.part === name).length;
  const links = references + table.foreignKeys.length;
  const weighted = columns.filter(column =>
    column.words.some(word => /^(weight|factor|allocation)$/.test(word)),
  ).length;
  if (
    links >= 2 &&
    tablesLinked(reading) >= 2 &&
    attributes + flags + part('time') + part('document') === 0 &&
    measures <= weighted &&
    !edges.some(edge => edge.toVariant === 'date') &&
    isAllKey(reading)
  )
    found.push([
      'bridge',
      [{ text: 'nothing but keys of other tables, which are its own key', weight: 0.7 }],
    ]);
  const words = subject;
  const last = words[words.length - 1] ?? '';
  const timed = columns.some(column => column.kind === 'timestamp' || column.kind === 'date');
  if (timed && (EVENT.test(last) || EVENT.test(words[0] ?? '')) && !/_type/.test(table.name))
    found.push(['event', [{ text: `name "${table.name}", and a time`, weight: 0.65, convention: true }]]);
  if (measures > 0 && PERIODIC.test(words.join(' ')))
    found.push([
      'aggregate',
      [{ text: `name "${table.name}", and measures`, weight: 0.6, convention: true }],
    ]);
  if (isKeptReport(reading, links))
    found.push([
      'aggregate',
      [
        {
          text: `name "${table.name}", many attributes and no keys of others`,
          weight: 0.6,
          convention: true,
        },
      ],
    ]);
  const rest = columns.filter(({ column }) => column.name !== table.primaryKey?.columns[0]);
  const labels = rest.filter(column => LABEL.test(column.words[column.words.length - 1] ?? ''));
  if (
    rest.length <= 3 &&
    links === 0 &&
    labels.some(column => column.kind === 'text') &&
    rest.every(column => labels.includes(column) || column.part === 'flag' || column.part === 'ordinal') &&
    table.primaryKey?.columns.length === 1 &&
    !isPartOfOther(reading, catalog)
  )
    found.push(['lookup', [{ text: 'a key and what it is called', weight: 0.6 }]]);
  return found;
}

/** What a report showed, kept as it was printed: `report_student_counts` with a column for each thing that was said. */
function isKeptReport({ subject, attributes, flags, measures }: TableReading, links: number): boolean {
  return (
    subject.length > 1 &&
    /^(report|rpt)$/.test(subject[0]!) &&
    links <= 1 &&
    measures > 0 &&
    attributes + flags >= 6
  );
}

/** Its key is that of another table: `film_text (film_id)` says more of a film. */
function isPartOfOther(reading: TableReading, catalog: Pick<Lookups, 'tablesNamed'>): boolean {
  const [name] = reading.table.primaryKey?.columns ?? [];
  const stem = reading.columns.find(({ column }) => column.name === name)?.stem?.join('_');
  if (stem === undefined) return false;
  return catalog.tablesNamed(stem).some(other => other !== reading.table);
}

/** How many tables its keys are of, at least: one key of several columns is of one table. */
function tablesLinked({ table, columns }: TableReading): number {
  const declared = new Set(table.foreignKeys.flatMap(key => key.columns));
  const others = columns.filter(({ column, part }) => part === 'reference' && !declared.has(column.name));
  const named = columns.filter(
    ({ column, part, stem }) => part === 'key' && stem && !declared.has(column.name),
  );
  // A table that refers to itself or to another twice links rows, too.
  return table.foreignKeys.length + others.length + named.length;
}

/** Its own key is made of its references, or it has none. */
function isAllKey(reading: TableReading): boolean {
  const keys = [reading.table.primaryKey, ...reading.table.uniques].filter(key => key !== undefined);
  const references = new Set([
    ...reading.columns.filter(column => column.part === 'reference').map(column => column.column.name),
    ...reading.table.foreignKeys.flatMap(key => key.columns),
    ...reading.columns
      .filter(column => column.part === 'key' && column.stem)
      .map(column => column.column.name),
  ]);
  return keys.some(key => key.columns.length >= 2 && key.columns.every(name => references.has(name)));
}

const EVENT = /^(events?|logs?|clickstream|clicks|hits|pageviews?|audits?)$/;
const PERIODIC =
  /\b(hourly|daily|weekly|monthly|quarterly|yearly|by (hour|day|week|month|quarter|year)|totals)\b/;
/** What rows of a list are called, and where they stand in it. */
const LABEL = /^(name|label|title|description|descr?|code|abbreviation|abbr|symbol|order)$/;
