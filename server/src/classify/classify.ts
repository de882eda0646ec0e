import type { Table } from '../schema/model.js';
import { grainOf } from './grain.js';
import { lean, together, versioningOf } from './lean.js';
import type { Classification, Edge, Evidence, Lookups, Measure, Role, Variant } from './model.js';
import { edgesOf, hasSigns, isDated } from './references.js';
import { readTable, type TableReading } from './table.js';

/**
 * What a table is for, with what says so. Looks up the tables it points at, and those that point at it where that
 * can tell something; a table without any sign of a warehouse costs no look-up.
 */
export function classify(table: Table, context: { readonly catalog: Lookups }): Classification {
  const reading = readTable(table);
  if (UNJUDGED.has(table.dialect)) return result(reading, 'entity', undefined, [], []);
  const own = lean(reading);
  const edges = own.role !== 'entity' || mayBeFact(reading) ? edgesOf(reading, context.catalog) : [];
  const fact = factEvidence(reading, edges);
  const weights = new Map<Role, readonly Evidence[]>([
    [own.role, own.evidence],
    ['fact', own.role === 'fact' || own.role === 'entity' ? [...own.evidence, ...fact] : []],
  ]);
  if (own.role === 'dimension')
    weights.set('dimension', [...own.evidence, ...pointedAt(table, context.catalog)]);
  for (const [role, evidence] of otherEvidence(reading, edges)) {
    weights.set(role, [...(weights.get(role) ?? []), ...evidence]);
  }
  let best: Role = 'entity';
  let confidence = 0;
  for (const [role, evidence] of weights) {
    const weight = together(evidence);
    if (weight > confidence && weight >= CLAIM) [best, confidence] = [role, weight];
  }
  const evidence = weights.get(best) ?? [];
  return result(reading, best, variantOf(best, reading, edges, own.variant), evidence, edges);
}

/** True where a table is a fact or a dimension with enough certainty to build advice on. */
export function isDimensional(found: Classification): boolean {
  return (found.role === 'fact' || found.role === 'dimension') && found.confidence >= SURE;
}

/** From here on a role is claimed, and from here on advice may rest on it. */
const CLAIM = 0.5;
const SURE = 0.6;
const UNJUDGED: ReadonlySet<string> = new Set(['cql', 'flink']);

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
    return target !== undefined && lean(readTable(target)).role === 'dimension';
  });
}

function factEvidence(reading: TableReading, edges: readonly Edge[]): readonly Evidence[] {
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
    evidence.push({ text: `${reading.surrogates} surrogate keys`, weight: 0.4 });
  } else if (reading.surrogates >= 3)
    evidence.push({ text: `${reading.surrogates} surrogate keys`, weight: 0.3 });
  if (reading.measures > 0)
    evidence.push({
      text: `${reading.measures} ${reading.measures === 1 ? 'measure' : 'measures'}`,
      weight: 0.1,
    });
  // An engine alone makes no fact of a table that is only called so.
  if (evidence.length === 0) return [];
  if (reading.warehouse === 'schema')
    evidence.push({ text: `schema "${reading.table.schema}"`, weight: 0.25 });
  else if (reading.warehouse === 'engine') evidence.push({ text: 'an engine for analysis', weight: 0.15 });
  return evidence;
}

/** Facts that point at a dimension. */
function pointedAt(table: Table, catalog: Lookups): readonly Evidence[] {
  const facts = catalog
    .referencing(table.key)
    .filter(({ table: other }) => looksLikeFact(readTable(other)))
    .map(({ table: other }) => other.name);
  return [...new Set(facts)].slice(0, 2).map(name => ({ text: `fact ${name} points at it`, weight: 0.5 }));
}

/** By its name, or by its keys and measures alone. */
function looksLikeFact(reading: TableReading): boolean {
  return lean(reading).role === 'fact' || (reading.surrogates >= 3 && mayBeFact(reading));
}

function otherEvidence(
  reading: TableReading,
  edges: readonly Edge[],
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
    found.push(['event', [{ text: `name "${table.name}", and a time`, weight: 0.65 }]]);
  if (measures > 0 && PERIODIC.test(words.join(' ')))
    found.push(['aggregate', [{ text: `name "${table.name}", and measures`, weight: 0.6 }]]);
  const rest = columns.filter(({ column }) => column.name !== table.primaryKey?.columns[0]);
  const labels = rest.filter(column => LABEL.test(column.words[column.words.length - 1] ?? ''));
  if (
    rest.length <= 3 &&
    links === 0 &&
    labels.some(column => column.kind === 'text') &&
    rest.every(column => labels.includes(column) || column.part === 'flag' || column.part === 'ordinal') &&
    table.primaryKey?.columns.length === 1
  )
    found.push(['lookup', [{ text: 'a key and what it is called', weight: 0.6 }]]);
  return found;
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

function variantOf(
  role: Role,
  reading: TableReading,
  edges: readonly Edge[],
  own: Variant | undefined,
): Variant | undefined {
  if (role === 'dimension') return own ?? 'plain';
  if (role !== 'fact') return undefined;
  const text = reading.subject.join(' ');
  const levels = reading.columns.filter(column => column.measure?.additivity === 'semi-additive').length;
  if (
    reading.snapshot ||
    (levels > 0 && /\b(inventory|balances?|stock|positions?|holdings|level)\b/.test(text))
  )
    return 'periodic snapshot';
  const dates = edges.filter(edge => edge.toVariant === 'date' && edge.as !== undefined);
  const open = dates.filter(edge =>
    edge.columns.every(name => reading.table.columns.find(column => column.name === name)?.nullable),
  );
  if (dates.length >= 4 || (dates.length >= 3 && open.length >= 2)) return 'accumulating snapshot';
  return reading.measures === 0 ? 'factless' : 'transaction';
}

function measuresOf(reading: TableReading, role: Role, variant: Variant | undefined): readonly Measure[] {
  if (role !== 'fact' && role !== 'aggregate') return [];
  return reading.columns.flatMap(({ measure }) => {
    if (!measure) return [];
    if (variant === 'periodic snapshot' && measure.because === 'a number')
      return [{ ...measure, additivity: 'semi-additive', because: 'a number of a snapshot' } as const];
    return [measure];
  });
}

function result(
  reading: TableReading,
  role: Role,
  variant: Variant | undefined,
  evidence: readonly Evidence[],
  edges: readonly Edge[],
): Classification {
  const grain =
    role === 'fact' || role === 'aggregate' || role === 'bridge' ? grainOf(reading, edges) : undefined;
  const versioning = role === 'dimension' ? versioningOf(reading) : undefined;
  const degenerate =
    role === 'fact'
      ? reading.columns.filter(column => column.part === 'document').map(column => column.column.name)
      : [];
  const place = reading.table.nameOrigin;
  return {
    table: reading.table.key,
    role,
    ...(variant ? { variant } : {}),
    confidence: together(evidence),
    evidence: evidence.map(item => ({ ...item, origin: item.origin ?? place })),
    edges,
    measures: measuresOf(reading, role, variant),
    degenerate,
    ...(grain ? { grain } : {}),
    ...(versioning ? { versioning } : {}),
  };
}

const EVENT = /^(events?|logs?|clickstream|clicks|hits|pageviews?|audits?)$/;
const PERIODIC =
  /\b(hourly|daily|weekly|monthly|quarterly|yearly|by (hour|day|week|month|quarter|year)|totals)\b/;
/** What rows of a list are called, and where they stand in it. */
const LABEL = /^(name|label|title|description|descr?|code|abbreviation|abbr|symbol|order)$/;
