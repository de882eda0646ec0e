import { lastName, type QName, type Statement, type TableConstraint } from '../sql/ast/index.js';
import type { Family } from '../sql/dialect.js';
import { relationOfCall } from './calls.js';
import { foldName, nameRules } from './names.js';

/** Which names a statement writes and which it only refers to. */
export interface Footprint {
  readonly names: readonly string[];
  readonly mentions: readonly string[];
  readonly global: boolean;
}

/** Name spaces other than that of relations are set apart by a first letter no identifier has. */
export const typeName = (name: string): string => '\u0001t' + name;
export const routineName = (name: string): string => '\u0001f' + name;
export const constraintName = (name: string): string => '\u0001c' + name;
const triggerName = (name: string): string => '\u0001g' + name;
const otherName = (name: string): string => '\u0001o' + name;

/**
 * What a statement touches, by last names alone: which schema a name falls to depends on what exists, so all
 * relations of one last name are folded together. Undefined: it does not shape a catalog.
 */
export function footprintOf(family: Family, statement: Statement): Footprint | undefined {
  const names = new NameList();
  const mentions = new NameList();
  const global = collect(family, statement, names, mentions);
  if (names.items === NO_NAMES && !global) return undefined;
  return { names: names.items, mentions: mentions.items, global };
}

const NO_NAMES: readonly string[] = [];

/** A few names without repetition; most statements have one or two. */
class NameList {
  items: readonly string[] = NO_NAMES;

  add(name: string): void {
    const { items } = this;
    if (items.length === 0) this.items = [name];
    else if (items.includes(name)) return;
    else if (items.length === 1) this.items = [items[0]!, name];
    else (items as string[]).push(name);
  }
}

/** Fills the two lists; returns whether the statement takes part in every fold. */
function collect(family: Family, s: Statement, names: NameList, mentions: NameList): boolean {
  switch (s.kind) {
    case 'create table':
      names.add(rel(family, s.name));
      for (const like of s.like) names.add(rel(family, like.source));
      for (const parent of s.inherits) names.add(rel(family, parent));
      if (s.partitionOf) names.add(rel(family, s.partitionOf.parent));
      if (s.ofType) names.add(typeName(rel(family, s.ofType)));
      if (s.asQuery) for (const table of s.asQuery.tables) names.add(rel(family, table.name));
      for (const column of s.columns) {
        for (const each of column.constraints) constraintNames(family, each, names, mentions);
        if (column.identity?.sequence) names.add(rel(family, column.identity.sequence));
      }
      for (const each of s.constraints) constraintNames(family, each, names, mentions);
      return false;
    case 'alter table': {
      if (s.object === 'type') {
        names.add(typeName(rel(family, s.name)));
        return s.actions.some(action => action.kind === 'rename' || action.kind === 'set schema');
      }
      names.add(rel(family, s.name));
      for (const action of s.actions) {
        if (action.kind === 'rename') names.add(rel(family, action.to));
        else if (action.kind === 'attach partition' || action.kind === 'detach partition')
          names.add(rel(family, action.partition));
        else if (action.kind === 'inherit' || action.kind === 'no inherit')
          names.add(rel(family, action.parent));
        else if (action.kind === 'add identity' && action.sequence) names.add(rel(family, action.sequence));
        else if (action.kind === 'add constraint')
          constraintNames(family, action.constraint, names, mentions);
        else if (action.kind === 'add column' || action.kind === 'redefine column')
          for (const each of action.column.constraints) constraintNames(family, each, names, mentions);
        else if (action.kind === 'rename constraint' && nameRules(family).indexesAreRelations) {
          names.add(fold(family, action.from));
          names.add(fold(family, action.to));
        }
      }
      return false;
    }
    case 'create index':
      names.add(rel(family, s.table));
      if (s.name && nameRules(family).indexesAreRelations) names.add(rel(family, s.name));
      return false;
    case 'create view':
      names.add(rel(family, s.name));
      for (const table of s.query?.tables ?? []) mentions.add(rel(family, table.name));
      return false;
    case 'create trigger':
      names.add(rel(family, s.table));
      if (family !== 'postgres') names.add(triggerName(fold(family, s.name)));
      if (s.function) mentions.add(routineName(rel(family, s.function)));
      return false;
    case 'create function':
      names.add(routineName(rel(family, s.name)));
      return false;
    case 'query':
      for (const call of s.calls) {
        const relation = relationOfCall(call);
        if (relation) names.add(foldName(family, relation.name));
      }
      return false;
    case 'create schema':
      names.add(otherName(fold(family, s.name)));
      return false;
    case 'create sequence':
    case 'alter sequence':
      names.add(rel(family, s.name));
      if (s.ownedBy && s.ownedBy.parts.length > 1)
        names.add(fold(family, s.ownedBy.parts[s.ownedBy.parts.length - 2]!));
      return false;
    case 'create enum':
    case 'alter enum':
    case 'create type':
    case 'create domain':
    case 'alter domain':
      names.add(typeName(rel(family, s.name)));
      return false;
    case 'drop':
      return collectDrop(family, s, names);
    case 'rename':
      if (s.object === 'schema' || s.object === 'database') return true;
      if (s.object === 'type' || s.object === 'domain') {
        names.add(typeName(rel(family, s.from)));
        names.add(typeName(rel(family, s.to)));
        return true;
      }
      if (s.object === 'function') {
        names.add(routineName(rel(family, s.from)));
        names.add(routineName(rel(family, s.to)));
        return false;
      }
      if (s.on) names.add(rel(family, s.on));
      if (s.object === 'column' || s.object === 'constraint' || s.object === 'trigger') {
        if (!s.on && s.from.parts.length > 1) names.add(fold(family, s.from.parts[s.from.parts.length - 2]!));
        return false;
      }
      names.add(rel(family, s.from));
      names.add(rel(family, s.to));
      return false;
    case 'comment':
      if (s.object === 'column') {
        if (s.name.parts.length > 1) names.add(fold(family, s.name.parts[s.name.parts.length - 2]!));
      } else if (COMMENTED.has(s.object)) names.add(rel(family, s.name));
      return false;
    case 'cluster':
      // Changes nothing that is kept; who asks for the statements on the table sees it.
      names.add(rel(family, s.table));
      return false;
    case 'create extension':
      names.add(otherName(fold(family, s.name)));
      return false;
    default:
      return false;
  }
}

