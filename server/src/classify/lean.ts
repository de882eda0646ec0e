import type { Evidence, Role, Variant, Versioning } from './model.js';
import type { TableReading } from './table.js';

/** What a table seems to be by itself. */
export interface Lean {
  readonly role: Role;
  readonly variant?: Variant;
  readonly weight: number;
  readonly evidence: readonly Evidence[];
}

const CACHE = new WeakMap<TableReading, Lean>();

/** Role of a table without its neighbours: cheap, so that they can be asked about each other. */
export function lean(reading: TableReading): Lean {
  let known = CACHE.get(reading);
  if (!known) CACHE.set(reading, (known = weigh(reading)));
  return known;
}

/** Chances that do not depend on each other: 0.5 and 0.5 give 0.75. */
export function together(evidence: readonly Evidence[]): number {
  return Math.min(0.99, 1 - evidence.reduce((rest, { weight }) => rest * (1 - weight), 1));
}

/** Versions kept as rows: where a row's validity begins or ends, or which one counts. */
export function versioningOf(reading: TableReading): Versioning | undefined {
  const find = (what: 'from' | 'to' | 'current' | 'version') =>
    reading.columns.find(column => column.validity === what)?.column.name;
  const [current, version] = [find('current'), find('version')];
  // `start_date` and `end_date` are of the version where one is said to be current; else they may be of anything.
  const plain = (pattern: RegExp) =>
    current === undefined
      ? undefined
      : reading.columns.find(({ words }) => pattern.test(words.join(' ')))?.column.name;
  const from = find('from') ?? plain(/^start (date|time|ts|dt)$/);
  const to = find('to') ?? plain(/^end (date|time|ts|dt)$/);
  if (from === undefined && to === undefined && current === undefined && version === undefined)
    return undefined;
  return {
    natural: naturalKeyOf(reading),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(current === undefined ? {} : { current }),
    ...(version === undefined ? {} : { version }),
  };
}

/** Columns that name the thing in the system it comes from: `customer_id` beside `customer_key`. */
export function naturalKeyOf(reading: TableReading): readonly string[] {
  const primary = new Set(reading.table.primaryKey?.columns);
  const subject = reading.subject.join(' ');
  const named = reading.columns.filter(({ column, words, part }) => {
    if (primary.has(column.name) || part === 'validity' || part === 'audit') return false;
    const text = words.join(' ');
    if (/\b(alternate key|natural key|business key|source key|bk|nk|durable key)$/.test(text)) return true;
    if (/\bidentifier\b/.test(text)) return true;
    if (!/(^| )(id|code|number|no|sku|email)$/.test(text)) return false;
    const rest = words.slice(0, -1).join(' ');
    return rest === '' || subject.includes(rest) || /^(source|src|business|natural|wwi)/.test(rest);
  });
  return named.slice(0, 1).map(item => item.column.name);
}

/** A surrogate key as the whole primary key, or as the first column where no key is declared. */
export function surrogateKeyOf(reading: TableReading): string | undefined {
  const [key, ...more] = reading.table.primaryKey?.columns ?? [reading.columns[0]?.column.name];
  if (key === undefined || more.length > 0) return undefined;
  const column = reading.columns.find(item => item.column.name === key);
  return column?.surrogate ? key : undefined;
}

function weigh(reading: TableReading): Lean {
  const { named, said } = reading;
  const evidence: Evidence[] = [];
  if (named && said) {
    const { text, weight } = byName(named);
    evidence.push({ text, weight, ...(said.origin ? { origin: said.origin } : {}) });
    const variant =
      named.role !== 'dimension' ? undefined : reading.calendar ? 'date' : dimensionVariant(reading);
    return { role: named.role, weight: named.weight, evidence, ...(variant ? { variant } : {}) };
  }
  if (reading.calendar) {
    evidence.push({ text: 'one row per day: a date and its parts', weight: 0.8 });
    if (named?.role === 'dimension') evidence.push(byName(named));
    return { role: 'dimension', variant: 'date', weight: together(evidence), evidence };
  }
  if (named) {
    const empty = named.role === 'fact' && reading.measures === 0;
    evidence.push(empty ? { ...byName(named), weight: 0.55 } : byName(named));
    if (named.role === 'dimension') {
      if (named.weight < 0.6) evidence.push(...(dimensionByColumns(reading)?.evidence ?? []));
      const variant = dimensionVariant(reading);
      return { role: 'dimension', variant, weight: together(evidence), evidence };
    }
    return { role: named.role, weight: together(evidence), evidence };
  }
  return dimensionByColumns(reading) ?? { role: 'entity', weight: 0.3, evidence };
}

function byName(named: NonNullable<TableReading['named']>): Evidence {
  return { text: named.word, weight: named.weight, convention: true };
}

/** A surrogate key beside the key of the source, and versions, are what dimensions have. */
function dimensionByColumns(reading: TableReading): Lean | undefined {
  const key = surrogateKeyOf(reading);
  if (key === undefined) return undefined;
  const { attributes, flags, references, measures } = reading;
  const evidence: Evidence[] = [];
  const natural = naturalKeyOf(reading).length > 0;
  // Nobody but a warehouse says `sk`.
  if (/sk$/i.test(key)) {
    if (!natural && measures > attributes + flags && references > 1) return undefined;
    evidence.push({ text: `surrogate key ${key}`, weight: natural ? 0.65 : 0.55, convention: true });
  } else {
    if (attributes + flags < 2 || measures > attributes || references > 2) return undefined;
    if (natural) {
      const said = /(alternate|natural|business|durable)[ _]?key$|_(bk|nk)$/i.test(naturalKeyOf(reading)[0]!);
      evidence.push({ text: `surrogate key ${key} beside a key of the source`, weight: said ? 0.5 : 0.35 });
    }
  }
  if (versioningOf(reading)) evidence.push({ text: 'versions of a row', weight: 0.4 });
  if (reading.warehouse && evidence.length > 0)
    evidence.push({
      text: reading.warehouse === 'schema' ? `schema "${reading.table.schema}"` : 'an engine for analysis',
      weight: reading.warehouse === 'schema' ? 0.35 : 0.15,
      ...(reading.warehouse === 'schema' ? { convention: true } : {}),
    });
  const weight = together(evidence);
  return weight >= 0.35
    ? { role: 'dimension', variant: dimensionVariant(reading), weight, evidence }
    : undefined;
}

/** How a dimension treats change. */
function dimensionVariant(reading: TableReading): Variant {
  if (reading.junk) return 'junk';
  const versions = versioningOf(reading);
  if (
    versions &&
    (versions.from !== undefined || versions.to !== undefined || versions.current !== undefined)
  )
    return 'scd2';
  if (hasPrevious(reading)) return 'scd3';
  const updated = reading.columns.some(
    ({ part, words }) =>
      part === 'audit' && words.some(word => /^(updated|modified|update|changed)$/.test(word)),
  );
  return updated ? 'scd1' : 'plain';
}

/** `previous_segment` beside `segment` or `current_segment`. */
function hasPrevious(reading: TableReading): boolean {
  const names = new Set(reading.columns.map(column => column.words.join(' ')));
  return reading.columns.some(({ words }) => {
    const first = words[0] ?? '';
    const rest = words.slice(1).join(' ');
    return (
      /^(previous|prev|prior|old|original)$/.test(first) && (names.has(rest) || names.has(`current ${rest}`))
    );
  });
}
