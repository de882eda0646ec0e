import {
  type CreateFunction,
  type CreateTrigger,
  type CreateView,
  lastName,
  type QName,
  type Query,
  type Statement,
} from '../../sql/ast/index.js';
import { callName, relationOfCall } from '../calls.js';
import { foldName } from '../names.js';
import { findColumn, updateColumn } from './columns.js';
import type { DraftTable, DraftView } from './draft.js';
import { dropRelation } from './drop.js';
import type { FoldState } from './state.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** CREATE VIEW; one of the same name is replaced, by whichever statement comes later. */
export function createView(state: FoldState, s: CreateView): void {
  const target = state.target(s.name, s.temporary);
  const existing = state.relations.get(target.key);
  if (existing && s.ifNotExists) return;
  if (existing && existing.is !== 'index') dropRelation(state, existing, { cascade: false, replaced: true });
  const written = s.columns.map(ident => ident.value);
  const selected = (s.query?.columns ?? []).slice(written.length);
  const { sources, places } = sourcesOf(state, s.query);
  const view: DraftView = {
    is: 'view',
    entry: state.entry,
    ...target,
    dialect: state.entry.slot.unit.dialect,
    materialized: s.materialized,
    columns: [...written, ...selected.map(column => column.name)],
    stars: [
      ...written.map(() => undefined),
      ...selected.map(column => (column.star === undefined ? undefined : places[column.star])),
    ],
    sources,
    text: s.text,
    indexes: [],
    comment: undefined,
    options: s.options,
    extensionCalls: [],
    nameOrigin: state.origin(lastName(s.name).span),
    origins: [state.statementOrigin()],
  };
  state.relations.set(target.key, view);
}

/** The relations of a query, each once, and the place among them of each of the query's tables. */
function sourcesOf(
  state: FoldState,
  query: Query | undefined,
): { readonly sources: DraftView['sources']; readonly places: readonly number[] } {
  const sources: DraftView['sources'] = [];
  const places = (query?.tables ?? []).map(({ name }) => {
    const source = { schemas: state.schemasFor(name), name: lastName(name).value };
    const known = sources.findIndex(
      other => other.name === source.name && other.schemas[0] === source.schemas[0],
    );
    return known >= 0 ? known : sources.push(source) - 1;
  });
  return { sources, places };
}

export function createSequence(state: FoldState, s: Of<'create sequence'>): void {
  const target = state.target(s.name, s.temporary);
  const existing = state.relations.get(target.key);
  if (existing?.is === 'index' || (existing && s.ifNotExists)) return;
  if (existing) dropRelation(state, existing, { cascade: false, replaced: true });
  state.relations.set(target.key, {
    is: 'sequence',
    entry: state.entry,
    ...target,
    ownedBy: ownerOf(state, s.ownedBy),
    origins: [state.statementOrigin()],
  });
}

export function alterSequence(state: FoldState, s: Of<'alter sequence'>): void {
  const sequence = state.find(s.name);
  if (sequence?.is !== 'sequence') return;
  if (s.ownedBy) sequence.ownedBy = ownerOf(state, s.ownedBy);
  sequence.origins = sequence.origins.concat(state.statementOrigin());
}

/** `table.column`; `NONE` is a name of one part. */
function ownerOf(state: FoldState, name: QName | undefined): { table: string; column: string } | undefined {
  if (!name || name.parts.length < 2) return undefined;
  const table: QName = { parts: name.parts.slice(0, -1), span: name.span };
  return { table: state.findKey(table) ?? state.target(table).key, column: lastName(name).value };
}

export function createTrigger(state: FoldState, s: CreateTrigger): void {
  const table = state.table(s.table);
  if (!table) return;
  table.triggers = table.triggers.filter(trigger => !state.same(trigger.name, s.name.value));
  table.triggers.push({
    name: s.name.value,
    table: table.key,
    timing: s.timing,
    events: s.events,
    columns: s.columns.map(ident => ident.value),
    level: s.level,
    function: s.function?.parts.map(part => part.value).join('.'),
    body: s.body?.text,
    origins: [state.statementOrigin()],
  });
}

/** Functions are told apart by schema, name and the types of their arguments. */
export function createFunction(state: FoldState, s: CreateFunction): void {
  const target = state.target(s.name);
  const key = `${target.key}(${s.signature})`;
  state.routines.set(key, {
    entry: state.entry,
    key,
    schema: target.schema,
    name: target.name,
    signature: s.signature,
    procedure: s.procedure,
    language: s.language,
    returns: s.returns?.text,
    body: s.body && { text: s.body.text, origin: state.origin(s.body.span) },
    origins: [state.statementOrigin()],
  });
}

export function createExtension(state: FoldState, s: Of<'create extension'>): void {
  named(state, state.extensions, s.name.value);
}

export function createSchema(state: FoldState, s: Of<'create schema'>): void {
  named(state, state.schemas, s.name.value);
}

function named(state: FoldState, map: FoldState['schemas'], name: string): void {
  const key = foldName(state.family, name);
  const old = map.get(key);
  map.set(key, {
    name: old?.name ?? name,
    entry: old?.entry ?? state.entry,
    origins: [...(old?.origins ?? []), state.statementOrigin()],
  });
}

/** COMMENT ON tables, views and columns. */
export function comment(state: FoldState, s: Of<'comment'>): void {
  const text = s.text ?? undefined;
  if (s.object === 'column') {
    if (s.name.parts.length < 2) return;
    const table = state.table({ parts: s.name.parts.slice(0, -1), span: s.name.span });
    const column = lastName(s.name).value;
    if (table && findColumn(state, table, column) >= 0)
      updateColumn(state, table, column, old => ({
        ...old,
        comment: text,
        origins: [...old.origins, state.statementOrigin()],
      }));
    return;
  }
  const relation = state.find(s.name);
  if (relation?.is !== 'table' && relation?.is !== 'view') return;
  relation.comment = text;
  relation.origins = relation.origins.concat(state.statementOrigin());
}

/** Calls of extension functions that make a hypertable, distribute a table, or give a policy to either or to a view. */
export function calls(state: FoldState, query: Query): void {
  for (const call of query.calls) {
    const relation = relationOfCall(call);
    if (!relation) continue;
    const schemas = relation.schema === undefined ? state.entry.path : [relation.schema];
    const key = state.findIn(schemas, relation.name);
    const found = key === undefined ? undefined : state.relations.get(key);
    if (found?.is !== 'table' && found?.is !== 'view') continue;
    const added = { function: callName(call), args: call.args, origin: state.origin(call.span) };
    const kept = callsBefore(state, found.extensionCalls, added);
    if (kept) found.extensionCalls = [...kept, added];
  }
}

/**
 * The calls that stay where one is added; undefined where that one is not believed. Where a psql script goes on after
 * errors, dimensions are added to fail, and of several calls that make a hypertable, those before the last one did.
 */
function callsBefore(
  state: FoldState,
  calls: DraftTable['extensionCalls'],
  added: DraftTable['extensionCalls'][number],
): DraftTable['extensionCalls'] | undefined {
  const mayFail = state.entry.slot.mode === 'may fail';
  if (added.function === 'add_dimension') return mayFail ? undefined : calls;
  if (added.function !== 'create_hypertable') return calls;
  const kept = calls.filter(call => !state.doubtfulCalls.has(call));
  if (!mayFail) return kept;
  if (kept.some(call => call.function === 'create_hypertable')) return undefined;
  state.doubtfulCalls.add(added);
  return kept;
}
