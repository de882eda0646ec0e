import type { Table } from '../../schema/model.js';
import type { Statement } from '../../sql/ast/index.js';
import { familyOf } from '../../sql/dialect.js';
import type { Edit, Fix, RuleContext } from '../rule.js';
import { type AccessPath, accessPaths, isOrdered, normal, partSignature } from './access.js';
import { removeElement, removeStatement, textOf, within } from './edits.js';

/** An index that another one makes unnecessary. */
export interface Redundant {
  readonly path: AccessPath;
  readonly by: AccessPath;
}

/** Pairs of indexes that hold the same entries in the same order; the weaker, or the later one, is the redundant. */
export function duplicates(table: Table): readonly Redundant[] {
  let found = DUPLICATES.get(table);
  if (!found) DUPLICATES.set(table, (found = accessPaths(table).length < 2 ? [] : findDuplicates(table)));
  return found;
}

/** Two rules ask. */
const DUPLICATES = new WeakMap<Table, readonly Redundant[]>();

function findDuplicates(table: Table): Redundant[] {
  const result: Redundant[] = [];
  const kept: AccessPath[] = [];
  // Primary key, then unique ones, then the rest: what is kept can do all that the other can.
  const paths = [...accessPaths(table)].sort((a, b) => rank(a) - rank(b));
  for (const path of paths) {
    if (path.only) continue;
    const by = kept.find(other => isDuplicate(path, other, table));
    if (by) result.push({ path, by });
    else kept.push(path);
  }
  return result.filter(pair => isReportable(pair.path, table));
}

/** Non-unique indexes whose parts begin another index that serves the same rows. */
export function prefixes(table: Table): Redundant[] {
  if (accessPaths(table).length < 2) return [];
  const family = familyOf(table.dialect);
  const taken = new Set(duplicates(table).map(pair => pair.path));
  const paths = accessPaths(table).filter(path => isOrdered(path) && !path.only && !taken.has(path));
  const result: Redundant[] = [];
  for (const path of paths) {
    if (path.unique || !isReportable(path, table) || path.clustered === true) continue;
    const own = path.parts;
    const by = paths.find(other => {
      if (
        other.parts.length <= own.length ||
        !beginAlike(path, other, table) ||
        !sameRows(path, other) ||
        other.deferrable
      )
        return false;
      if (!own.every((part, i) => partSignature(other.parts[i]!, family) === partSignature(part, family)))
        return false;
      const columns = new Set([...other.include, ...other.parts.map(part => part.column?.value ?? '')]);
      return path.include.every(name => columns.has(name));
    });
    if (by) result.push({ path, by });
  }
  return result;
}

/** Takes an index away: its own statement, or its element of CREATE TABLE. */
export function removeFix(path: AccessPath, table: Table, context: RuleContext, safe: boolean): Fix[] {
  const origin = path.origin!;
  const readings = origin.unit.readings;
  const statement = readings.length === 1 ? readings[0]!.statement : undefined;
  const title = path.name === undefined ? 'Remove this index' : `Remove ${path.name}`;
  const build = (edits: readonly Edit[] | undefined): Fix[] =>
    edits ? [{ title, edits, safe: safe && context.roleOf(origin) === 'schema' }] : [];
  // What is renamed or commented on later cannot just go.
  if (!path.writtenOnce) return [];
  if (path.name !== undefined && context.isNamedElsewhere(path.name, origin.unit)) return [];
  if (statement?.kind === 'create index' || addsOneConstraint(statement)) {
    const edit = removeStatement(origin.unit);
    return build(edit && [edit]);
  }
  if (statement?.kind !== 'create table' || table.origins[0]?.unit !== origin.unit) return [];
  const onColumn = table.columns.some(column => column.origins[0] && within(origin, column.origins[0]));
  if (!onColumn) return build(removeElement(origin));
  // MySQL's SERIAL is a type and a unique key in one word.
  return /^(constraint\s+\S+\s+)?unique\b/i.test(textOf(origin)) ? build([{ origin, newText: '' }]) : [];
}

/** True for ALTER TABLE that adds a constraint and does nothing else. */
export function addsOneConstraint(statement: Statement | undefined): boolean {
  if (statement?.kind !== 'alter table') return false;
  return statement.actions.length === 1 && statement.actions[0]!.kind === 'add constraint';
}

function rank(path: AccessPath): number {
  if (path.kind === 'primary key') return 0;
  if (path.inherited) return 1;
  return path.kind === 'unique constraint' ? 2 : path.unique ? 3 : 4;
}

function isDuplicate(path: AccessPath, kept: AccessPath, table: Table): boolean {
  if (path.method !== kept.method || path.parts.length !== kept.parts.length || !sameRows(path, kept))
    return false;
  if (!beginAlike(path, kept, table)) return false;
  if (path.unique && (kept.deferrable !== path.deferrable || kept.nullsNotDistinct !== path.nullsNotDistinct))
    return false;
  if (!path.unique && kept.unique && kept.deferrable) return false;
  if (kept.clustered !== path.clustered && (kept.clustered || path.clustered)) return false;
  const family = familyOf(table.dialect);
  if (!path.parts.every((part, i) => partSignature(part, family) === partSignature(kept.parts[i]!, family)))
    return false;
  return path.include.every(name => kept.include.includes(name));
}

/** A quick way to see that two indexes differ, which most do. */
function beginAlike(a: AccessPath, b: AccessPath, table: Table): boolean {
  // YugabyteDB hashes the first column where no order is written, so ASC makes another index.
  if (table.dialect === 'yugabyte' && a.parts[0]?.order !== b.parts[0]?.order) return false;
  const left = a.parts[0]?.column?.value;
  const right = b.parts[0]?.column?.value;
  return left?.toLowerCase() === right?.toLowerCase();
}

function sameRows(a: AccessPath, b: AccessPath): boolean {
  if (!a.where || !b.where) return a.where === b.where;
  return normal(a.where.text) === normal(b.where.text);
}

/** What its author can take away: written here, and not the one that identifies rows for replication. */
function isReportable(path: AccessPath, table: Table): boolean {
  if (path.inherited || !path.origin || path.kind === 'primary key') return false;
  return table.replicaIdentity?.index === undefined || table.replicaIdentity.index !== path.name;
}
