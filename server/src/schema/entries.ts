import type { Statement } from '../sql/ast/index.js';
import type { Family } from '../sql/dialect.js';
import { effectiveReadings, type Reading } from '../sql/reading.js';
import type { Entry, UnitSlot } from './entry.js';
import { footprintOf } from './footprint.js';
import { nameRules } from './names.js';

/** True where a unit changes what unqualified names after it mean. */
export function setsPath(family: Family, slot: UnitSlot): boolean {
  return pathAfter(family, slot, undefined) !== undefined;
}

/** The search path after a unit, given that before it. */
export function pathAfter<P extends readonly string[] | undefined>(
  family: Family,
  slot: UnitSlot,
  before: P,
): P | readonly string[] {
  let path: P | readonly string[] = before;
  for (const { statement } of effectiveReadings(slot.unit)) path = pathOf(family, statement) ?? path;
  return path;
}

/** The path of a session that has set none. */
export function defaultPath(family: Family): readonly string[] {
  return [nameRules(family).defaultSchema];
}

/** The entries of one unit: its statements that shape a catalog, one for each name that a DROP lists. */
export function entriesOf(family: Family, slot: UnitSlot, path: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  let current = path;
  for (const reading of effectiveReadings(slot.unit)) {
    current = pathOf(family, reading.statement) ?? current;
    addEntries(family, slot, reading, reading.statement, current, entries);
  }
  return entries.length === 0 ? NONE : entries.slice();
}

const NONE: readonly Entry[] = [];

function addEntries(
  family: Family,
  slot: UnitSlot,
  reading: Reading,
  statement: Statement,
  path: readonly string[],
  entries: Entry[],
): void {
  if (statement.kind === 'drop' && statement.names.length > 1) {
    for (const name of statement.names)
      addEntries(family, slot, reading, { ...statement, names: [name] }, path, entries);
    return;
  }
  const footprint = footprintOf(family, statement);
  if (footprint) {
    const { names, mentions, global } = footprint;
    entries.push({ slot, sub: entries.length, reading, statement, path, names, mentions, global });
  }
  if (statement.kind === 'create schema')
    for (const element of statement.elements)
      addEntries(family, slot, reading, element, [statement.name.value, ...path], entries);
}

/** Schemas of the path that hold user's relations; T-SQL's USE changes the database, not the schema. */
function pathOf(family: Family, statement: Statement): readonly string[] | undefined {
  if (statement.kind !== 'set path' || family === 'tsql') return undefined;
  const schemas = statement.schemas.map(schema => schema.value).filter(schema => !SYSTEM.has(schema));
  return schemas.length > 0 ? schemas : defaultPath(family);
}

const SYSTEM: ReadonlySet<string> = new Set(['$user', 'pg_catalog', 'pg_temp', 'information_schema', '']);
