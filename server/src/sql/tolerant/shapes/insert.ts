import type { ColumnRef, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { readName, readNameList } from '../identifiers.js';
import { readQueryInto } from './blocks.js';
import { finish, skipModifiers, skipOutput, skipUsing, type Target, targetOf } from './changes.js';
import { readConditions, readValue } from './conditions.js';
import type { Draft, DraftBlock } from './draft.js';
import { valuesIn } from './nodes.js';
import { readClauses } from './select.js';
import { readSets, readTarget } from './sets.js';
import { readAlias, readSources } from './sources.js';

/** Reads from after INSERT, REPLACE or UPSERT. */
export function readInsert(c: Cursor, d: Draft, block: DraftBlock, verb: string): Target | undefined {
  // Whatever stands in the way of a duplicate row: it takes the place of the old one, or is passed over.
  const settles = verb !== 'INSERT' || c.is('IGNORE') || c.is('OR') || c.word(1) === 'IGNORE';
  skipModifiers(c);
  c.accept('OVERWRITE') || c.accept('INTO');
  c.accept('LOCAL');
  c.accept('TABLE');
  if (c.is('FUNCTION') || c.is('ALL') || c.is('FIRST') || c.is('DIRECTORY')) {
    d.complete = false;
    return undefined;
  }
  const name = readName(c);
  if (!name) {
    d.complete = false;
    return undefined;
  }
  if (c.is('PARTITION') && c.isSymbol('(', 1)) {
    c.step(1);
    c.skip();
    c.accept('IF', 'NOT', 'EXISTS');
  }
  const alias = c.is('AS') && c.isName(1) ? readAlias(c, d) : undefined;
  if (c.is('WITH') && c.isSymbol('(', 1)) {
    c.step(1);
    c.skip();
  }
  const target = targetOf(name, alias);
  if (settles && c.options.dialect !== 'cql') target.conflict = [];
  if (c.isSymbol('(') && !/^(?:SELECT|WITH|VALUES)$/.test(c.word(1)) && !c.isSymbol('(', 1)) {
    if (c.isSymbol('*', 1)) {
      c.skip();
    } else target.columns = readColumns(c);
  }
  if (c.is('OVERRIDING')) c.step(3);
  skipOutput(c);
  readRows(c, d, block, target);
  readConflict(c, d, target);
  if (c.is('IF', 'NOT', 'EXISTS')) {
    c.step(3);
    d.conditional = true;
  }
  skipUsing(c, d);
  if (c.accept('ALLOW', 'FILTERING')) d.allowFiltering = true;
  finish(c, d, block);
  return target;
}

function readColumns(c: Cursor): ColumnRef[] {
  return c.inside(inner => {
    const columns: ColumnRef[] = [];
    for (const [from, to] of inner.items()) {
      const column = to > from ? inner.between(from, to, readTarget) : undefined;
      if (column) columns.push(column);
    }
    return columns;
  });
}

function readRows(c: Cursor, d: Draft, block: DraftBlock, target: Target): void {
  if (c.is('VALUES') || c.is('VALUE')) {
    c.step(1);
    target.values = readRow(c, d);
    while (c.acceptSymbol(',') || c.isSymbol('(')) c.skip();
    if (c.accept('AS')) {
      c.step(1);
      if (c.isSymbol('(')) c.skip();
    }
  } else if (c.accept('SET')) {
    const sets = readSets(c, d);
    target.columns = sets.map(({ column }) => column);
    target.values = sets.map(({ value }) => value);
  } else if (c.is('SELECT') || c.is('WITH') || c.isSymbol('(')) readQueryInto(c, d, block);
  else if (c.is('DEFAULT', 'VALUES')) c.step(2);
  else if (c.is('JSON') && c.options.dialect === 'cql') {
    c.step(1);
    readValue(c, d);
    if (c.is('DEFAULT')) c.step(2);
    d.complete = false;
  } else if (c.is('FORMAT') || c.is('SETTINGS') || c.is('FROM')) {
    while (!c.done && !c.isSymbol(';')) c.skip();
  } else d.complete = false;
}

function readRow(c: Cursor, d: Draft): Value[] {
  c.accept('ROW');
  if (!c.isSymbol('(')) {
    // A parameter that stands for the rows.
    if (!c.done && !c.isSymbol(';')) readValue(c, d);
    return [];
  }
  return c.inside(inner => {
    const values: Value[] = [];
    while (!inner.done) {
      const from = inner.pos;
      if (inner.is('DEFAULT') && (inner.isSymbol(',', 1) || inner.pos + 1 === inner.end)) {
        inner.step(1);
        values.push({ kind: 'other', name: 'default', text: inner.slice(from), span: inner.span(from) });
      } else values.push(readValue(inner, d));
      if (inner.acceptSymbol(',')) continue;
      if (!inner.done) d.complete = false;
      while (!inner.done && !inner.isSymbol(',')) inner.skip();
      inner.acceptSymbol(',');
      if (inner.pos === from) inner.step(1);
    }
    return values;
  });
}

/** ON DUPLICATE KEY UPDATE, ON CONFLICT. */
function readConflict(c: Cursor, d: Draft, target: Target): void {
  if (c.accept('ON', 'DUPLICATE', 'KEY', 'UPDATE')) {
    target.conflict = [];
    target.sets = readSets(c, d);
    return;
  }
  while (c.accept('ON', 'CONFLICT')) {
    const names = c.isSymbol('(') ? readNameList(c).map(name => name.value) : [];
    target.conflict = names;
    if (c.accept('WHERE')) readConditions(c, d);
    if (!c.accept('DO')) return;
    if (c.accept('NOTHING')) continue;
    if (!c.accept('UPDATE', 'SET')) return;
    target.sets = readSets(c, d);
    if (c.accept('WHERE')) readConditions(c, d);
  }
}

/** Reads from after MERGE. */
export function readMerge(c: Cursor, d: Draft, block: DraftBlock): Target | undefined {
  skipModifiers(c);
  c.accept('INTO');
  const name = readName(c);
  if (!name) {
    d.complete = false;
    return undefined;
  }
  if (c.is('WITH') && c.isSymbol('(', 1)) {
    c.step(1);
    c.skip();
  }
  const target = targetOf(name, readAlias(c, d));
  if (c.accept('USING')) readSources(c, d, block);
  else d.complete = false;
  const sets: Target['sets'][number][] = [];
  while (c.accept('WHEN')) {
    while (!c.done && !c.is('THEN') && !c.is('AND')) c.skip();
    if (c.accept('AND')) d.aside(readConditions(c, d).flatMap(valuesIn));
    if (!c.accept('THEN')) {
      d.complete = false;
      break;
    }
    if (c.accept('UPDATE')) {
      if (c.accept('SET') && !c.isSymbol('*')) sets.push(...readSets(c, d));
      else {
        c.step(1);
        d.complete = false;
      }
    } else if (c.accept('INSERT')) {
      if (c.isSymbol('(') && target.columns.length === 0) target.columns = readColumns(c);
      else if (c.isSymbol('(')) c.skip();
      if (c.accept('VALUES')) target.values = readRow(c, d);
      else {
        // All columns, as they are called in the source.
        if (c.is('ROW') || c.isSymbol('*')) c.step(1);
        else d.complete = false;
      }
    } else if (!c.accept('DELETE') && !c.accept('DO', 'NOTHING')) d.complete = false;
    if (c.accept('WHERE')) readConditions(c, d);
  }
  target.sets = sets;
  skipOutput(c);
  readClauses(c, d, block);
  return target;
}