const COMMENTED: ReadonlySet<string> = new Set(['table', 'view', 'materialized view', 'foreign table']);

function rel(family: Family, name: QName): string {
  return foldName(family, lastName(name).value);
}

function fold(family: Family, name: { readonly value: string }): string {
  return foldName(family, name.value);
}

function collectDrop(family: Family, s: Extract<Statement, { kind: 'drop' }>, names: NameList): boolean {
  switch (s.object) {
    case 'schema':
    case 'database':
      return true;
    case 'type':
    case 'domain':
      for (const name of s.names) names.add(typeName(rel(family, name)));
      return s.cascade;
    case 'function':
      for (const name of s.names) names.add(routineName(rel(family, name)));
      return false;
    case 'trigger':
      if (s.on) names.add(rel(family, s.on));
      else for (const name of s.names) names.add(triggerName(rel(family, name)));
      return false;
    case 'extension':
      for (const name of s.names) names.add(otherName(rel(family, name)));
      return false;
    case 'index':
      if (s.on) names.add(rel(family, s.on));
      else for (const name of s.names) names.add(rel(family, name));
      // T-SQL's old form: DROP INDEX table.index.
      if (!s.on && family === 'tsql')
        for (const name of s.names)
          if (name.parts.length > 1) names.add(foldName(family, name.parts[name.parts.length - 2]!.value));
      return false;
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'sequence':
      for (const name of s.names) names.add(rel(family, name));
      return false;
    default:
      return false;
  }
}

/** A key's name is its index's name, a relation; other constraints' names matter only to names that are chosen. */
function constraintNames(
  family: Family,
  constraint: TableConstraint,
  names: NameList,
  mentions: NameList,
): void {
  if (constraint.kind === 'foreign key') mentions.add(foldName(family, lastName(constraint.refTable).value));
  if (!nameRules(family).indexesAreRelations) return;
  if (constraint.kind === 'primary key' || constraint.kind === 'unique') {
    if (constraint.usingIndex) names.add(foldName(family, constraint.usingIndex.value));
  }
  if (!constraint.name) return;
  const isIndex =
    constraint.kind === 'primary key' ||
    constraint.kind === 'unique' ||
    constraint.kind === 'exclude' ||
    constraint.kind === 'index';
  if (family === 'postgres') mentions.add(constraintName(constraint.name.value));
  if (isIndex && family !== 'sqlite') names.add(foldName(family, constraint.name.value));
}
