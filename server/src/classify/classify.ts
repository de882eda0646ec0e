import type { Table } from '../schema/model.js';
import { factEvidence, mayBeFact, otherEvidence, pointedAt } from './evidence.js';
import { grainOf } from './grain.js';
import { type Lean, lean, together, versioningOf } from './lean.js';
import type { Classification, ClassifyContext, Edge, Evidence, Measure, Role, Variant } from './model.js';
import { edgesOf } from './references.js';
import { lookupsOf, readTable, type TableReading } from './table.js';

/**
 * What a table is for, with what says so. Looks up the tables it points at, and those that point at it where that
 * can tell something; a table without any sign of a warehouse costs no look-up.
 */
export function classify(table: Table, context: ClassifyContext): Classification {
  const catalog = lookupsOf(context);
  const reading = readTable(table, catalog);
  if (UNJUDGED.has(table.dialect)) return result(reading, 'entity', undefined, [], []);
  const own = lean(reading);
  const edges = own.role !== 'entity' || mayBeFact(reading) ? edgesOf(reading, catalog) : [];
  if (reading.said) return said(reading, own, edges);
  const fact = factEvidence(reading, edges);
  const weights = new Map<Role, readonly Evidence[]>([
    [own.role, own.evidence],
    ['fact', own.role === 'fact' || own.role === 'entity' ? [...own.evidence, ...fact] : []],
  ]);
  if (own.role === 'dimension') weights.set('dimension', [...own.evidence, ...pointedAt(table, catalog)]);
  for (const [role, evidence] of otherEvidence(reading, edges, catalog)) {
    weights.set(role, [...(weights.get(role) ?? []), ...evidence]);
  }
  let best: Role = 'entity';
  let confidence = 0;
  for (const [role, evidence] of weights) {
    const weight = together(evidence);
    // A key beside that of the source is not enough where nothing else says so and nothing points at it.
    if (role === 'dimension' && weight <= CLAIM && evidence.length === 1) continue;
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

/** Somebody says what the table is for: what it looks like is left out. */
function said(reading: TableReading, own: Lean, edges: readonly Edge[]): Classification {
  const variant = variantOf(own.role, reading, edges, own.variant);
  return result(reading, own.role, variant, own.evidence, edges);
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
    evidence: evidence.map(item => ({ origin: place, ...item })),
    edges,
    measures: measuresOf(reading, role, variant),
    degenerate,
    ...(grain ? { grain } : {}),
    ...(versioning ? { versioning } : {}),
  };
}
