import type { Family } from '../../sql/dialect.js';
import type { Entry } from '../entry.js';
import { alterTable } from './alter.js';
import { createTable } from './create-table.js';
import { drop } from './drop.js';
import { createIndex } from './indexes.js';
import {
  alterSequence,
  calls,
  comment,
  createExtension,
  createFunction,
  createSchema,
  createSequence,
  createTrigger,
  createView,
} from './objects.js';
import { isRefused } from './refused.js';
import { rename } from './rename.js';
import { type FoldScope, FoldState } from './state.js';
import { alterDomain, alterEnum, createDomain, createEnum, createType } from './types.js';

/** Applies statements in order to an empty catalog. `entries` are sorted. */
export function fold(family: Family, entries: readonly Entry[], scope: FoldScope): FoldState {
  const state = new FoldState(family, scope);
  for (const entry of entries) {
    state.entry = entry;
    if (!isRefused(state, entry.statement)) apply(state, entry);
  }
  return state;
}

function apply(state: FoldState, { statement: s }: Entry): void {
  switch (s.kind) {
    case 'create table':
      createTable(state, s);
      return;
    case 'alter table':
      alterTable(state, s);
      return;
    case 'create index':
      createIndex(state, s);
      return;
    case 'create view':
      createView(state, s);
      return;
    case 'create trigger':
      createTrigger(state, s);
      return;
    case 'create function':
      createFunction(state, s);
      return;
    case 'query':
      calls(state, s);
      return;
    case 'create schema':
      createSchema(state, s);
      return;
    case 'create sequence':
      createSequence(state, s);
      return;
    case 'alter sequence':
      alterSequence(state, s);
      return;
    case 'create enum':
      createEnum(state, s);
      return;
    case 'alter enum':
      alterEnum(state, s);
      return;
    case 'create type':
      createType(state, s);
      return;
    case 'create domain':
      createDomain(state, s);
      return;
    case 'alter domain':
      alterDomain(state, s);
      return;
    case 'drop':
      drop(state, s);
      return;
    case 'rename':
      rename(state, s);
      return;
    case 'comment':
      comment(state, s);
      return;
    case 'create extension':
      createExtension(state, s);
      return;
    default:
      return;
  }
}
